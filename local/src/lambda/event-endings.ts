// Where the events of asynchronous invocations end: at a destination, in a dead-letter queue, or nowhere.
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
import type { Clock } from '../foundation/clock';
import { AwsError } from '../foundation/errors';
import type { JsonObject } from '../foundation/json';
import type { Notices } from '../foundation/notices';
import type { Principal } from '../iam/iam';
import type { MessageAttributes, Sqs } from '../sqs/sqs';
import type { EventEnd } from './async-events';
import { MAX_ERROR_MESSAGE } from './limits';

/** The ARNs of queues for events that have ended. */
export interface Endings {
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
  /** For events alone, without what became of them. */
  readonly deadLetters?: string | undefined;
}

/** Who takes what has ended. */
export interface EndingOptions {
  readonly functionArn: string;
  readonly endings: Endings;
  /** The function's role, as which messages are sent. */
  readonly sender: Principal;
  /** For the times in records. */
  readonly clock: Clock;
  readonly sqs: Sqs;
  readonly notices: Notices;
}

/** What Lambda answers for an invocation, whatever the function did: https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html */
const INVOKED = 200;

/** Sends an event that has ended to where its function wants it. */
export function endEvent(end: EventEnd, options: EndingOptions): void {
  const { endings, functionArn, notices } = options;
  if (end.condition === 'Success') {
    if (endings.onSuccess !== undefined) send(endings.onSuccess, JSON.stringify(recordOf(end, options)), {}, options);
    return;
  }
  const reason = `${functionArn} failed for an event, ${end.attempts} times (${errorOf(end)})`;
  if (endings.onFailure !== undefined) {
    send(endings.onFailure, JSON.stringify(recordOf(end, options)), {}, options);
  }
  if (endings.deadLetters !== undefined) {
    send(endings.deadLetters, JSON.stringify(end.event.payload), attributesOf(end), options);
  }
  const queue = endings.onFailure ?? endings.deadLetters;
  const fate = queue === undefined ? 'is lost, for the function has no destination for it' : `is in the queue ${queue}`;
  notices.tell(`ended ${functionArn} ${end.condition}`, `${reason}, and it ${fate}.`);
}

/** A queue that does not take it loses it: AWS counts `DestinationDeliveryFailures`. */
function send(
  queueArn: string,
  body: string,
  attributes: MessageAttributes,
  { sqs, sender, functionArn, notices }: EndingOptions,
): void {
  try {
    sqs.sendMessage(queueArn, body, attributes, sender);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const line = `The queue ${queueArn} did not take what ${functionArn} had for it, which is lost: ${error.message}`;
    notices.tell(`refused ${queueArn} ${error.code}`, line);
  }
}

function recordOf({ event, condition, attempts, result }: EventEnd, { functionArn, clock }: EndingOptions): JsonObject {
  const functionError = result?.functionError;
  return {
    version: '1.0',
    timestamp: new Date(clock.now()).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: event.payload,
    ...(result && {
      responseContext: {
        statusCode: INVOKED,
        executedVersion: '$LATEST',
        ...(functionError !== undefined && { functionError }),
      },
      responsePayload: result.functionError === undefined ? result.payload : { ...result.payload },
    }),
  };
}

function attributesOf(end: EventEnd): MessageAttributes {
  return {
    RequestID: { DataType: 'String', StringValue: end.event.requestId },
    ErrorCode: { DataType: 'Number', StringValue: String(INVOKED) },
    ErrorMessage: { DataType: 'String', StringValue: errorOf(end) },
  };
}

function errorOf({ result, condition }: EventEnd): string {
  if (result?.functionError === undefined) return condition;
  const { errorMessage, errorType } = result.payload;
  return (errorMessage === '' ? errorType : errorMessage).slice(0, MAX_ERROR_MESSAGE);
}

// Dead letters: events that could not be delivered. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-event-delivery.html
import { AwsError } from '../../foundation/errors';
import type { Notices } from '../../foundation/notices';
import type { Principal } from '../../iam/iam';
import type { MessageAttributes, Sqs } from '../../sqs/sqs';
import type { DeliveryFailure } from './delivery-failure';
import type { ExhaustedRetryCondition } from './retry-policy';
import type { TakenEvent } from '../buses/taken-event';
import type { Target } from '../rules/target';

/** An event that could not be delivered, and why. */
export interface DeadLetter {
  readonly taken: TakenEvent;
  readonly ruleArn: string;
  readonly target: Target;
  readonly failure: DeliveryFailure;
  /** How often the delivery was tried again. */
  readonly retries: number;
  /** Absent when another attempt would have been in vain. */
  readonly exhausted?: ExhaustedRetryCondition | undefined;
}

/** Who takes dead letters, and who is told of them. */
export interface Burying {
  readonly sqs: Sqs;
  readonly notices: Notices;
  /** EventBridge, on behalf of the rule. */
  readonly sender: Principal;
}

/** Where a dead letter came to. */
export type Burial = 'in the queue' | 'refused by the queue' | 'without a queue';

/** Sends a dead letter to the target's dead-letter queue, and tells of it, and of one that no queue takes. */
export function bury(letter: DeadLetter, { sqs, notices, sender }: Burying): Burial {
  const { taken, ruleArn, target, failure } = letter;
  const loss = `Event ${taken.event.id} of rule ${ruleArn} did not reach target ${target.id} (${failure.code}: ${failure.message})`;
  const tell = (burial: Burial, end: string) => {
    notices.tell([ruleArn, target.id, failure.code, burial].join(' '), `${loss} ${end}`);
    return burial;
  };
  if (target.deadLetterArn === undefined) {
    return tell('without a queue', 'and is lost, for the target has no dead-letter queue.');
  }
  try {
    sqs.sendMessage(target.deadLetterArn, taken.json, attributesOf(letter), sender);
    return tell('in the queue', `and is in the dead-letter queue ${target.deadLetterArn}.`);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return tell('refused by the queue', `and is lost, for its dead-letter queue did not take it: ${error.message}`);
  }
}

function attributesOf({ ruleArn, target, failure, retries, exhausted }: DeadLetter): MessageAttributes {
  return {
    RULE_ARN: text(ruleArn),
    TARGET_ARN: text(target.arn),
    ERROR_CODE: text(failure.code),
    // SQS has no empty attributes.
    ERROR_MESSAGE: text(failure.message || failure.code),
    RETRY_ATTEMPTS: text(String(retries)),
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: text(exhausted) }),
  };
}

function text(StringValue: string) {
  return { DataType: 'String', StringValue } as const;
}

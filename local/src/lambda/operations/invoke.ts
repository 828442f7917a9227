// Invoke: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
import { AwsError } from '../../foundation/errors';
import { jsonIn, type JsonObject, type JsonValue } from '../../foundation/json';
import type { ApiAnswer, WholeOperation } from '../../foundation/service-api';
import type { Lambda } from '../lambda';

/** A function is called, or is given an event, or neither, to see whether it could be. */
export function invoke(lambda: Pick<Lambda, 'invoke' | 'invokeAsync' | 'requireInvocable'>): WholeOperation {
  return async ({ FunctionName: name, Qualifier: qualifier }, { headers, body }, caller) => {
    const functionName = [name, qualifier].filter((part) => typeof part === 'string').join(':');
    const request = { functionName, payload: payloadOf(body), caller };
    const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
    switch (type) {
      case 'RequestResponse':
        return answerOf(await lambda.invoke(request));
      case 'Event':
        lambda.invokeAsync(request);
        return { status: 202, headers: {}, body: '' };
      case 'DryRun':
        lambda.requireInvocable(request);
        return { status: 204, headers: {}, body: '' };
      default: {
        const sentence = `1 validation error detected: Value '${type}' at 'invocationType' failed to satisfy constraint: Member must satisfy enum value set: [Event, RequestResponse, DryRun]`;
        throw new AwsError('InvalidParameterValueException', sentence);
      }
    }
  };
}

/** Nothing is an empty object. */
function payloadOf(body: Buffer): JsonValue {
  if (body.length === 0) return {} satisfies JsonObject;
  const payload = jsonIn(body.toString('utf8'));
  if (payload !== undefined) return payload;
  throw new AwsError('InvalidRequestContentException', 'Could not parse request body into json.');
}

function answerOf({ functionError, payload }: Awaited<ReturnType<Lambda['invoke']>>): ApiAnswer {
  return {
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amz-executed-version': '$LATEST',
      ...(functionError !== undefined && { 'x-amz-function-error': functionError }),
    },
    body: JSON.stringify(payload),
  };
}

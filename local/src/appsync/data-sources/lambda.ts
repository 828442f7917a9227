// The data source that calls a function, as the role that its template names.
import { AwsError } from '../../foundation/errors';
import { isJsonObject, type JsonValue } from '../../foundation/json';
import type { Log } from '../../foundation/log';
import type { Neighbours } from '../neighbours';
import { ResolverError } from '../execution/graphql-error';
import type { DataSource, DataSourceAnswer } from './data-source';

/** Which function, and as whom. */
export interface LambdaTarget {
  readonly functionArn: string;
  readonly serviceRoleArn: string;
}

/** The function that is called, and the log for calls that do not wait for the answer. */
interface Called extends Pick<Neighbours, 'iam' | 'lambda'> {
  readonly log: Log;
}

/** https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-lambda-js.html */
export function lambdaDataSource(name: string, target: LambdaTarget, called: Called): DataSource {
  return {
    name,
    invoke: async (request) => {
      const { payload, isEvent } = requestOf(request);
      const invocation = invoke(payload, target, called);
      if (!isEvent) return invocation;
      invocation.catch((error: unknown) => called.log.fault(error));
      return { result: null, error: null };
    },
  };
}

/** What the function throws is of the type `Lambda:Unhandled`: https://github.com/aws/aws-appsync-community/issues/209 */
async function invoke(payload: JsonValue, target: LambdaTarget, { iam, lambda }: Called): Promise<DataSourceAnswer> {
  try {
    const caller = iam.assumeRole(target.serviceRoleArn, 'appsync.amazonaws.com');
    const answer = await lambda.invoke({ functionName: target.functionArn, payload, caller });
    if (answer.functionError === undefined) return { result: answer.payload, error: null };
    const { errorMessage } = answer.payload;
    return { result: null, error: { message: errorMessage, type: `Lambda:${answer.functionError}` } };
  } catch (error) {
    if (error instanceof AwsError)
      return { result: null, error: { message: error.message, type: `Lambda:${error.code}` } };
    throw error;
  }
}

/** The function gets only the payload. */
function requestOf(request: JsonValue): { readonly payload: JsonValue; readonly isEvent: boolean } {
  if (!isJsonObject(request)) throw unsupported('The request of a Lambda data source must be an object.');
  const { operation, payload = null, invocationType = 'RequestResponse' } = request;
  if (operation === 'BatchInvoke') throw unsupported('The engine does not support the operation BatchInvoke.');
  if (operation !== 'Invoke') throw unsupported('A Lambda data source has the operations Invoke and BatchInvoke.');
  if (invocationType !== 'RequestResponse' && invocationType !== 'Event') {
    throw unsupported('The invocationType of a Lambda request must be RequestResponse or Event.');
  }
  return { payload, isEvent: invocationType === 'Event' };
}

function unsupported(message: string): ResolverError {
  return new ResolverError(message, 'BadRequestException');
}

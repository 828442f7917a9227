// Calls of a service's API operations, with no server between: by name, or by an SDK client.
import type { Principal } from '../../src/iam/iam';
import { AwsError } from '../../src/foundation/errors';
import type { JsonObject } from '../../src/foundation/json';
import type { ServiceApi } from '../../src/foundation/service-api';

export function callOperation(
  { operations }: ServiceApi,
  name: string,
  input: JsonObject,
  caller: Principal,
): Promise<JsonObject> {
  const operation = operations[name];
  if (!operation) throw new Error(`There is no operation ${name}.`);
  return operation(input, caller);
}

/** How an SDK client reaches operations that are called with JSON. */
export function directConfig(
  { protocol }: ServiceApi,
  call: (operation: string, input: JsonObject) => Promise<JsonObject>,
) {
  if (protocol.kind !== 'json') throw new Error('The operations are not called with JSON.');
  const { target: service, version } = protocol;
  return {
    region: 'us-west-2',
    endpoint: 'http://127.0.0.1:4566',
    credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ headers, body }: { readonly headers: Record<string, string>; readonly body: Uint8Array }) => {
        const [target, operation = ''] = (headers['x-amz-target'] ?? '').split('.');
        expect(target).toBe(service);
        expect(headers['content-type']).toBe(`application/x-amz-json-${version}`);
        return answerOf(call(operation, JSON.parse(new TextDecoder().decode(body)) as JsonObject));
      },
    },
  };
}

async function answerOf(output: Promise<JsonObject>) {
  try {
    return { response: responseOf(200, await output) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, members, message, status, queryErrorCode } = error;
    const headers = queryErrorCode === undefined ? {} : { 'x-amzn-query-error': `${queryErrorCode};Sender` };
    return { response: responseOf(status, { __type: code, message, ...members }, headers) };
  }
}

function responseOf(statusCode: number, body: JsonObject, headers: Readonly<Record<string, string>> = {}) {
  return { statusCode, headers, body: Buffer.from(JSON.stringify(body)) };
}

// What resolvers ask of a function, and what they get.
import { lambdaDataSource } from '../../src/appsync/data-sources/lambda';
import type { JsonValue } from '../../src/foundation/json';
import { aNeighbourhood } from '../support/appsync';
import { lambdaBench, type LambdaBench } from '../support/lambda';

const CODE = `exports.handler = async (event) => {
  if (event === 'throw') throw new RangeError('Too far.');
  console.log('called');
  return { event };
};`;

let bench: LambdaBench;

beforeAll(() => {
  bench = lambdaBench(CODE);
});

afterAll(async () => bench.lambda.stop());

async function invoke(request: JsonValue, functionArn = 'subject') {
  const { iam, log } = bench.region;
  const called = { iam, log, lambda: bench.lambda };
  return lambdaDataSource('functions', { functionArn, serviceRoleArn: 'role' }, called).invoke(request);
}

it.each([['text'], [{ a: [1, null] }], [null]])('hands on only the payload %j', async (payload) => {
  expect(await invoke({ operation: 'Invoke', payload })).toEqual({ result: { event: payload }, error: null });
});

it('tells what the function throws', async () => {
  expect(await invoke({ operation: 'Invoke', payload: 'throw' })).toEqual({
    result: null,
    error: { type: 'Lambda:Unhandled', message: 'Too far.' },
  });
});

it('tells what Lambda refuses', async () => {
  expect(await invoke({ operation: 'Invoke' }, 'unknown')).toMatchObject({
    error: { type: 'Lambda:ResourceNotFoundException' },
  });
});

it('does not wait for an event', async () => {
  const request = { operation: 'Invoke', invocationType: 'Event', payload: 'later' };

  expect(await invoke(request)).toEqual({ result: null, error: null });
  expect(await bench.printed.find((line) => line.endsWith('called'))).toBeDefined();
});

it.each([
  ['no object', 'x', 'must be an object'],
  ['another operation', { operation: 'Call' }, 'has the operations Invoke and BatchInvoke'],
  ['a batch', { operation: 'BatchInvoke' }, 'The engine does not support the operation BatchInvoke.'],
  ['another type', { operation: 'Invoke', invocationType: 'DryRun' }, 'must be RequestResponse or Event'],
])('refuses a request with %s', async (_, request, sentence) => {
  await expect(invoke(request)).rejects.toThrow(sentence);
});

it('calls as the role of its template', async () => {
  const region = aNeighbourhood({ allows: () => false });
  const refused = lambdaBench(CODE, {}, region);
  const called = { ...region, lambda: refused.lambda };
  const source = lambdaDataSource('f', { functionArn: 'subject', serviceRoleArn: 'r' }, called);

  const { error } = await source.invoke({ operation: 'Invoke' });
  await refused.lambda.stop();

  expect(error).toMatchObject({ type: 'Lambda:AccessDeniedException' });
  expect(region.asked).toEqual([
    expect.objectContaining({
      action: 'lambda:InvokeFunction',
      resource: 'arn:aws:lambda:us-west-2:123456789012:function:subject',
    }),
  ]);
});

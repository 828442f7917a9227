// How a function is run and what its caller learns.
import { createLambda } from '../../src/lambda/service';
import type { FunctionDefinition } from '../../src/lambda/lambda';
import type { Sqs } from '../../src/sqs/sqs';
import { aNeighbourhood, ROLE } from '../support/appsync';
import { aFunction, lambdaBench, type LambdaBench, zipOf } from '../support/lambda';
import { fakeCloudWatch } from '../support/eventbridge';
import { serviceWith } from '../support/region';

const SECOND = 1000;

let bench: LambdaBench | undefined;

function start(definition: FunctionDefinition | string): LambdaBench {
  bench = lambdaBench(definition);
  return bench;
}

afterEach(async () => {
  await bench?.lambda.stop();
  bench = undefined;
});

describe('a handler', () => {
  it.each([
    ['is async', 'exports.handler = async ({ name }) => `Hello ${name}`;', 'Hello Ann'],
    ['returns a promise', 'exports.handler = ({ name }) => Promise.resolve({ name });', { name: 'Ann' }],
    ['calls back', 'exports.handler = (event, context, callback) => setTimeout(() => callback(null, 7), 1);', 7],
    ['does neither', 'exports.handler = () => { setTimeout(() => undefined, 1); };', null],
    ['returns nothing', 'exports.handler = async () => undefined;', null],
  ])('that %s is answered', async (_, code, payload) => {
    expect(await start(code).invoke({ name: 'Ann' })).toEqual({ functionError: undefined, payload });
  });

  it('gets and returns a text of megabytes as it is, line breaks included', async () => {
    const text = 'Zürich\n\u2028🌍'.repeat(200_000);

    expect((await start('exports.handler = async ({ text }) => text;').invoke({ text })).payload).toBe(text);
  });

  it.each([
    ['an ES module', { 'index.mjs': 'export const handler = async () => import.meta.url.startsWith("file:");' }],
    ['a CommonJS file', { 'index.cjs': 'exports.handler = async () => true;' }],
    ['a folder', { 'src/index.js': 'exports.handler = async () => true;' }],
  ])('may be in %s', async (_, files) => {
    const handler = Object.keys(files).some((name) => name.startsWith('src/')) ? 'src/index.handler' : 'index.handler';

    expect(await start(aFunction('', { handler, zip: zipOf(files) })).invoke()).toMatchObject({ payload: true });
  });

  it('learns of its invocation from the context', async () => {
    const { invoke } = start('exports.handler = async (event, context) => context;');

    expect((await invoke()).payload).toMatchObject({
      awsRequestId: expect.any(String),
      functionName: 'subject',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-west-2:123456789012:function:subject',
      memoryLimitInMB: '128',
    });
  });

  it('may ask how much time is left', async () => {
    const { invoke } = start('exports.handler = async (event, context) => context.getRemainingTimeInMillis();');

    const { payload } = await invoke();

    expect(payload).toBeGreaterThan(0);
    expect(payload).toBeLessThanOrEqual(3 * SECOND);
  });
});

describe('a failure', () => {
  it.each([
    ['an error', 'exports.handler = async () => { throw new RangeError("Too far."); };', 'RangeError', 'Too far.'],
    ['a text', 'exports.handler = async () => { throw "Nothing."; };', 'string', 'Nothing.'],
    ['an error at once', 'exports.handler = () => { throw new Error("Now."); };', 'Error', 'Now.'],
    ['an error by callback', 'exports.handler = (e, c, back) => { back(new Error("Back.")); };', 'Error', 'Back.'],
    [
      'code without the handler',
      'exports.other = 1;',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    [
      'a handler that is not a function',
      'exports.handler = 1;',
      'Runtime.HandlerNotFound',
      'index.handler is not a function',
    ],
    ['code that throws when it is loaded', 'throw new TypeError("Early.");', 'TypeError', 'Early.'],
  ])('of %s is Unhandled', async (_, code, errorType, errorMessage) => {
    expect(await start(code).invoke()).toEqual({
      functionError: 'Unhandled',
      payload: { errorType, errorMessage, trace: expect.any(Array) },
    });
  });

  it('of syntax says so', async () => {
    expect((await start('exports.handler = {').invoke()).payload).toMatchObject({
      errorType: 'Runtime.UserCodeSyntaxError',
    });
  });

  it('of a missing file says so', async () => {
    expect((await start(aFunction('', { handler: 'other.handler' })).invoke()).payload).toMatchObject({
      errorType: 'Runtime.ImportModuleError',
      errorMessage: "Error: Cannot find module 'other'",
    });
  });

  it('shows the lines of the stack', async () => {
    const { payload } = await start('exports.handler = async () => { throw new Error("Here."); };').invoke();

    expect(payload).toMatchObject({ trace: expect.arrayContaining(['Error: Here.']) });
  });

  it('of the process ends only this invocation', async () => {
    const { invoke } = start('exports.handler = async ({ fails }) => { if (fails) process.exit(3); return "fine"; };');

    const failed = await invoke({ fails: true });

    expect(failed.payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Runtime exited with error: exit status 3$/),
    });
    expect(await invoke({ fails: false })).toMatchObject({ payload: 'fine' });
  });

  it.each([
    ['no message', 'Hello.'],
    ['half a message', 'returned {'],
    ['a failure without a type', 'failed {}'],
  ])('is told of code that writes %s to the runtime’s own pipe', async (_, line) => {
    const { invoke } = start(
      `exports.handler = async ({ line }) => line ? require('fs').writeSync(3, line) && new Promise(() => undefined) : 'fine';`,
    );

    expect((await invoke({ line: `${line}\n` })).payload).toMatchObject({ errorType: 'Runtime.ExitError' });
    expect(await invoke({})).toMatchObject({ payload: 'fine' });
  });

  it('of code that loops for ever ends when its time is up', async () => {
    const { invoke, printed, region } = start(
      'exports.handler = async () => { console.log("begun"); await new Promise((r) => setTimeout(r, 20)); for (;;); };',
    );
    const invocation = invoke();
    await printed.find((line) => line.endsWith('begun'));

    await region.clock.advance(3 * SECOND);

    expect(await invocation).toEqual({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/^RequestId: \S+ Error: Task timed out after 3\.00 seconds$/),
      },
    });
  });
});

describe('an environment', () => {
  it('has Lambda’s variables and the function’s, and none of the engine’s', async () => {
    const code = 'exports.handler = async () => process.env;';
    const { invoke } = start(aFunction(code, { environment: { GREETING: 'Hello' } }));

    const { payload } = await invoke();

    expect(payload).toMatchObject({
      GREETING: 'Hello',
      AWS_REGION: 'us-west-2',
      AWS_LAMBDA_FUNCTION_NAME: 'subject',
      TZ: ':UTC',
      _HANDLER: 'index.handler',
    });
    expect(payload).not.toHaveProperty('HOME');
    expect(payload).not.toHaveProperty('NODE_ENV');
  });

  it('starts cold once and stays warm', async () => {
    const { invoke } = start('let calls = 0; exports.handler = async () => ++calls;');

    expect((await invoke()).payload).toBe(1);
    expect((await invoke()).payload).toBe(2);
  });

  it('answers one invocation at a time', async () => {
    const { invoke } = start(
      'exports.handler = async () => { await new Promise((r) => setTimeout(r, 30)); return process.pid; };',
    );

    const [one, other] = await Promise.all([invoke(), invoke()]);

    expect(one.payload).not.toBe(other.payload);
  });

  it('tells the terminal what the code prints', async () => {
    const { invoke, printed } = start('exports.handler = async () => { console.log("a line"); };');

    await invoke();

    expect(await printed.find((line) => line.includes('a line'))).toBe('us-west-2 subject a line');
  });

  it('starts in the folder of the code', async () => {
    const files = {
      'index.js': 'const fs = require("fs"); exports.handler = async () => fs.readFileSync("data.txt", "utf8");',
    };
    const { invoke } = start(aFunction('', { zip: zipOf({ ...files, 'data.txt': 'found' }) }));

    expect((await invoke()).payload).toBe('found');
  });

  it('has the AWS SDK, as Lambda has', async () => {
    const { invoke } = start('exports.handler = async () => typeof require("@aws-sdk/client-sqs").SQSClient;');

    expect((await invoke()).payload).toBe('function');
  });

  it('has nothing else of the engine’s packages', async () => {
    const { invoke } = start('require("graphql"); exports.handler = async () => 1;');

    expect((await invoke()).payload).toMatchObject({
      errorMessage: expect.stringContaining("Cannot find module 'graphql'"),
    });
  });

  it('is gone when Lambda stops', async () => {
    const { invoke, lambda } = start('exports.handler = async () => process.pid;');
    const pid = Number((await invoke()).payload);

    await lambda.stop();

    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('a call', () => {
  it('of a function that is not there is refused', async () => {
    const region = aNeighbourhood();
    const lambda = createLambda(region, {
      ...region,
      sqs: serviceWith<Sqs>('SQS'),
      cloudWatch: fakeCloudWatch(),
    });

    await expect(lambda.invoke({ functionName: 'unknown', payload: {}, caller: ROLE })).rejects.toMatchObject({
      code: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-west-2:123456789012:function:unknown',
    });
  });

  it('with more than 6 MB is refused', async () => {
    await expect(start('').invoke('x'.repeat(6 * 1024 * 1024))).rejects.toMatchObject({
      code: 'RequestEntityTooLargeException',
    });
  });

  it('answered with more than 6 MB fails', async () => {
    const { invoke } = start('exports.handler = async () => "x".repeat(6 * 1024 * 1024);');

    expect((await invoke()).payload).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  });

  it('may name the function’s ARN or a version', async () => {
    const { lambda } = start('exports.handler = async (event, context) => context.invokedFunctionArn;');
    const { arn } = lambda.publishVersion('subject');

    const { payload } = await lambda.invoke({ functionName: arn, payload: {}, caller: ROLE });

    expect(payload).toBe('arn:aws:lambda:us-west-2:123456789012:function:subject:1');
  });
});

describe('LA-18 CloudWatch', () => {
  /** The sum of what it was told of a metric. */
  const sumOf = (name: string) =>
    (bench?.metrics ?? [])
      .filter(({ metricName, dimensions }) => metricName === name && dimensions['FunctionName'] === 'subject')
      .reduce((sum, { value }) => sum + value, 0);

  it('is told of invocations, and of those that failed', async () => {
    const { invoke } = start('exports.handler = async ({ fails }) => { if (fails) throw new Error("No."); };');
    await invoke({ fails: true });
    await invoke({ fails: false });

    expect([sumOf('Invocations'), sumOf('Errors')]).toEqual([2, 1]);
  });

  it('is told of events, and of those that came to nothing', async () => {
    const { invokeAsync, lambda, printed } = start('exports.handler = async () => { throw new Error("No."); };');
    lambda.putEventInvokeConfig('subject', { maximumRetryAttempts: 0 });
    invokeAsync();
    await printed.find((line) => line.includes('is lost'));

    expect([sumOf('AsyncEventsReceived'), sumOf('AsyncEventsDropped')]).toEqual([1, 1]);
  });

  it('is told of who was throttled', async () => {
    const { invoke } = start(aFunction('', { reservedConcurrency: 0 }));

    await expect(invoke()).rejects.toMatchObject({ code: 'TooManyRequestsException' });
    expect(sumOf('Throttles')).toBe(1);
  });
});

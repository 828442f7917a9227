// EvaluateCode, as SDK clients see it.
import { Readable } from 'node:stream';
import { AppSyncClient, EvaluateCodeCommand, type EvaluateCodeCommandOutput } from '@aws-sdk/client-appsync';
import { evaluateCode } from '../../../src/appsync/operations/evaluate-code';
import type { Principal } from '../../../src/iam/iam';
import type { JsonObject } from '../../../src/foundation/json';
import { aHandler, javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();
const CALLER: Principal = {
  kind: 'user',
  arn: 'arn:aws:iam::123456789012:user/me',
  accountId: '123456789012',
  userId: 'AIDAME',
  accessKeyId: 'AKIAME',
};

/** A request that works, but for what is overridden. */
function aRequest(overrides: JsonObject = {}): JsonObject {
  return {
    runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
    code: aHandler('return { payload: ctx.args };'),
    context: '{"arguments":{"a":1}}',
    function: 'request',
    ...overrides,
  };
}

async function evaluate(overrides: JsonObject = {}): Promise<JsonObject> {
  return evaluateCode(javaScript)(aRequest(overrides), CALLER);
}

describe('EvaluateCode', () => {
  it('EC-03 answers what the handler returns, as JSON text', async () => {
    const answer = await evaluate();

    expect(answer).toEqual({ evaluationResult: '{"payload":{"a":1}}', logs: [], stash: '{}', outErrors: '[]' });
  });

  it('EC-03, EC-04, EC-09 answers stash, logs and appended errors', async () => {
    const answer = await evaluate({
      code: aHandler('  console.log("a");\n  ctx.stash.b = 1;\n  util.appendError("m", "T");'),
    });

    expect(answer).toEqual({
      evaluationResult: 'null',
      logs: ['INFO - code.js:3:3: "a"'],
      stash: '{"b":1}',
      outErrors: '[{"message":"m","errorType":"T","data":null,"errorInfo":null}]',
    });
  });

  it('EC-02 takes a context of the largest size', async () => {
    const answer = await evaluate({ context: aContextOf(28_000) });

    expect(answer).not.toHaveProperty('error');
  });

  it('EC-13 takes the environment from the context', async () => {
    const answer = await evaluate({ code: aHandler('return ctx.env.REGION;'), context: '{"env":{"REGION":"r"}}' });

    expect(answer['evaluationResult']).toBe('"r"');
  });

  it('EC-02 runs the response handler', async () => {
    const answer = await evaluate({
      code: 'export function response(ctx) { return ctx.result; }',
      context: '{"result":2}',
      function: 'response',
    });

    expect(answer['evaluationResult']).toBe('2');
  });

  it('EC-08 answers the error of util.error without code errors', async () => {
    const answer = await evaluate({ code: aHandler('util.error("m", "T");') });

    expect(answer).toEqual({ error: { message: 'm' }, logs: [], stash: '{}', outErrors: '[]' });
  });

  it('EC-07 answers where an exception came from', async () => {
    const answer = await evaluate({ code: aHandler('return ctx.a.b;') });

    expect(answer['error']).toMatchObject({ message: "code.js:3:13: cannot read property 'b' of undefined" });
  });

  it('EC-05 answers that there is no such handler', async () => {
    const answer = await evaluate({ function: 'response' });

    expect(answer).toEqual({
      error: {
        message: 'Error: Unable to find valid export for response',
        codeErrors: [
          {
            errorType: 'MISSING_MAPPING_EXPORT',
            value: 'Unable to find valid export for response',
            location: { line: 0, column: 0, span: 0 },
          },
        ],
      },
    });
  });

  it('EC-06 answers what is wrong with the code', async () => {
    const answer = await evaluate({ code: 'export const request = () => /a/;' });

    expect(answer).toEqual({
      error: {
        message: 'Error: code.js(1,30): error @aws-appsync/no-regex: Regex literals are not supported.',
        codeErrors: [
          {
            errorType: 'LINT_ERROR',
            value: 'code.js(1,30): error @aws-appsync/no-regex: Regex literals are not supported.',
            location: { line: 1, column: 30, span: 3 },
          },
        ],
      },
    });
  });

  it.each<[string, JsonObject, string]>([
    ['no runtime', { runtime: null }, 'runtime.name'],
    ['another runtime', { runtime: { name: 'VTL', runtimeVersion: '1.0.0' } }, 'runtime.name'],
    ['another version', { runtime: { name: 'APPSYNC_JS', runtimeVersion: '2.0.0' } }, 'runtime.runtimeVersion'],
    ['no code', { code: null }, 'code'],
    ['empty code', { code: '' }, 'code'],
    ['too much code', { code: ' '.repeat(32_769) }, 'code'],
    ['an empty context', { context: '' }, 'context'],
    ['too large a context', { context: aContextOf(28_001) }, 'context'],
    ['a context that is not JSON', { context: '{a}' }, 'context'],
    ['a context that is not an object', { context: '[]' }, 'context'],
    ['another function', { function: 'other' }, 'function'],
  ])('EC-02 refuses %s', async (_what, overrides, member) => {
    const answer = evaluate(overrides);

    await expect(answer).rejects.toMatchObject({
      code: 'BadRequestException',
      status: 400,
      message: expect.stringContaining(`The member ${member} must be`) as string,
    });
  });

  it('EC-03 answers what the SDK reads', async () => {
    const answer = await throughSdk(await evaluate({ code: aHandler('return ctx.a.b;') }));

    expect(answer).toMatchObject({
      error: { codeErrors: [{ errorType: 'RUNTIME_ERROR', location: { line: 3, column: 13, span: -1 } }] },
      logs: [],
      stash: '{}',
      outErrors: '[]',
    });
  });
});

/** A context of so many characters. */
function aContextOf(length: number): string {
  return JSON.stringify({ stash: 'x'.repeat(length - '{"stash":""}'.length) });
}

/** What the SDK's client makes of an answer. */
async function throughSdk(answer: JsonObject): Promise<EvaluateCodeCommandOutput> {
  const client = new AppSyncClient({
    region: 'us-west-2',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    requestHandler: {
      handle: () =>
        Promise.resolve({
          response: {
            statusCode: 200,
            headers: { 'content-type': 'application/json' },
            body: Readable.from([Buffer.from(JSON.stringify(answer))]),
          },
        }),
    },
  });
  return client.send(
    new EvaluateCodeCommand({ runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' }, code: 'c', context: '{}' }),
  );
}

// How handlers run: what goes in, what comes out, and what ends them.
import type { JsonValue } from '../../../src/foundation/json';
import { aHandler, javaScriptUnderTest } from '../../support/javascript';

/** Strings that are easily broken on the way. */
const TEXTS = ['', '"quotes"\\', 'a\nb\r\t', '\u0000', '\ud800', '\udc00x', 'é😀\u2028', '</script>', '{{}}${}'];

describe('an evaluation', () => {
  const javaScript = javaScriptUnderTest();

  it.each(TEXTS)('JS-28 hands text in and out unchanged: %j', (text) => {
    const { result, stash } = javaScript.run('ctx.stash.text = ctx.args.text; return ctx.args.text;', {
      arguments: { text },
    });

    expect([result, stash]).toEqual([text, { text }]);
  });

  it('hands the largest message in and out', () => {
    const message = 'é'.repeat(120_000);

    const { result } = javaScript.run('return ctx.args;', { arguments: { message } });

    expect(result).toEqual({ message });
  });

  it.each<[string, JsonValue]>([
    ['undefined', null],
    ['null', null],
    ['0', 0],
    ['NaN', null],
    ['""', ''],
    ['[undefined]', [null]],
    ['{ a: undefined, b: 1 }', { b: 1 }],
    ['[() => 1]', [null]],
  ])('JS-28 answers %s as JSON', (expression, value) => {
    const result = javaScript.valueOf(expression);

    expect(result).toEqual(value);
  });

  it('JS-12 has the same arguments under both names', () => {
    const result = javaScript.valueOf('ctx.args === ctx.arguments && ctx.args.a', { arguments: { a: 1 } });

    expect(result).toBe(1);
  });

  it('JS-12 has arguments when the context has none', () => {
    const result = javaScript.valueOf('[ctx.args, ctx.arguments]');

    expect(result).toEqual([{}, {}]);
  });

  it('has the results of the data source and of the function before', () => {
    const result = javaScript.valueOf('[ctx.result, ctx.prev.result]', { result: 1, prev: { result: 2 } });

    expect(result).toEqual([1, 2]);
  });

  it('JS-14 keeps what the stash had', () => {
    const { stash } = javaScript.run('ctx.stash.b = 2;', { stash: { a: 1 } });

    expect(stash).toEqual({ a: 1, b: 2 });
  });

  it('runs the response handler', () => {
    const code = javaScript.compile('export function response(ctx) { return ctx.result; }');

    const { result } = code.evaluate('response', { result: { a: 1 } });

    expect(result).toEqual({ a: 1 });
  });

  it('does not change the context of the caller', () => {
    const context = { arguments: { list: [1] }, stash: { a: 1 } };

    javaScript.run('ctx.args.list.push(2); ctx.stash.a = 2;', context);

    expect(context).toEqual({ arguments: { list: [1] }, stash: { a: 1 } });
  });

  it('JS-15 leaves nothing behind for the next one', () => {
    const code = javaScript.compile(
      'let calls = 0; const seen = []; export function request() { calls += 1; seen.push(1); return [calls, seen]; }',
    );
    code.evaluate('request', {});

    const { result } = code.evaluate('request', {});

    expect(result).toEqual([1, [1]]);
  });

  it.each(['request', 'response'] as const)('EC-05 says that there is no %s handler', (handler) => {
    const { error } = javaScript.compile('export const other = 1;').evaluate(handler, {});

    expect(error).toMatchObject({
      message: `Error: Unable to find valid export for ${handler}`,
      codeErrors: [
        {
          errorType: 'MISSING_MAPPING_EXPORT',
          value: `Unable to find valid export for ${handler}`,
          location: { line: 0, column: 0, span: 0 },
        },
      ],
    });
  });

  it('says that a handler is not a function', () => {
    const { error } = javaScript.compile('export const request = 1;').evaluate('request', {});

    expect(error?.message).toBe('Error: Unable to find valid export for request');
  });

  it('EC-04 writes logs as EvaluateCode does', () => {
    const body =
      '  console.log("current id", "record-id");\n  if (ctx) { console.error({ a: 1 }, undefined, [null]); }';

    const { logs } = javaScript.run(body);

    expect(logs).toEqual([
      'INFO - code.js:3:3: "current id" "record-id"',
      'ERROR - code.js:4:14: {"a":1} undefined [null]',
    ]);
  });

  it('EC-04 says where a log is returned', () => {
    const { logs } = javaScript.run('return [1].map((x) => console.log(x));');

    expect(logs).toEqual(['INFO - code.js:3:23: 1']);
  });
});

describe('an evaluation that ends early', () => {
  const javaScript = javaScriptUnderTest();

  it('EC-07 says where an exception came from', () => {
    const { error } = javaScript.run('const a = undefined;\n  return a.b;');

    expect(error).toEqual({
      message: "code.js:4:11: cannot read property 'b' of undefined",
      errorType: 'Code',
      data: null,
      errorInfo: null,
      codeErrors: [
        {
          errorType: 'RUNTIME_ERROR',
          value: "code.js:4:11: cannot read property 'b' of undefined",
          location: { line: 4, column: 11, span: -1 },
        },
      ],
    });
  });

  it('has no result after an exception', () => {
    const evaluation = javaScript.run('return ctx.a.b;');

    expect(evaluation).not.toHaveProperty('result');
  });

  it('keeps stash, logs and appended errors of before', () => {
    const { logs, outErrors, stash } = javaScript.run(
      'ctx.stash.a = 1; console.log(1); util.appendError("m"); util.error("n");',
    );

    expect([stash, logs.length, outErrors.length]).toEqual([{ a: 1 }, 1, 1]);
  });

  it('JS-28 says that a result goes in circles', () => {
    const { error } = javaScript.run('const a = {}; a.a = a; return a;');

    expect(error?.message).toBe('circular reference');
  });

  it('JS-28 says that a stash goes in circles', () => {
    const { error, stash } = javaScript.run('ctx.stash.a = ctx.stash;');

    expect([error?.message, stash]).toEqual(['circular reference', {}]);
  });

  it.each([
    ['calls itself', 'const f = () => [1].map(() => f()); return f();'],
    [
      'makes an exception of a deep value',
      'const f = (b, n) => [1].map(() => (n > 0 ? f([b], n - 1) : b)); f([], 5000);',
    ],
  ])('survives code that %s without end', (_what, body) => {
    const { error } = javaScript.run(body);

    expect(error?.message).toMatch(/stack overflow$/);
  });

  it('survives a context that is nested too deeply', () => {
    const deep = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`) as JsonValue;

    const { error } = javaScript.run('return ctx.args.deep;', { arguments: { deep } });

    expect(error?.message).toMatch(/stack overflow$/);
  });
});

describe('a loop', () => {
  const javaScript = javaScriptUnderTest();
  const items = (count: number) => ({ arguments: { items: Array.from({ length: count }, (_item, index) => index) } });

  it.each([
    ['for…of', 'for (const x of ctx.args.items) { ctx.stash.n = x; }'],
    ['for…of with one statement', 'for (const x of ctx.args.items) ctx.stash.n = x;'],
    ['for…in', 'for (const x in ctx.args.items) { ctx.stash.n = x; }'],
  ])('JS-29 has a thousand iterations: %s', (_form, body) => {
    const [most, more] = [1_000, 1_001].map((count) => javaScript.run(body, items(count)).error?.message);

    expect(most).toBeUndefined();
    expect(more).toMatch(/^code\.js:3:\d+: A loop has at most 1000 iterations\.$/);
  });

  it('JS-29 counts anew when it starts anew', () => {
    const { error } = javaScript.run(
      'for (const a of [1, 2, 3]) for (const x of ctx.args.items) ctx.stash.n = x + a;',
      items(900),
    );

    expect(error).toBeUndefined();
  });

  it.each([
    ['before', 'for (const x of [1]) { ctx.stash.n = ctx.a.b; }', 43],
    ['behind', 'for (const x of [1]) ctx.stash.n = x; ctx.a.b;', 44],
    ['of', 'for (const x of ctx.a.b) {}', 22],
  ])('leaves the places of errors where they were: %s', (_where, body, column) => {
    const { error } = javaScript.run(body);

    expect(error?.message).toMatch(new RegExp(`^code\\.js:3:${column}: `));
  });

  it('leaves the places of logs where they were', () => {
    const { logs } = javaScript.run('for (const x of [1]) console.log(x); console.log(2);');

    expect(logs).toEqual(['INFO - code.js:3:22: 1', 'INFO - code.js:3:38: 2']);
  });
});

describe('limits', () => {
  const javaScript = javaScriptUnderTest({ timeLimit: 50, memoryLimit: 4 * 1024 * 1024 });
  const LOOP =
    'const a = ctx.args.items; for (const x of a) for (const y of a) for (const z of a) { ctx.stash.n = x; }';
  const items = Array.from({ length: 1_000 }, (_item, index) => index);

  it('JS-27 stop code that takes too long', () => {
    const { error } = javaScript.run(LOOP, { arguments: { items } });

    expect(error?.message).toMatch(/^code\.js:3:\d+: The code took longer than 50 milliseconds\.$/);
  });

  it('JS-27 stop a pattern that takes too long', () => {
    const { error } = javaScript.run('return util.matches("(a+)+$", ctx.args.text);', {
      arguments: { text: `${'a'.repeat(40)}!` },
    });

    expect(error?.message).toMatch(/The code took longer than 50 milliseconds\.$/);
  });

  it('JS-27 stop code that holds too much', () => {
    const { error } = javaScript.run('const a = ["a".concat("b")]; for (const x of a) { a.push(x.concat(x)); }');

    expect(error?.message).toMatch(/: The code holds more than 4194304 bytes\.$/);
  });

  it.each(['a.map((x) => x)', '[].concat(a)', '`${a}`'])('stop %s on an array with endless gaps', (expression) => {
    const { error } = javaScript.run(`const a = []; a[1767323045] = 1; const b = ${expression};`);

    expect(error?.message).toContain('takes at most 1000000 items in the local engine.');
  });

  it.each([
    ['time', LOOP],
    ['memory', 'const a = ["ab"]; for (const x of a) { a.push(x.concat(x)); }'],
  ])('JS-27 leave the code usable after its %s ran out', (_limit, body) => {
    const code = javaScript.compile(aHandler(`if (ctx.args.mild) return 'fine';\n${body}`));
    code.evaluate('request', { arguments: { items } });

    const { result } = code.evaluate('request', { arguments: { mild: true } });

    expect(result).toBe('fine');
  });

  it('do not change other code', () => {
    const other = javaScript.compile(aHandler('return 1;'));
    javaScript.run(LOOP, { arguments: { items } });

    const { result } = other.evaluate('request', {});

    expect(result).toBe(1);
  });

  it('keep code usable however much is compiled', () => {
    const first = javaScript.compile(aHandler('return "first";'));
    Array.from({ length: 200 }, (_item, index) => javaScript.compile(aHandler(`return ${index};`)));

    const { result } = first.evaluate('request', {});

    expect(result).toBe('first');
  });
});

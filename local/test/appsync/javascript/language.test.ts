// What of JavaScript APPSYNC_JS takes, and how it refuses the rest.
import { InvalidCode } from '../../../src/appsync/javascript/javascript';
import { MAX_CODE_LENGTH } from '../../../src/appsync/javascript/limits';
import { aHandler, javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();

describe('the compiler', () => {
  it.each([
    ['no-async', 'const f = async () => 1;', 'Async functions are not supported.'],
    ['no-classes', 'class A {}', 'Class declarations are not supported.'],
    ['no-for', 'for (let i = 0; i < 3; i += 1) {}', 'For statements are not supported.'],
    ['no-continue', 'for (const x of []) continue;', 'Continue statements are not supported'],
    ['no-generators', 'function* g() {}', 'Generator functions are not supported.'],
    ['no-labels', 'a: if (ctx) {}', 'Labeled statements are not supported.'],
    ['no-regex', '/a/;', 'Regex literals are not supported.'],
    ['no-this', 'this;', 'This expressions are not supported.'],
    ['no-try', 'try {} finally {}', 'Try statements are not supported.'],
    ['no-while', 'while (ctx) {}', 'While statements are not supported.'],
    ['no-while', 'do {} while (ctx);', 'do...while statements are not supported.'],
    ['no-disallowed-unary-operators', '~1;', 'The operator ~ is not supported'],
    ['no-disallowed-unary-operators', 'let i = 0; i++;', 'The operator ++ is not supported'],
    ['no-disallowed-unary-operators', 'let i = 0; --i;', 'The operator -- is not supported'],
    ['no-disallowed-binary-operators', 'ctx instanceof ctx;', 'The operator instanceof is not supported'],
    ['no-in-operator', '"a" in ctx;', 'in operator is not supported. Use Object.hasOwn().'],
    ['no-promise', 'new Promise(() => 1);', 'Promise is not supported'],
    ['no-recursion', 'const f = (n) => f(n);', 'Recursive function calls not supported. Detected cycle in f <-f'],
    [
      'no-recursion',
      'const f = () => g(); function g() { return h(); } const h = function () { f(); };',
      'Recursive function calls not supported. Detected cycle in f <-g <-h <-f',
    ],
    ['no-recursion', 'function f() { request(ctx); } f();', 'Detected cycle in request <-f <-request'],
    ['no-function-passing', 'const f = (g) => g; f(() => 1);', 'Functions can not be passed as an argument'],
    ['no-function-passing', 'const f = (g) => g; const h = () => 1; f(h);', 'Functions can not be passed'],
    ['no-function-passing', '[1].sort((a, b) => a - b);', 'Functions can not be passed as an argument'],
    ['no-function-passing', 'JSON.stringify({}, () => 1);', 'Functions can not be passed as an argument'],
    ['no-function-return', 'return () => 1;', 'returning a function is not allowed'],
    ['no-function-return', 'const f = () => 1; return f;', 'returning a function is not allowed'],
    ['no-function-return', 'const f = () => () => 1;', 'returning a function is not allowed'],
    ['no-function-reassign', 'const f = () => 1; const g = f;', 're-assigning function is not allowed'],
    ['no-function-reassign', 'function f() {} let g; g = f;', 're-assigning function is not allowed'],
    ['no-disallowed-methods', 'Object.freeze({});', 'Method ObjectConstructor.freeze is not implemented'],
    ['no-disallowed-methods', '[].keys();', 'Method Array.keys is not implemented'],
    ['no-disallowed-methods', '"a".padStart(2);', 'Method String.padStart is not implemented'],
    ['no-disallowed-re-assignment', 'ctx.result = 1;', 'ctx is readonly. Adding/Updating result is not supported.'],
    ['no-disallowed-re-assignment', 'delete ctx["stash"];', 'ctx is readonly. Adding/Updating stash is not supported.'],
    ['no-disallowed-re-assignment', 'ctx = {};', 'ctx is readonly and re-assignment is not supported.'],
  ])('JS-01, JS-02 refuses what %s forbids: %s', (rule, body, sentence) => {
    const errors = javaScript.errorsOf(aHandler(body));

    expect(errors).toContainEqual(
      expect.stringMatching(new RegExp(`^code\\.js\\(3,\\d+\\): error @aws-appsync/${rule}: `)),
    );
    expect(errors.join('\n')).toContain(sentence);
  });

  it.each([
    ['throw', 'throw ctx;', 'Throw statements are not supported.'],
    ['super', 'return { a() { return super.a; } };', 'Super expressions are not supported.'],
    ['import()', 'return import("a");', 'Dynamic imports are not supported.'],
    ['import.meta', 'return import.meta;', 'Meta properties are not supported.'],
    ['BigInt', 'return 2n;', 'BigInt literals are not supported.'],
    ['a prototype', 'return { __proto__: { toJSON: () => 1 } };', 'Prototypes are not supported.'],
    ['a prototype in quotes', 'return { "__proto__": [] };', 'Prototypes are not supported.'],
  ])('JS-01 refuses %s', (_feature, body, sentence) => {
    const errors = javaScript.errorsOf(aHandler(body));

    expect(errors).toEqual([expect.stringContaining(`error: ${sentence}`)]);
  });

  it('EC-06 says where every unsupported feature stands', () => {
    const code = 'export function request() {\n  const a = /x/;\n  return ~a;\n}';

    const compile = (): unknown => javaScript.compile(code);

    expect(compile).toThrow(
      expect.objectContaining({
        codeErrors: [
          {
            errorType: 'LINT_ERROR',
            value: 'code.js(2,13): error @aws-appsync/no-regex: Regex literals are not supported.',
            location: { line: 2, column: 13, span: 3 },
          },
          {
            errorType: 'LINT_ERROR',
            value: 'code.js(3,10): error @aws-appsync/no-disallowed-unary-operators: The operator ~ is not supported',
            location: { line: 3, column: 10, span: 2 },
          },
        ],
      }) as Error,
    );
  });

  it('EC-11 says where code is not JavaScript', () => {
    const compile = (): unknown => javaScript.compile('export function {');

    expect(compile).toThrow(
      expect.objectContaining({
        codeErrors: [
          {
            errorType: 'PARSE_ERROR',
            value: 'code.js(1,17): error: Unexpected token.',
            location: { line: 1, column: 17, span: 1 },
          },
        ],
      }) as Error,
    );
  });

  it.each([
    ['with another name for the context', 'ctx.args.items.map((ctx) => { ctx.seen = true; return ctx; });'],
    ['of what the context holds', 'ctx.stash.seen = true;'],
  ])('JS-02 takes assignments %s', (_where, body) => {
    const errors = javaScript.errorsOf(aHandler(body));

    expect(errors).toEqual([]);
  });

  it.each([
    ['callbacks of arrays', 'const double = (n) => 2 * n; [1].map(double).filter((n) => n);'],
    ['calls of other functions', 'const f = () => 1; const g = () => f() + f(); return g();'],
    ['parameters named like functions', 'const f = () => 1; const g = (f) => { return f; }; return g(2) + f();'],
    ['variables in other blocks', 'if (ctx) { const f = () => 1; f(); } const f = 1; return f;'],
    ['names of the language for others', 'const Object = { freeze: (a) => a }; return Object.freeze(1);'],
    ['functions in objects', 'const f = () => 1; return { a: f() };'],
    ['what a destructuring names', 'const f = () => 1; f(); { const { f, g: [h = 1, ...i] } = ctx.args; return f; }'],
  ])('takes %s', (_what, body) => {
    const errors = javaScript.errorsOf(aHandler(body));

    expect(errors).toEqual([]);
  });

  it('looks through the functions of a large module at once', () => {
    const functions = Array.from({ length: 1_000 }, (_item, index) => `const f${index}=()=>f${index + 1}()`);

    const errors = javaScript.errorsOf(`${functions.join(';')};const f1000=()=>1;export const request=()=>f0();`);

    expect(errors).toEqual([]);
  });

  it.each(['node:fs', './other', '@aws-appsync/utils/other'])('JS-03 finds no module %s', (name) => {
    const errors = javaScript.errorsOf(`import * as other from '${name}';`);

    expect(errors).toEqual([
      `code.js(1,24): error TS2307: Cannot find module '${name}' or its corresponding type declarations.`,
    ]);
  });

  it.each(['ai', 'rds'])('JS-36 says that the module %s is not supported', (name) => {
    const errors = javaScript.errorsOf(`import * as other from '@aws-appsync/utils/${name}';`);

    expect(errors).toEqual([
      `code.js(1,24): error: The module '@aws-appsync/utils/${name}' is not supported by the local engine.`,
    ]);
  });

  it('JS-03 finds no export that the module has not', () => {
    const errors = javaScript.errorsOf("import { other } from '@aws-appsync/utils';");

    expect(errors).toEqual([
      `code.js(1,10): error TS2305: Module '"@aws-appsync/utils"' has no exported member 'other'.`,
    ]);
  });

  it('finds no default export', () => {
    const errors = javaScript.errorsOf("import util from '@aws-appsync/utils';");

    expect(errors).toEqual([`code.js(1,8): error TS1192: Module '"@aws-appsync/utils"' has no default export.`]);
  });

  it('JS-04 takes code of the largest size', () => {
    const errors = javaScript.errorsOf(' '.repeat(MAX_CODE_LENGTH));

    expect(errors).toEqual([]);
  });

  it('JS-04 refuses code beyond the largest size', () => {
    const errors = javaScript.errorsOf(' '.repeat(MAX_CODE_LENGTH + 1));

    expect(errors).toEqual(['The code has 32769 characters, and 32768 is the most.']);
  });

  it.each([
    ['parentheses', `return ${'('.repeat(16_000)}1${')'.repeat(16_000)};`],
    ['arrays', `return ${'['.repeat(1_500)}1${']'.repeat(1_500)};`],
    ['blocks', `${'{'.repeat(16_000)}${'}'.repeat(16_000)}`],
    ['functions', `return ${'a=>'.repeat(10_000)}1;`],
  ])('refuses %s that are nested too deeply', (_what, body) => {
    const compile = (): unknown => javaScript.compile(aHandler(body));

    expect(compile).toThrow(InvalidCode);
  });
});

describe('imports and exports', () => {
  it.each([
    [
      'a name',
      "import { util } from '@aws-appsync/utils'; export function request() { return util.math.minVal(1, 2); }",
    ],
    [
      'another name',
      "import { util as u } from '@aws-appsync/utils'; export const request = () => u.math.minVal(1, 2);",
    ],
    [
      'the module',
      "import * as m from '@aws-appsync/utils'; const f = () => m.util.math.minVal(1, 2); export { f as request };",
    ],
    ['nothing', 'export function request() { return util.math.minVal(1, 2); }'],
  ])('work with %s', (_form, code) => {
    const { result } = javaScript.compile(code).evaluate('request', {});

    expect(result).toBe(1);
  });

  it.each([
    'export default function other() { return 2; }',
    'export default function () { return 2; }',
    'export default () => 2;',
    'export default { request };',
  ])('look at no default: %s', (code) => {
    const { result } = javaScript.compile(`export const request = () => 1\n${code}`).evaluate('request', {});

    expect(result).toBe(1);
  });

  it('tell the modules apart', () => {
    const code = `import { util } from '@aws-appsync/utils';
      import * as ddb from '@aws-appsync/utils/dynamodb';
      export const request = () => [util.urlEncode('a b'), ddb.get({ key: { a: 1 } }).operation];`;

    const { result } = javaScript.compile(code).evaluate('request', {});

    expect(result).toEqual(['a+b', 'GetItem']);
  });

  it('give no way to change a module', () => {
    const code = `import * as ddb from '@aws-appsync/utils/dynamodb';
      export const request = () => { ddb.operations.add = 1; };`;

    const { error } = javaScript.compile(code).evaluate('request', {});

    expect(error?.errorType).toBe('Code');
  });

  it.each(["export * from '@aws-appsync/utils';"])('refuse %s', (code) => {
    const errors = javaScript.errorsOf(code);

    expect(errors).toEqual([expect.stringContaining('not supported by the local engine.')]);
  });
});

describe('the library', () => {
  it.each([
    ['Object.assign({}, { a: 1 })', { a: 1 }],
    ['Object.hasOwn({ a: 1 }, "a")', true],
    ['Object.entries({ a: 1 })', [['a', 1]]],
    ['[..."añ😀"]', ['a', 'ñ', '😀']],
    ['"a,b".split(",")', ['a', 'b']],
    ['String.raw`a\\n${1}`', 'a\\n1'],
    ['`${[1, [2]]} ${{}} ${1.5} ${null}`', '1,2 [object Object] 1.5 null'],
    ['Number.isNaN(NaN)', true],
    ['Math.round(1.5) + Math.floor(1.5) + Math.ceil(1.5) + Math.max(1, 2) + Math.min(1, 2)', 8],
    ['[3, 1, 2].sort()', [1, 2, 3]],
    ['[[1], [2]].flatMap((x) => x).findLast((x) => x < 3)', 2],
    ['JSON.parse("not JSON")', ''],
    ['JSON.parse(JSON.stringify({ a: [1, null] }))', { a: [1, null] }],
    ['((...rest) => rest.length)(1, 2)', 2],
    ['ctx.a?.b ?? "none"', 'none'],
  ])('JS-05, JS-07 has %s', (expression, value) => {
    const result = javaScript.valueOf(expression);

    expect(result).toEqual(value);
  });

  it.each([
    ...['Date', 'Promise', 'Proxy', 'Reflect', 'Map', 'Set', 'Symbol', 'BigInt', 'RegExp', 'Error', 'Uint8Array'],
    ...['eval', 'Function', 'globalThis', 'WebAssembly', 'setTimeout', 'process', 'require', 'fetch', 'parseInt'],
  ])('JS-06 has no %s', (name) => {
    const result = javaScript.valueOf(`typeof ${name}`);

    expect(result).toBe('undefined');
  });

  it.each([
    ['"a".includes("a")', 'String.prototype.includes'],
    ['ctx.args.text.padStart(2)', 'String.prototype.padStart'],
    ['[1].at(0)', 'Array.prototype.at'],
    ['ctx.args.list.entries()', 'Array.prototype.entries'],
    ['({}).hasOwnProperty("a")', 'Object.prototype.hasOwnProperty'],
    ['(1).toFixed(2)', 'Number.prototype.toFixed'],
    ['(() => 1).call()', 'Function.prototype.call'],
    ['Object.fromEntries([])', 'Object.fromEntries'],
    ['Array.isArray([])', 'Array.isArray'],
    ['Math.abs(1)', 'Math.abs'],
    ['String(1)', 'The function String'],
  ])('JS-05 refuses %s', (expression, feature) => {
    const { error } = javaScript.run(`return [${expression}];`, { arguments: { text: 'a', list: [1] } });

    expect(error?.message).toMatch(/^code\.js:3:\d+: /);
    expect(error?.message).toContain(`${feature} is not among the documented features of APPSYNC_JS.`);
  });

  it('JS-08 refuses a comparator', () => {
    const { error } = javaScript.run('const list = [2, 1]; list.sort((a, b) => a - b);');

    expect(error?.message).toMatch(/: Array\.prototype\.sort takes no arguments in APPSYNC_JS\.$/);
  });

  it.each(['({}).constructor', '(() => 1).constructor', '({}).__proto__', 'Object.prototype', '"".constructor'])(
    'gives no way to its inside: %s',
    (expression) => {
      const result = javaScript.valueOf(`typeof ${expression}`);

      expect(result).toBe('undefined');
    },
  );

  it.each(['util.a = 1', 'util.time.a = 1', 'Object.a = 1', '[].map.a = 1', 'console.log = 1', 'util = 1'])(
    'JS-09 does not change: %s',
    (statement) => {
      const { error } = javaScript.run(`${statement};`);

      expect(error?.errorType).toBe('Code');
    },
  );

  it('takes names of prototypes as names of data', () => {
    const body = 'const o = { ...ctx.args }; o["toString"] = 1; o["__proto__"] = 2; o["constructor"] = 3; return o;';

    const { result } = javaScript.run(body, { arguments: {} });

    expect(JSON.stringify(result)).toBe('{"toString":1,"__proto__":2,"constructor":3}');
  });
});

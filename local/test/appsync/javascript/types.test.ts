// The type errors that AppSync refuses code for, and what it takes although types say otherwise.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BUILTINS } from '../../../src/appsync/javascript/builtins/builtins';
import { InvalidCode, type JavaScript } from '../../../src/appsync/javascript/javascript';
import { TypeChecker } from '../../../src/appsync/javascript/types/compiler';
import { KeptVerdicts } from '../../../src/appsync/javascript/types/kept-verdicts';
import { refusalsOf } from '../../../src/appsync/javascript/types/refusals';
import { withTypeCheck } from '../../../src/appsync/javascript/types/type-check';
import { aHandler } from '../../support/javascript';

const checker = new TypeChecker();

function typeErrorsOf(code: string) {
  const checked = checker.check(code);
  return checked ? refusalsOf(checked) : [];
}

function sentencesOf(body: string): readonly string[] {
  return typeErrorsOf(aHandler(body)).map(({ value }) => value);
}

describe('EC-14 type errors', () => {
  it.each([
    [
      'an element of another type',
      'const a = [{ b: 1 }]; a.push({ c: 2 });',
      /^code\.js\(3,30\): error TS2345: Argument /,
    ],
    ['an object without a parameter’s property', 'const f = ({ a, b }) => a + b; f({ a: 1 });', /TS2345/],
    ['a built-in’s argument of another type', 'util.base64Encode(1);', /TS2345/],
    ['too few arguments', 'util.base64Encode();', /TS2554: Expected 1 arguments, but got 0\.$/],
    ['too many arguments', 'const f = (a) => a; f(1, 2);', /TS2554: Expected 0-1 arguments, but got 2\.$/],
    ['a spread list', "const p = ['m', 'T']; util.appendError(...p);", /TS2556: A spread argument must either have/],
    ['another type', "let n = 1; n = 'one';", /TS2322: Type 'string' is not assignable to type 'number'\.$/],
    ['another type in an object', "let o = { a: 1 }; o = { a: 'x' };", /TS2322/],
    ['an object without a property', 'let o = { a: 1 }; const p = { b: 1 }; o = p;', /TS2741/],
    ['no such built-in', 'util.time.nowIso8601();', /TS2551: .* on type 'TimeUtils'\. Did you mean 'nowISO8601'\?$/],
    ['no such property of a number', 'let n = 1; return n.length;', /TS2339: .* on type 'number'/],
    ['no such property of an object', 'const o = { a: 1 }; return o.b;', /TS2339: .* on type '\{ a: number; \}'\.$/],
    ['a type in a comment', '/** @type {number[]} */\nconst a = [];\na.push("x");', /TS2345/],
  ])('refuses %s', (_name, body, sentence) => {
    expect(sentencesOf(body)).toEqual([expect.stringMatching(sentence)]);
  });

  it('names the place of an error and its length', () => {
    expect(typeErrorsOf(aHandler('let n = 1;\n  n = "one";'))).toEqual([
      expect.objectContaining({ errorType: 'PARSE_ERROR', location: { line: 4, column: 3, span: 1 } }),
    ]);
  });

  it('tells of all errors in their order', () => {
    expect(sentencesOf('const o = { a: 1 }; o.b; util.autoId(1); o.c;')).toEqual([
      expect.stringContaining("'b'"),
      expect.stringContaining('TS2554'),
      expect.stringContaining("'c'"),
    ]);
  });

  it.each([
    ['what is empty first', 'let a; a = 1; a = "x"; let b = null; b = {}; const c = []; c.push(1); c.push("x");'],
    ['a type in a comment', '/** @type {Record<string, number>[]} */\nconst a = [{ b: 1 }];\na.push({ c: 2 });'],
    [
      'whatever the context holds',
      'ctx.args.a.b.c; let { d = 1 } = ctx.args; d = "x"; ctx.stash.e = ctx.prev.result.f;',
    ],
    ['properties that are assigned', 'const o = { a: 1 }; o.b = 2; const p = {}; p.c = o.b; return p.d;'],
    ['properties that may be assigned', 'const o = { a: 1 }; o[ctx.args.k] = 2; return o.b;'],
    ['an object that is replaced', 'let o = { a: 1 }; o = { ...o, b: 2 }; return o.b;'],
    ['messages of util.error that are no text', "util.error(404); util.error('gone', 410);"],
    ['anything for a filter', "util.transform.toSubscriptionFilter('x'); util.transform.toSubscriptionFilter();"],
    ['what the types of other modules refuse', 'ddb.put({ key: { id: 1 }, item: { value: 10 } }); ddb.get();'],
    ['a result that a comment denies', '/** @returns {number} */\nconst f = () => "x";\nreturn f();'],
    ['arithmetic with text', "return 'a' * 2 + {};"],
    ['the console', "console.log('x'); console.error(1, 2);"],
    ['names that nothing declares', 'return missing;'],
  ])('takes %s', (_name, body) => {
    expect(sentencesOf(body)).toEqual([]);
  });

  it('knows every built-in of the engine', () => {
    const calls = [...BUILTINS.keys()].filter((name) => /^(util|extensions|runtime)\./.test(name));

    expect(sentencesOf(calls.join(';\n'))).toEqual([]);
    expect(calls.length).toBeGreaterThan(50);
  });

  it('takes code that is nested too deeply for the compiler', () => {
    expect(sentencesOf(`return ${'['.repeat(5000)}${']'.repeat(5000)};`)).toEqual([]);
  });
});

describe('the check of what is compiled', () => {
  const compiled = { exported: new Set<'request'>(), evaluate: jest.fn() };
  const javaScript: JavaScript = { compile: () => compiled };

  it('refuses code with errors', () => {
    const checked = withTypeCheck(javaScript, typeErrorsOf);

    expect(() => checked.compile(aHandler('util.autoId(1);'))).toThrow(InvalidCode);
  });

  it('compiles code without', () => {
    expect(withTypeCheck(javaScript, typeErrorsOf).compile(aHandler('return 1;'))).toBe(compiled);
  });
});

describe('kept verdicts', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'verdicts-'));
  const errors = [{ errorType: 'PARSE_ERROR', value: 'bad', location: { line: 1, column: 1, span: 1 } }];
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are found again by the code', () => {
    new KeptVerdicts(folder, 'checker').keep('code', errors);

    expect(new KeptVerdicts(folder, 'checker').find('code')).toEqual(errors);
    expect(new KeptVerdicts(folder, 'checker').find('other code')).toBeUndefined();
  });

  it('are not found by another checker', () => {
    new KeptVerdicts(folder, 'checker').keep('code', errors);

    expect(new KeptVerdicts(folder, 'newer checker').find('code')).toBeUndefined();
  });

  it('are made anew where a file is damaged', () => {
    new KeptVerdicts(folder, 'checker').keep('damaged', errors);
    for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), '[{"errorType": 1}]');

    expect(new KeptVerdicts(folder, 'checker').find('damaged')).toBeUndefined();
  });

  it('are forgotten when there are too many', () => {
    const verdicts = new KeptVerdicts(folder, 'checker');
    for (let index = 0; index < 600; index += 1) verdicts.keep(String(index), []);

    expect(readdirSync(folder).length).toBeLessThanOrEqual(500);
    expect(verdicts.find('599')).toEqual([]);
  });

  it('are not kept where there can be no folder', () => {
    const verdicts = new KeptVerdicts('/dev/null/folder', 'checker');
    verdicts.keep('code', errors);

    expect(verdicts.find('code')).toBeUndefined();
  });
});

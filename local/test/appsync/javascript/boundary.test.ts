// What code cannot reach, and what an evaluation costs that nobody sees.
import { setFlagsFromString } from 'node:v8';
import { constants, Script } from 'node:vm';
import { LANGUAGE } from '../../../src/appsync/javascript/lint/language';
import type { ModuleSource } from '../../../src/appsync/javascript/module-source';
import { Program } from '../../../src/appsync/javascript/program';
import { Realm } from '../../../src/appsync/javascript/realm';
import { Watch } from '../../../src/appsync/javascript/watch';
import { systemClock } from '../../../src/foundation/clock';
import type { JsonValue } from '../../../src/foundation/json';
import { aHandler, javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();

/** Names that V8 gives to every realm, and APPSYNC_JS does not. */
const WITHHELD = namesOfV8().filter(
  (name) => ![...Object.keys(LANGUAGE.statics), 'console', 'NaN', 'Infinity', 'undefined'].includes(name),
);

/** Calls of built-ins that answer what Node's side has made, or fail there. */
const ANSWERS = [
  'JSON.parse(\'{"a":[{}]}\')',
  'util.dynamodb.toMapValues({ a: [{ b: 1 }] })',
  'util.xml.toMap("<a><b/></a>")',
  'util.http.copyHeaders({ a: "b" })',
  'util.transform.toSubscriptionFilter({ a: { eq: 1 } })',
  'ddb.get({ key: { id: "1" } })',
  'Object.entries(ctx)',
  'String.raw`a${1}`',
  '"a,b".split(",")',
];
const FAILURES = [
  'util.urlDecode("%")',
  'util.xml.toMap("<a>")',
  'util.time.parseISO8601ToEpochMilliSeconds("never")',
  'util.transform.toSubscriptionFilter(1, 2, 3n)',
  'util.matches("(", "a")',
  'util.error("m")',
  'util.unauthorized()',
  'runtime.earlyReturn({})',
  'util.math.roundNum(null)',
  'ctx.nothing.at.all',
  'JSON.stringify(1n)',
];

describe('code', () => {
  it.each(WITHHELD)('JS-06 has no %s', (name) => {
    const result = javaScript.valueOf(`typeof ${name}`);

    expect(result).toBe('undefined');
  });

  it.each(['\\u0024imports', '$\\u{69}mports', '\\u0024meter', '$\\u{6D}eter'])(
    'JS-15 has no %s of the host',
    (name) => {
      const result = javaScript.valueOf(`typeof ${name}`);

      expect(result).toBe('undefined');
    },
  );

  it('JS-06 has no gc in a process that exposes it', () => {
    setFlagsFromString('--expose-gc');

    const result = javaScriptUnderTest().valueOf('typeof gc');
    setFlagsFromString('--no-expose-gc');

    expect(result).toBe('undefined');
  });

  it.each(['"a"', 'true', '[]', '({})', '(() => 1)', 'util.matches', 'console.log', 'Object', 'Object.keys'])(
    'finds no constructor in %s',
    (value) => {
      const result = javaScript.valueOf(`[typeof ${value}.constructor, typeof ${value}.__proto__]`);

      expect(result).toEqual(['undefined', 'undefined']);
    },
  );

  it('finds no constructor in anything that it is given', () => {
    const opened =
      '.flatMap((value) => [value].concat(typeof value === "object" && value ? Object.values(value) : []))';
    const body = `const all = [ctx, util, extensions, runtime, ddb, ${ANSWERS.join(', ')}]${opened.repeat(5)};
      return [all.length > 100, all.filter((value) => typeof value?.constructor !== "undefined")];`;

    const { result } = javaScript.run(body, {
      arguments: { a: [{ b: {} }] },
      identity: { sub: 's' },
      stash: { c: {} },
    });

    expect(result).toEqual([true, []]);
  });

  it('changes nothing of the context for those who look at it later', () => {
    const code = javaScript.compile(aHandler('ctx.args.list.push(1); ctx.identity.a = 1; return ctx.args.list;'));
    const context = { arguments: { list: [] }, identity: {} };
    code.evaluate('request', context);

    const { result } = code.evaluate('request', context);

    expect(result).toEqual([1]);
  });
});

describe('code that the lint has not seen', () => {
  it.each(FAILURES)('finds no constructor in what %s throws', (expression) => {
    const result = unlinted(`try { ${expression}; } catch (error) { return ways(error); } return 'nothing thrown';`);

    expect(result).toEqual(['undefined', 'undefined']);
  });

  it.each([
    'util.autoId()',
    'util.xml.toMap("<a/>")',
    'util.time.nowISO8601()',
    '"a".replace("a", "b")',
    'ddb.get({})',
  ])('finds no constructor where the stack ends in %s', (expression) => {
    // Keeps what is thrown without a call, for which there would be no room. Where compiled code has the expression in its own
    // place on the stack, that can be full before the expression begins: it is then dug from another depth.
    const body = `let thrown = null; const dig = () => { try { ${expression}; } catch (error) { thrown = [error, thrown]; } dig(); };
        const from = (depth) => (depth === 0 ? dig() : from(depth - 1));
        for (let depth = 0; depth < 9 && !thrown; depth += 1) try { from(depth); } catch {}
        const types = []; for (; thrown; thrown = thrown[1]) types.push(...ways(thrown[0]));
        return [types.length > 0, types.filter((type) => type !== 'undefined')];`;

    const result = unlinted(body);

    expect(result).toEqual([true, []]);
  });

  it.each(['1n', 'function* () {}', 'async () => {}', 'async function* () {}', 'class {}'])(
    'makes no function of text by %s',
    (expression) => {
      const result = unlinted(`const f = ${expression}; return typeof f.constructor;`);

      expect(result).toBe('undefined');
    },
  );
});

describe('an evaluation', () => {
  it('takes no text, no script and no look at the processor', () => {
    const code = javaScript.compile(
      aHandler('ctx.stash.message = { name: ctx.args.name, id: util.autoUlid() }; return { payload: ctx.stash };'),
    );
    const context = { arguments: { name: 'a', list: [1, { b: null }] }, identity: null };
    const costs = [
      jest.spyOn(JSON, 'parse'),
      jest.spyOn(JSON, 'stringify'),
      jest.spyOn(Script.prototype, 'runInContext'),
      jest.spyOn(process, 'cpuUsage'),
    ];

    const { error } = code.evaluate('request', context);

    expect([error, ...costs.map(({ mock }) => mock.calls.length)]).toEqual([undefined, 0, 0, 0, 0]);
  });
});

/** A list of so many items. */
function listOf(length: number, item: JsonValue = 1): readonly JsonValue[] {
  return Array.from({ length }, () => item);
}

const MANY_MEMBERS = Object.fromEntries(Array.from({ length: 20_000 }, (_member, index) => [`k${index}`, { eq: 1 }]));
const LONG = 'a'.repeat(100_000);
const [COMPARES, ITEMS, TOO_LARGE] = ['compares at most', 'takes at most 1000000 items', 'holds more than'];
/** Two in one in two in one …: few objects that are a great many when they are written. */
const DAG = 'ctx.args.list.reduce((value) => [value, value], [])';

describe('work that cannot be stopped', () => {
  it.each<[string, JsonValue, string]>([
    ['ctx.args.it.lastIndexOf(ctx.args.it.slice(50000))', LONG, COMPARES],
    ['ctx.args.it.indexOf([ctx.args.it.slice(50000)])', LONG, COMPARES],
    ['ctx.args.it.split(ctx.args.it.slice(50000))', LONG, COMPARES],
    [
      '[].concat(ctx.args.list.map(() => ctx.args.it)).indexOf(ctx.args.it.concat(ctx.args.it))',
      'a'.repeat(3_000_000),
      COMPARES,
    ],
    ['ctx.args.it.replace(ctx.args.it.slice(298000), "")', 'a'.repeat(100_000).repeat(3), COMPARES],
    ['util.matches("(?:(a{100}){100}){100}".concat("b"), ctx.args.it)', LONG, 'took longer than'],
    ['util.matches("((a{100}){100}){100}", ctx.args.it)', LONG, COMPARES],
    ['util.matches(ctx.args.it, "a")', '['.repeat(4_001), 'A pattern has at most 4000 characters'],
    ['util.str.normalize(ctx.args.it, "nfc")', `a${'\u0315\u0300'.repeat(51)}`, 'takes at most 100 marks in a row'],
    ['util.urlEncode(ctx.args.it)', 'a'.repeat(1_048_577), 'takes at most 1048576 characters'],
    ['util.transform.toSubscriptionFilter(ctx.args.it)', MANY_MEMBERS, 'makes at most 10000 conditions'],
    [
      'util.transform.toDynamoDBFilterExpression({ [ctx.args.it]: { in: ctx.args.list } })',
      LONG,
      'An expression has at most 1000000 characters',
    ],
    [
      'util.transform.toDynamoDBFilterExpression({ [ctx.args.text]: ctx.args.it })',
      MANY_MEMBERS,
      'An expression has at most 1000000 characters',
    ],
    ['JSON.stringify(ctx.args.it, Object.keys(ctx.args.it))', MANY_MEMBERS, COMPARES],
  ])('is refused: %s', (expression, it, sentence) => {
    const { error } = javaScript.run(`return ${expression};`, { arguments: { it, list: listOf(200), text: LONG } });

    expect(error?.message).toContain(sentence);
  });

  it.each([
    '({ length: 4000000000, indexOf: [].indexOf }).indexOf(1)',
    '({ length: 4000000000, forEach: [].forEach }).forEach((x) => x)',
    'String.raw({ raw: { length: 4000000000 } })',
    '({ trim: "".trim, toString: () => "a" }).trim()',
  ])('takes no likeness of a value: %s', (expression) => {
    const { error } = javaScript.run(`return ${expression};`);

    expect(error?.message).toMatch(/takes an? (?:array|string|template)\.$/);
  });

  it.each([
    'const { a, ...rest } = ctx.args.members;',
    'let rest; ({ ...rest } = ctx.args.members);',
    '(({ ...rest }) => 1)(ctx.args.members);',
    'const copy = { ...ctx.args.members };',
    'Object.assign({}, ctx.args.members);',
    'for (const key in ctx.args.members) break;',
    'ctx.args.members.list.sort();',
  ])('makes the code look whether it has to end: %s', (statement) => {
    const members = Object.fromEntries(Object.entries(MANY_MEMBERS).slice(0, 1_000));
    const looks = jest.spyOn(Watch.prototype, 'look');

    const { error } = javaScript.run(`for (const x of ctx.args.list) { ${statement} }`, {
      arguments: { list: listOf(20), members: { ...members, list: listOf(500) } },
    });

    expect([error, looks.mock.calls.length >= 20]).toEqual([undefined, true]);
  });

  it('counts the lists in lists, even those without items', () => {
    const { error } = javaScriptUnderTest({ timeLimit: 50 }).run(`return ${DAG}.flat(100);`, {
      arguments: { list: listOf(60) },
    });

    expect(error?.message).toContain('The code took longer than 50 milliseconds.');
  });

  it.each([
    'const f = ([x, ...y]) => y; f(a);',
    'let x, y; [x, ...y] = a;',
    'let x; for (const i of [1]) [x, ...ctx.stash.b] = a;',
    'const { b: [x, ...y] } = { b: a };',
    'for (const [x, ...y] of [a]) {}',
    'const f = ({ b: [x, ...[y, ...z]] = a } = {}) => z; f();',
    'const [...[...x]] = a;',
    'Math.max(...a);',
    'function f() { arguments.length = 4000000000; return [...arguments]; } f();',
  ])('takes no list with endless gaps apart: %s', (statement) => {
    const { error } = javaScript.run(`const a = []; a[4000000000] = 1; ${statement}`);

    expect(error?.message).toContain(ITEMS);
  });

  it.each([
    ['return JSON.stringify(DAG);', TOO_LARGE],
    ['return DAG;', TOO_LARGE],
    ['return util.dynamodb.toMapValues({ a: DAG });', TOO_LARGE],
    ['return JSON.stringify(ctx.args.list.map(() => ({ toJSON: () => ctx.args.text })));', TOO_LARGE],
    ['return JSON.stringify(ctx.args.list.map(() => ({ get a() { return ctx.args.text; } })));', TOO_LARGE],
    ['return JSON.stringify(ctx.args.list.map(() => ({ [ctx.args.text]: 1 })));', TOO_LARGE],
    ['return ctx.args.list.map(() => ({ [ctx.args.text]: 1 }));', TOO_LARGE],
    ['return ctx.args.list.reduce((value) => value + value, "a");', TOO_LARGE],
    ['let a = "a"; for (const x of ctx.args.list) a += a; return a;', TOO_LARGE],
    ['return ctx.args.list.reduce((value) => `${value}${value}`, "a");', TOO_LARGE],
    ['const a = {}; a.a = a; a.b = a; return a;', 'circular reference'],
    ['const a = {}; a.a = a; a.b = a; return JSON.stringify(a);', 'circular reference'],
    ['const a = {}; a.a = a; return [DAG, a];', 'circular reference'],
  ])('writes nothing that is endless: %s', (body, sentence) => {
    const small = javaScriptUnderTest({ memoryLimit: 1_000_000 });

    const { error } = small.run(body.replace('DAG', DAG), { arguments: { list: listOf(400), text: LONG } });

    expect(error?.message).toContain(sentence);
  });

  it.each([
    [2_999, undefined],
    [3_500, 'stack overflow'],
  ])('hands out lists of %i levels, or says what is wrong', (levels, sentence) => {
    const { error } = javaScript.run('return ctx.args.list.reduce((value) => [value], []);', {
      arguments: { list: listOf(levels) },
    });

    expect(error?.message).toBe(sentence);
  });
});

describe('what is put into code to count', () => {
  it.each<[string, JsonValue]>([
    ['const [a, ...b] = [1, 2, 3]; return [a, b];', [1, [2, 3]]],
    ['let a, b; [a, ...b] = [1, 2, 3]; return [a, b];', [1, [2, 3]]],
    [
      'const f = ([a, ...b] = [1, 2], { c, ...d } = { c: 3, e: 4 }) => [a, b, c, d]; return f();',
      [1, [2], 3, { e: 4 }],
    ],
    ['const [...[a, ...b]] = "añ😀"; return [a, b];', ['a', ['ñ', '😀']]],
    ['let a; for (const x of [1, 2]) [...a] = [x]; return a;', [2]],
    ['let a = ""; for (const x of [1, 2]) a += `${x}` + x; return a;', '1122'],
    ['const f = (x) => x + 1 + `${x + x}`; return [f(1), ...f("a")];', ['22', 'a', '1', 'a', 'a']],
    ['return String.raw`\\n${"a" + 1}`;', '\\na1'],
    ['const a = null; return { ...a, ...undefined };', {}],
  ])('changes nothing that it does: %s', (body, expected) => {
    const { result } = javaScript.run(body);

    expect(result).toEqual(expected);
  });
});

describe('the place of an error', () => {
  it.each([
    'return {}["x\\n    at code.js:99:9"].y;',
    'return util.matches("(\\n    at f (code.js:99:9)", "a");',
    'return util.transform.toDynamoDBFilterExpression({ "\\n    at code.js:99:9": 1 });',
  ])('is not what its message says: %s', (body) => {
    const { error } = javaScript.run(body);

    expect(error?.codeErrors[0]?.location.line).toBe(3);
  });
});

function namesOfV8(): readonly string[] {
  const names = new Script('Object.getOwnPropertyNames(globalThis).join()').runInNewContext(constants.DONT_CONTEXTIFY);
  return String(names).split(',');
}

/** What a function with this body returns in a handler, whatever the language forbids. */
function unlinted(body: string): unknown {
  const ways = '(value) => [typeof value.constructor, typeof value.__proto__]';
  const source: ModuleSource = {
    text: `'use strict'; ([util, runtime, ddb]) => { const ways = ${ways}; return { request: (ctx) => { ctx.stash.found = (() => { ${body} })(); } }; }`,
    imports: [
      { module: '@aws-appsync/utils', name: 'util' },
      { module: '@aws-appsync/utils', name: 'runtime' },
      { module: '@aws-appsync/utils/dynamodb', name: '*' },
    ],
    handlers: new Set(['request']),
    isStateless: false,
    original: (place) => place,
  };
  const limits = { timeLimit: 60_000, memoryLimit: 1_000_000 };
  const surroundings = { clock: systemClock, realm: new Realm(limits), ...limits };
  const program = new Program(surroundings, { code: '', source, uses: new Map(), locateConsoleCall: (place) => place });
  return program.evaluate('request', {}).stash['found'];
}

// What code cannot reach, and what an evaluation costs that nobody sees.
import { setFlagsFromString } from 'node:v8';
import { constants, Script } from 'node:vm';
import { LANGUAGE } from '../../../src/appsync/javascript/lint/language';
import type { ModuleSource } from '../../../src/appsync/javascript/module-source';
import { Program } from '../../../src/appsync/javascript/program';
import { Realm } from '../../../src/appsync/javascript/realm';
import { systemClock } from '../../../src/foundation/clock';
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

  it.each(['(1n)', '"a"', 'true', '[]', '({})', '(() => 1)', 'util.matches', 'console.log', 'Object', 'Object.keys'])(
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
    // Keeps what is thrown without a call, for which there would be no room.
    const body = `let thrown = null; const dig = () => { try { ${expression}; } catch (error) { thrown = [error, thrown]; } dig(); };
        try { dig(); } catch {}
        const types = []; for (; thrown; thrown = thrown[1]) types.push(...ways(thrown[0]));
        return [types.length > 0, types.filter((type) => type !== 'undefined')];`;

    const result = unlinted(body);

    expect(result).toEqual([true, []]);
  });

  it.each(['function* () {}', 'async () => {}', 'async function* () {}', 'class {}'])(
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
    original: (place) => place,
  };
  const limits = { timeLimit: 60_000, memoryLimit: 1_000_000 };
  const surroundings = { clock: systemClock, realm: new Realm(limits), ...limits };
  const program = new Program(surroundings, { code: '', source, locateConsoleCall: (place) => place });
  return program.evaluate('request', {}).stash['found'];
}

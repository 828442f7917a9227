// A module that cannot keep anything is run once. These can, each in another way, and are run anew.
import { parse } from 'acorn';
import { isStateless } from '../../../src/appsync/javascript/module-state';
import { javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();
const IMPORTS = "import { util } from '@aws-appsync/utils';";

/** What a request handler returns the first and the second time. */
function twice(code: string) {
  const compiled = javaScript.compile(`${IMPORTS} ${code}`);
  return [0, 1].map(() => {
    const { error, result } = compiled.evaluate('request', { arguments: {}, stash: {} });
    expect(error).toBeUndefined();
    return result;
  });
}

it.each([
  ['in a variable', 'let n = 0; export function request() { n += 1; return n; }'],
  ['in a member', 'const o = { n: 0 }; export function request() { o.n += 1; return o.n; }'],
  ['under another name', 'const o = { n: 0 }; export function request() { const p = o; p.n += 1; return o.n; }'],
  [
    'through a parameter',
    'const o = { n: 0 }; function add(p) { p.n += 1; } export function request() { add(o); return o.n; }',
  ],
  ['in a member of a member', 'const o = { p: { n: 0 } }; export function request() { o.p.n += 1; return o.p.n; }'],
  [
    'in a function',
    'function count() { return 1; } export function request() { count.n = (count.n ?? 0) + 1; return count.n; }',
  ],
  ['without a member', 'const o = { n: 1 }; export function request() { const { n } = o; delete o.n; return n; }'],
  ['in a pattern', 'const o = { n: 0 }; export function request() { [o.n] = [o.n + 1]; return o.n; }'],
  ['in a variable of a pattern', 'let n = 0; export function request() { [n] = [n + 1]; return n; }'],
  ['in a loop', 'const o = { n: 0 }; export function request() { for (o.n of [o.n + 1]) { o.n; } return o.n; }'],
  ['by a method', 'const list = []; export function request() { list.push(1); return list.length; }'],
  ['by a method in quotes', 'const list = []; export function request() { list["push"](1); return list.length; }'],
  [
    'by a method whose name is put together',
    'const list = []; export function request() { const name = "pu" + "sh"; list[name](1); return list.length; }',
  ],
  [
    'by a method that is a tag',
    'const list = []; export function request() { const name = "pu" + "sh"; list[name]`x`; return list.length; }',
  ],
  [
    'by a method that another one calls',
    'const list = []; export function request() { const name = "pu" + "sh"; [1].forEach(list[name], list); return list.length; }',
  ],
  [
    'by a method of a chain in brackets',
    'const list = []; export function request() { const name = "pu" + "sh"; (list?.[name])(1); return list.length; }',
  ],
  [
    'by a method that one of a chain in brackets calls',
    'const list = []; export function request() { const name = "pu" + "sh"; ([1]?.forEach)(list[name], list); return list.length; }',
  ],
  ['by Object', 'const o = { n: 0 }; export function request() { Object.assign(o, { n: o.n + 1 }); return o.n; }'],
  [
    'by a function of Object',
    'const o = { n: 0 }; export function request() { const { assign } = Object; assign(o, { n: o.n + 1 }); return o.n; }',
  ],
  [
    'by another name of Object',
    'const o = { n: 0 }; export function request() { const all = Object; const f = all["ass" + "ign"]; f(o, { n: o.n + 1 }); return o.n; }',
  ],
  [
    'by a computed name of Object',
    'const o = { n: 0 }; export function request() { const f = Object["ass" + "ign"]; f(o, { n: o.n + 1 }); return o.n; }',
  ],
  [
    'in a variable of a function',
    'const o = (() => { let n = 0; return { next: () => { n += 1; return n; } }; })(); export function request() { return o.next(); }',
  ],
  [
    'in what another function takes for a context',
    'const o = { n: 0 }; function add(ctx) { ctx.stash.n += 1; } export function request() { add({ stash: o }); return o.n; }',
  ],
  [
    'in what a handler is given by code',
    'const o = { n: 0 }; export function response(ctx) { ctx.stash.n += 1; } export function request() { response({ stash: o }); return o.n; }',
  ],
  [
    'in what has the name of the context',
    'const o = { n: 0 }; export function request(ctx) { const add = (ctx) => { ctx.stash.n += 1; }; add({ stash: o }); return o.n; }',
  ],
  [
    'in the stash of the stash',
    'const o = { n: 0 }; export function request(ctx) { ctx.stash.o = o; ctx.stash.o.n += 1; return o.n; }',
  ],
])('JS-15 leaves nothing behind %s', (_, code) => {
  const [first, second] = twice(code);

  expect(second).toEqual(first);
});

it.each([
  ['by a call', 'const id = util.autoUlid();'],
  ['in a member', 'const { id } = { id: util.autoUlid() };'],
  ['by a conversion', 'const made = { toString: () => util.autoUlid() }; const id = `${made}`;'],
  ['by a getter', 'const made = { get id() { return util.autoUlid(); } }; const id = made.id;'],
  ['in a statement', 'let id = ""; if (true) { id = util.autoUlid(); }'],
  ['by default', 'const { id = util.autoUlid() } = {};'],
])('JS-15 makes anew what a module makes %s', (_, declaration) => {
  const [first, second] = twice(`${declaration} export function request() { return id; }`);

  expect(second).not.toEqual(first);
});

it.each([
  ['declares functions and texts', "const A = 'a'; const B = `${A}b`; const f = (x) => x + B; function g() { f(1); }"],
  ['declares a table', "const TABLE = [{ a: ['b'], c: null }, { ...{ d: -1 } }]; const first = TABLE.length > 0 || 1;"],
  ['changes its local variables', 'function f(list) { let n = 0; for (const x of list) { n = n + x; } return n; }'],
  ['puts something into the stash', "export function request(ctx) { ctx.stash.a = 1; ctx.stash['b'] = 2; }"],
  ['exports its handlers at its end', 'function request(ctx) { ctx.stash.a = 1; } export { request };'],
  ['asks for members by any name', 'export function request({ env }) { return Object.keys(env).map((k) => env[k]); }'],
])('A module that %s is run once', (_, code) => {
  expect(isStateless(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }))).toBe(true);
});

// A handler is given the parts of its context that it looks at, in whatever way it does.
import type { JsonObject } from '../../../src/foundation/json';
import { javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();

const CONTEXT: JsonObject = {
  arguments: { id: 'an argument' },
  identity: null,
  source: { id: 'a source' },
  request: { headers: { host: 'a host' }, domainName: null },
  info: { fieldName: 'a field' },
  env: { REGION: 'a region' },
  stash: { kept: 'a stash' },
  prev: null,
  result: null,
  error: null,
};

/** What a module's request handler returns, and what it leaves in the stash. */
function run(code: string) {
  const { error, result, stash } = javaScript.compile(code).evaluate('request', CONTEXT);
  return { error: error?.message, result, stash };
}

it.each([
  ['by its name', 'export function request(ctx) { return ctx.info.fieldName; }'],
  ['by its name in quotes', 'export function request(ctx) { return ctx["info"].fieldName; }'],
  [
    'by a name that is put together',
    'export function request(ctx) { const name = "in" + "fo"; return ctx[name].fieldName; }',
  ],
  [
    'by another name of the context',
    'export function request(ctx) { const context = ctx; return context.info.fieldName; }',
  ],
  ['in a pattern', 'export function request(ctx) { const { info } = ctx; return info.fieldName; }'],
  ['in the pattern of a parameter', 'export function request({ info: { fieldName } }) { return fieldName; }'],
  [
    'in the rest of a pattern',
    'export function request(ctx) { const { args, ...rest } = ctx; return rest.info.fieldName; }',
  ],
  ['in a copy', 'export function request(ctx) { return { ...ctx }.info.fieldName; }'],
  ['in an object', 'export function request(ctx) { return { ctx }.ctx.info.fieldName; }'],
  ['in a list', 'export function request(ctx) { return [ctx][0].info.fieldName; }'],
  ['in a text', 'export function request(ctx) { return JSON.parse(JSON.stringify(ctx)).info.fieldName; }'],
  [
    'among its values',
    'export function request(ctx) { return Object.values(ctx).find((part) => part?.fieldName).fieldName; }',
  ],
  ['in a function', 'function name(c) { return c.info.fieldName; } export function request(ctx) { return name(ctx); }'],
  [
    'two functions deeper',
    'function inner(a, b) { return b.info.fieldName; } function outer(c) { return inner(1, c); } export function request(ctx) { return outer(ctx); }',
  ],
  ['in a function that is a value', 'const name = (c) => c.info.fieldName; export const request = (ctx) => name(ctx);'],
  [
    'in a function of a function',
    'export function request(ctx) { const name = () => ctx.info.fieldName; return name(); }',
  ],
  [
    'in a spread parameter',
    'function name(...all) { return all[0].info.fieldName; } export function request(ctx) { return name(ctx); }',
  ],
  [
    'in a parameter after a spread argument',
    'function name(a, b) { return b.info.fieldName; } export function request(ctx) { return name(...[1], ctx); }',
  ],
  [
    'by default',
    'function name(c, d = c.info) { return d.fieldName; } export function request(ctx) { return name(ctx); }',
  ],
  [
    'in a method of a list',
    'function name(c) { return c.info.fieldName; } export function request(ctx) { return [ctx].map(name)[0]; }',
  ],
  [
    'in a function of the same name inside',
    'function name(c) { return c.env.REGION; } export function request(ctx) { const name = (c) => c.info.fieldName; return name(ctx); }',
  ],
  [
    'in a function that was exchanged',
    'let name = (c) => c.env.REGION; export function request(ctx) { name = (c) => c.info.fieldName; return name(ctx); }',
  ],
])('A part is there that is looked at %s', (_, code) => {
  const { error, result } = run(code);

  expect([error, result]).toEqual([undefined, 'a field']);
});

it('A handler of another name has its context', () => {
  const { result } = run('function ask(ctx) { return ctx.info.fieldName; } export { ask as request };');

  expect(result).toBe('a field');
});

it('The arguments are the same by both of their names', () => {
  const { result } = run('export function request(ctx) { ctx.args.id = 1; return ctx.arguments; }');

  expect(result).toEqual({ id: 1 });
});

it.each(['return null;', 'ctx.env.REGION = 1; return null;', 'util.error("No.");'])(
  'A stash that nobody looks at is kept: %s',
  (body) => {
    const { stash } = run(`import { util } from '@aws-appsync/utils'; export function request(ctx) { ${body} }`);

    expect(stash).toEqual({ kept: 'a stash' });
  },
);

it('A stash that is looked at is changed', () => {
  const { stash } = run(
    'function add(c) { c.stash.more = 1; } export function request(ctx) { add(ctx); return null; }',
  );

  expect(stash).toEqual({ kept: 'a stash', more: 1 });
});

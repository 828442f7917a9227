// The handlers of channel namespaces: which code exports them, and how they are run. EV ids are those of docs/PROTOCOL.md.
import type { EventHandler, Handler } from '../../../src/appsync/javascript/javascript';
import { javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();
const CONTEXT = { events: [{ id: 'a', payload: { n: 1 } }], stash: {} };

test.each<[string, readonly EventHandler[]]>([
  ['export function onPublish(ctx) { return ctx.events; }', ['onPublish']],
  ['export const onSubscribe = (ctx) => null;', ['onSubscribe']],
  ['const publish = (ctx) => []; export { publish as onPublish };', ['onPublish']],
  ['export const onPublish = { request(ctx) { return {}; }, response(ctx) { return ctx.events; } };', ['onPublish']],
  ['export const other = 1;', []],
])('EV-70 it is known what code exports: %s', (code, handlers) => {
  expect([...javaScript.compile(code).exported]).toEqual(handlers);
});

test.each<[string, Handler, unknown]>([
  ['export function onPublish(ctx) { return ctx.events; }', 'onPublish', CONTEXT.events],
  ['export const onPublish = (ctx) => ctx.events.map(({ id }) => id);', 'onPublish', ['a']],
  ['export const onPublish = { request: (ctx) => 1, response(ctx) { return 2; } };', 'onPublish.request', 1],
  ['export const onPublish = { request: (ctx) => 1, response(ctx) { return 2; } };', 'onPublish.response', 2],
])('EV-70 a handler is a function, or two in an object: %s', (code, handler, result) => {
  expect(javaScript.compile(code).evaluate(handler, CONTEXT).result).toEqual(result);
});

test.each<[string, Handler]>([
  ['export function onPublish(ctx) { return ctx.events; }', 'onSubscribe'],
  ['export function onPublish(ctx) { return ctx.events; }', 'onPublish.request'],
  ['export const onPublish = { response(ctx) { return 2; } };', 'onPublish.request'],
  ['export const onPublish = { response(ctx) { return 2; } };', 'onPublish'],
  ['export const onPublish = null;', 'onPublish.request'],
  ['export const onPublish = {};', 'onPublish.request'],
])('EV-70 what is not exported is an error: %s has no %s', (code, handler) => {
  const { error } = javaScript.compile(code).evaluate(handler, CONTEXT);

  expect(error?.message).toBe(`Error: Unable to find valid export for ${handler}`);
});

test('EV-71 the context of a namespace has no arguments', () => {
  const code = "export const onPublish = (ctx) => [Object.hasOwn(ctx, 'args'), Object.hasOwn(ctx, 'arguments')];";

  expect(javaScript.compile(code).evaluate('onPublish', CONTEXT).result).toEqual([false, false]);
});

test('EV-72 util.authType knows who came by a Lambda authorizer of an Event API', () => {
  const code = 'export const onPublish = (ctx) => util.authType();';
  const identity = { handlerContext: {} };

  expect(javaScript.compile(code).evaluate('onPublish', { ...CONTEXT, identity }).result).toBe('Lambda Authorization');
});

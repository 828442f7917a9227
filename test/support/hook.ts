// Runs hooks of the folder channels/ through AppSync's EvaluateCode, as test/support/resolver.ts runs resolvers.
import { buildSync } from 'esbuild';
import type { JsonObject, JsonValue } from 'local-aws';
import { readHooks } from '../../tools/stages/hook-exports';
import { ROOT } from './packages/templates';
import { aContext, codeUnderTest } from './resolver';

/** Asks a hook about a message, a name or a pattern. */
export type AskHook = (about: JsonValue, caller: JsonObject) => Promise<JsonValue | undefined>;

/**
 * A hook, compiled as for a deployment; registers its own clean-up.
 * @param file such as `channels/chat.ts`
 * @param hook such as `onPublish`
 */
export function hookUnderTest(file: string, hook: string): AskHook {
  const given = ['ctx.args.about', 'ctx.args.caller'].slice(0, readHooks(ROOT, file).functions.get(hook));
  const contents = `import { ${hook} } from './${file}';
    export function request(ctx) { return ${hook}(${given.join()}); }
    export function response() { return null; }`;
  const { outputFiles } = buildSync({
    ...{ stdin: { contents, resolveDir: ROOT }, bundle: true, write: false, format: 'esm', target: 'esnext' },
    external: ['@aws-appsync/utils'],
  });
  const code = codeUnderTest(outputFiles[0]?.text ?? '');
  return async (about, caller) => {
    const { result, error } = await code.request(aContext({ arguments: { about, caller } }));
    if (error !== undefined) throw new Error(error);
    return result;
  };
}

/** A caller as hooks get it: ana, with a token that has these claims. */
export function aCaller(claims: JsonObject = {}): JsonObject {
  return { kind: 'token', id: 'ana', claims: { sub: 'ana', ...claims } };
}

/** A message as hooks get it. */
export function aHookMessage(overrides: JsonObject = {}): JsonObject {
  return { name: 'chat/1', id: '01J9Z3NDEKTSV4RRFFQ69G5FAV', message: 'hi', data: null, ...overrides };
}

// The hooks of the folder channels/ in a stage: which module stands behind a name that the resolvers import (esbuild's `alias`).
'use strict';

const path = require('node:path');
const { readHooks } = require('../../tools/stages/hook-exports');
const { hookFiles, isNamespaceOf } = require('../../tools/stages/hooks');

const ROOT = path.join(__dirname, '../..');
/** What the resolvers import for what may be published and heard, and the module in a stage with hooks and in one without. */
const STAGE_HOOKS = 'stage-hooks';
const WITH_HOOKS = './resolvers/lib/hooked.ts';
const WITHOUT_HOOKS = './resolvers/lib/unhooked.ts';
/** What hooked.ts imports for the hooks of the namespaces. */
const NAMESPACE_HOOKS = 'namespace-hooks';

/** @typedef {{ namespace: string, file: string, hooks: Map<string, number | undefined> }} NamespaceHooks their parameters by name */

/**
 * @param {string[]} channels of the stage, or those with the same first part
 * @returns {NamespaceHooks[]}
 */
function hooksOf(channels) {
  return [...hookFiles(ROOT)]
    .filter(([namespace]) => isNamespaceOf(channels, namespace))
    .map(([namespace, file]) => ({ namespace, file, hooks: readHooks(ROOT, file).functions }));
}

/**
 * @param {string[]} channels of the stage, or those with the same first part
 * @returns {Record<string, string>}
 */
function hookAlias(channels) {
  const all = hooksOf(channels);
  if (all.length === 0) return { [STAGE_HOOKS]: WITHOUT_HOOKS };
  return {
    [STAGE_HOOKS]: WITH_HOOKS,
    [NAMESPACE_HOOKS]: `data:text/javascript,${encodeURIComponent(moduleOf(all))}`,
    ...Object.fromEntries(all.map(({ file }) => [file, `./${file}`])),
  };
}

/**
 * APPSYNC_JS takes no functions out of maps and lists, so that each hook is called by its name.
 *
 * @param {NamespaceHooks[]} all
 * @returns {string} the module that resolvers/namespace-hooks.d.ts describes
 */
function moduleOf(all) {
  const imports = all.flatMap(({ file, hooks }, index) =>
    [...hooks.keys()].map((hook) => `import { ${hook} as ${hook}${index} } from ${JSON.stringify(file)};`),
  );
  return [
    '// The hooks of the folder channels/ by namespace, from resources/api/hooks.js.',
    ...imports,
    'export function publishHook(namespace, message, caller, none) {',
    ...all.map((each, index) => callFor(each, index, 'onPublish', ['message', 'caller'])),
    'return none; }',
    'export function subscribeHook(namespace, name, caller) {',
    ...all.map((each, index) => callFor(each, index, 'onSubscribe', ['name', 'caller'])),
    'return null; }',
    'export function subscribePatternHooks(namespace, pattern, caller, closed) {',
    'const answers = [];',
    ...all.map(patternCallFor),
    'return answers; }',
  ].join('\n');
}

/**
 * @param {NamespaceHooks} of
 * @param {number} index
 * @param {string} hook
 * @param {string[]} given
 */
function callFor({ namespace, hooks }, index, hook, given) {
  const call = callOf(hooks, index, hook, given);
  return call ? `if (namespace === ${JSON.stringify(namespace)}) return ${call};` : '';
}

/**
 * @param {NamespaceHooks} of
 * @param {number} index
 */
function patternCallFor({ namespace, hooks }, index) {
  const answer = callOf(hooks, index, 'onSubscribePattern', ['pattern', 'caller']) ?? 'closed';
  const isAsked = hooks.has('onSubscribe') || answer !== 'closed';
  const isTouched = `namespace === ${JSON.stringify(namespace)} || namespace === "*"`;
  return isAsked ? `if (${isTouched}) answers.push(${answer});` : '';
}

/**
 * @param {Map<string, number | undefined>} hooks
 * @param {number} index
 * @param {string} hook
 * @param {string[]} given
 */
function callOf(hooks, index, hook, given) {
  if (!hooks.has(hook)) return undefined;
  return `${hook}${index}(${given.slice(0, hooks.get(hook)).join(', ')})`;
}

/** @typedef {{ resolveVariable: (variable: string) => Promise<any> }} Framework */

module.exports = {
  hookAlias,
  /** For the resolvers of the API. */
  alias: async (/** @type {Framework} */ { resolveVariable }) =>
    hookAlias(await resolveVariable('self:custom.channels')),
  /** Which of a token's claims the authorizer hands over: hooks see them, and nothing else does. */
  claims: async (/** @type {Framework} */ { resolveVariable }) =>
    hooksOf(await resolveVariable('self:custom.channels')).length > 0 ? 'all' : 'none',
};

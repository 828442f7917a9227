/** Made when a stage is packaged: resources/api/hooks.js. */
declare module 'namespace-hooks' {
  type Hooks = import('./lib/hooked').NamespaceHooks;
  export const publishHook: Hooks['publishHook'];
  export const subscribeHook: Hooks['subscribeHook'];
  export const subscribePatternHooks: Hooks['subscribePatternHooks'];
}

// Few, sharp rules. Each restriction says why.
import appsync from '@aws-appsync/eslint-plugin';
import js from '@eslint/js';
import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';
import hookRules from './tools/packaging/hook-rules.js';

/** Forbids imports from other rooms of the house. */
function rooms(files, groups, message) {
  return { files, rules: { 'no-restricted-imports': ['error', { patterns: [{ group: groups, message }] }] } };
}

/** Forbids imports that leave a folder, wherever in it the file is. */
function closed(folder, message) {
  return [1, 2, 3, 4, 5, 6].map((depth) => ({
    files: [`${folder}/${'*/'.repeat(depth - 1)}*`],
    rules: { 'no-restricted-imports': ['error', { patterns: [leaving(depth, message)] }] },
  }));
}

function leaving(depth, message) {
  return { regex: `^(?:\\.\\./){${depth}}`, message };
}

/** Forbids a service of the engine what its neighbours have behind their faces, too. */
function services(message) {
  const open = 'foundation/|cloudformation/(?:properties|resource-type|physical-name)$';
  return [1, 2, 3, 4].map((depth) => {
    const deep = { regex: `^(?:\\.\\./){${depth}}(?!${open})([\\w-]+)/(?!\\1$)`, message: FACES };
    return {
      files: [`local/src/*/${'*/'.repeat(depth - 1)}*`],
      // What puts the services together knows their insides.
      ignores: ['local/src/planet/**', 'local/src/cloudformation/resource-types.ts'],
      rules: { 'no-restricted-imports': ['error', { patterns: [leaving(depth + 2, message), deep] }] },
    };
  });
}

const ENGINE =
  'The engine is a package of its own: it runs the templates that it is given, and knows nothing of this product.';
const FACES = 'A service shows its neighbours one file, <service>/<service>.ts: give them what they need there.';

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '.build/',
      '**/.serverless/',
      '.local/',
      'coverage/',
      'client/dist/',
      'client/lib/dist/',
      'examples/*/screen/dist/',
      'resolvers/lib/schema.ts',
    ],
  },
  js.configs.recommended,
  tseslint.configs.strict,
  {
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: ':not(MethodDefinition[kind="constructor"])[accessibility="private"]',
          message: 'Private members are written with #, which holds at run time, too.',
        },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message:
            'Only tools/child-process.ts, tools/engine/production-mode.ts, tools/packaging/framework-process.js, authorizer/handler.ts, edge/handler.ts and environment.ts of an example use the environment.',
        },
      ],
    },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: {
        ...{ module: 'writable', require: 'readonly', __dirname: 'readonly', Buffer: 'readonly' },
        ...{ console: 'readonly', process: 'readonly', URL: 'readonly' },
      },
    },
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      // The framework makes its plugins with `new`.
      '@typescript-eslint/no-extraneous-class': 'off',
    },
  },
  {
    // A command loads what does its work after it has read its options: the engine takes a second, for which neither help nor
    // a mistake waits. By `require`, as `import()` of TypeScript needs a loader that takes longer than most commands.
    files: ['tools/*.ts', 'bench/*.ts', 'local/src/cloudformation/specification/resource-schemas.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: [
      'tools/child-process.ts',
      'tools/engine/production-mode.ts',
      'tools/packaging/framework-process.js',
      'local/test/**',
      'local/jest.config.mjs',
      'authorizer/handler.ts',
      'edge/handler.ts',
      'client/vite.config.ts',
      'examples/*/functions/environment.ts',
      'examples/*/screen/vite.config.ts',
      'test/**',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['resolvers/*.ts', 'resolvers/lib/*.ts'],
    extends: [appsync.configs.recommended],
    // AppSync's rules ask for types.
    languageOptions: { parserOptions: { project: 'resolvers/tsconfig.json', tsconfigRootDir: import.meta.dirname } },
  },
  hookRules(import.meta.dirname),
  rooms(
    ['resolvers/**'],
    [
      '**/local/**',
      'local-aws',
      '**/tools/**',
      '**/edge/**',
      '**/authorizer/**',
      '**/client/**',
      '**/channels/**',
      'node:*',
    ],
    'Resolvers run in AppSync, which has neither Node nor the rest of the house.',
  ),
  closed('local', ENGINE),
  services(ENGINE),
  rooms(
    ['tools/**', 'bench/**'],
    ['**/local/**'],
    'The engine is a package of its own: use what its face gives, from local-aws.',
  ),
  rooms(
    ['authorizer/**'],
    ['**/local/**', 'local-aws', '**/tools/**', '**/resolvers/**', '**/edge/**', '**/client/**'],
    'The authorizer runs in Lambda, which gets what is bundled with it and nothing else of the house.',
  ),
  rooms(
    ['edge/**'],
    ['**/local/**', 'local-aws', '**/tools/*.ts', '**/resolvers/**', '**/authorizer/**', '**/client/**'],
    'The router runs in Lambda@Edge, which gets what is bundled with it and nothing else of the house.',
  ),
  rooms(
    ['client/**'],
    ['**/local/**', 'local-aws', '**/tools/**', '**/resolvers/**', '**/authorizer/**', '**/edge/**'],
    'The client is what others start their own from: it knows only the API.',
  ),
  rooms(
    ['examples/**'],
    [
      '**/local/**',
      'local-aws',
      '**/tools/**',
      '**/resolvers/**',
      '**/authorizer/**',
      '**/edge/**',
      '**/resources/bus/**',
    ],
    'An example is another team’s service: it knows the planet by its bus, its channels and the client library.',
  ),
  {
    files: ['client/lib/src/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\\./)', message: 'The library depends on nothing: it is a package of its own.' }] },
      ],
    },
  },
  rooms(
    ['test/**'],
    ['**/local/src/**'],
    'The engine is a package of its own: use what its face gives, from local-aws, or what local/test/support has.',
  ),
  {
    files: ['test/**/*.test.ts', 'local/test/**/*.test.ts'],
    extends: [jest.configs['flat/recommended']],
    rules: { 'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }] },
  },
);

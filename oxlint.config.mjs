// Types, the rules of typescript-eslint's "strict-type-checked", Jest's, and which imports cross which wall: one compiler run for all.
// Each restriction says why. AppSync's own rules are in eslint.config.mjs.
/** Forbids imports from other rooms of the house. */
function rooms(files, groups, message) {
  return {
    files,
    rules: { 'rules-of-eslint/no-restricted-imports': ['error', { patterns: [{ group: groups, message }] }] },
  };
}

/** Forbids imports that leave a folder, wherever in it the file is. */
function closed(folder, message) {
  return [1, 2, 3, 4, 5, 6].map((depth) => ({
    files: [`${folder}/${'*/'.repeat(depth - 1)}*`],
    rules: { 'rules-of-eslint/no-restricted-imports': ['error', { patterns: [leaving(depth, message)] }] },
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
      excludeFiles: ['local/src/planet/**', 'local/src/cloudformation/resource-types.ts'],
      rules: { 'rules-of-eslint/no-restricted-imports': ['error', { patterns: [leaving(depth + 2, message), deep] }] },
    };
  });
}

/** Each of these rules is an error. */
function errors(...names) {
  return Object.fromEntries(names.map((name) => [name, 'error']));
}

const ENGINE =
  'The engine is a package of its own: it runs the templates that it is given, and knows nothing of this product.';
const FACES = 'A service shows its neighbours one file, <service>/<service>.ts: give them what they need there.';

/** ESLint's "recommended". */
const PLAIN = errors(
  'for-direction',
  'no-async-promise-executor',
  'no-case-declarations',
  'no-compare-neg-zero',
  'no-cond-assign',
  'no-constant-binary-expression',
  'no-control-regex',
  'no-debugger',
  'no-delete-var',
  'no-dupe-else-if',
  'no-duplicate-case',
  'no-empty',
  'no-empty-character-class',
  'no-empty-pattern',
  'no-empty-static-block',
  'no-ex-assign',
  'no-extra-boolean-cast',
  'no-fallthrough',
  'no-global-assign',
  'no-invalid-regexp',
  'no-irregular-whitespace',
  'no-loss-of-precision',
  'no-misleading-character-class',
  'no-nonoctal-decimal-escape',
  'no-prototype-builtins',
  'no-regex-spaces',
  'no-self-assign',
  'no-shadow-restricted-names',
  'no-sparse-arrays',
  'no-unexpected-multiline',
  'no-unsafe-finally',
  'no-unsafe-optional-chaining',
  'no-unused-labels',
  'no-unused-private-class-members',
  'no-useless-backreference',
  'no-useless-catch',
  'no-useless-escape',
  'require-yield',
  'use-isnan',
  'valid-typeof',
);
/** The rest of them, which TypeScript has itself. */
const WITHOUT_TYPES = errors(
  'constructor-super',
  'getter-return',
  'no-class-assign',
  'no-const-assign',
  'no-dupe-class-members',
  'no-dupe-keys',
  'no-func-assign',
  'no-import-assign',
  'no-new-native-nonconstructor',
  'no-obj-calls',
  'no-setter-return',
  'no-this-before-super',
  'no-undef',
  'no-unreachable',
  'no-unsafe-negation',
  'no-with',
);
/** What typescript-eslint's "recommended" adds to ESLint's. */
const MODERN = errors('no-var', 'prefer-const', 'prefer-rest-params', 'prefer-spread');
/** typescript-eslint's "strict". */
const STRICT = errors(
  'typescript/no-array-constructor',
  'typescript/no-duplicate-enum-values',
  'typescript/no-dynamic-delete',
  'typescript/no-empty-object-type',
  'typescript/no-explicit-any',
  'typescript/no-extra-non-null-assertion',
  'typescript/no-invalid-void-type',
  'typescript/no-misused-new',
  'typescript/no-namespace',
  'typescript/no-non-null-asserted-nullish-coalescing',
  'typescript/no-non-null-asserted-optional-chain',
  'typescript/no-non-null-assertion',
  'typescript/no-this-alias',
  'typescript/no-unnecessary-type-constraint',
  'typescript/no-unsafe-declaration-merging',
  'typescript/no-unsafe-function-type',
  'typescript/no-unused-expressions',
  'typescript/no-useless-constructor',
  'typescript/no-wrapper-object-types',
  'typescript/prefer-as-const',
  'typescript/prefer-literal-enum-member',
  'typescript/prefer-namespace-keyword',
  'typescript/triple-slash-reference',
  'typescript/unified-signatures',
  'typescript/no-require-imports',
  'typescript/no-extraneous-class',
);
/** The rules of typescript-eslint's "strict-type-checked" that need types. */
const TYPED = {
  ...errors(
    'typescript/await-thenable',
    'typescript/no-array-delete',
    'typescript/no-base-to-string',
    'typescript/no-deprecated',
    'typescript/no-duplicate-type-constituents',
    'typescript/no-floating-promises',
    'typescript/no-for-in-array',
    'typescript/no-generated-empty-object-type',
    'typescript/no-implied-eval',
    'typescript/no-meaningless-void-operator',
    'typescript/no-misused-promises',
    'typescript/no-misused-spread',
    'typescript/no-mixed-enums',
    'typescript/no-redundant-type-constituents',
    'typescript/no-unnecessary-boolean-literal-compare',
    'typescript/no-unnecessary-condition',
    'typescript/no-unnecessary-template-expression',
    'typescript/no-unnecessary-type-arguments',
    'typescript/no-unnecessary-type-assertion',
    'typescript/no-unnecessary-type-conversion',
    'typescript/no-unnecessary-type-parameters',
    'typescript/no-unsafe-argument',
    'typescript/no-unsafe-assignment',
    'typescript/no-unsafe-call',
    'typescript/no-unsafe-enum-assignment',
    'typescript/no-unsafe-enum-comparison',
    'typescript/no-unsafe-member-access',
    'typescript/no-unsafe-return',
    'typescript/no-unsafe-unary-minus',
    'typescript/no-useless-default-assignment',
    'typescript/only-throw-error',
    'typescript/prefer-promise-reject-errors',
    'typescript/prefer-reduce-type-parameter',
    'typescript/prefer-return-this-type',
    'typescript/related-getter-setter-pairs',
    'typescript/require-await',
    'typescript/unbound-method',
    'typescript/use-unknown-in-catch-callback-variable',
  ),
  'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  'typescript/restrict-plus-operands': [
    'error',
    { allowAny: false, allowBoolean: false, allowNullish: false, allowNumberAndString: false, allowRegExp: false },
  ],
  'typescript/restrict-template-expressions': ['error', { allowNumber: true }],
  'typescript/return-await': ['error', 'error-handling-correctness-only'],
};
/** eslint-plugin-jest's "recommended". */
const JEST = errors(
  'jest/no-alias-methods',
  'jest/no-commented-out-tests',
  'jest/no-conditional-expect',
  'jest/no-deprecated-functions',
  'jest/no-disabled-tests',
  'jest/no-done-callback',
  'jest/no-export',
  'jest/no-focused-tests',
  'jest/no-identical-title',
  'jest/no-interpolation-in-snapshots',
  'jest/no-jasmine-globals',
  'jest/no-mocks-import',
  'jest/no-standalone-expect',
  'jest/no-test-prefixes',
  'jest/valid-describe-callback',
  'jest/valid-expect',
  'jest/valid-expect-in-promise',
  'jest/valid-title',
);

export default {
  plugins: ['typescript', 'jest'],
  jsPlugins: ['./tools/lint/rules-of-eslint.mjs'],
  categories: { correctness: 'off' },
  ignorePatterns: [
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
  rules: {
    ...PLAIN,
    ...STRICT,
    'no-constant-condition': ['error', { checkLoops: 'allExceptWhileTrue' }],
    // An underscore before a name is no excuse.
    'no-unused-vars': ['error', { vars: 'all', args: 'after-used', varsIgnorePattern: '^$', argsIgnorePattern: '^$' }],
    'typescript/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
    'rules-of-eslint/no-restricted-syntax': [
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
  overrides: [
    { files: ['**/*.ts', '**/*.tsx'], rules: { ...MODERN, ...TYPED } },
    {
      files: ['**/*.js', '**/*.mjs'],
      env: { builtin: true },
      globals: {
        ...{ module: 'writable', require: 'readonly', __dirname: 'readonly', Buffer: 'readonly' },
        ...{ console: 'readonly', process: 'readonly', URL: 'readonly' },
      },
      rules: {
        ...WITHOUT_TYPES,
        'no-redeclare': ['error', { builtinGlobals: true }],
        'typescript/no-require-imports': 'off',
        // The framework makes its plugins with `new`.
        'typescript/no-extraneous-class': 'off',
      },
    },
    {
      // A command loads what does its work after it has read its options: the engine takes a second, for which neither help nor
      // a mistake waits. By `require`, as `import()` of TypeScript needs a loader that takes longer than most commands.
      files: ['tools/*.ts', 'bench/*.ts', 'local/src/cloudformation/specification/resource-schemas.ts'],
      rules: { 'typescript/no-require-imports': 'off' },
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
      // ctx.result and ctx.stash are `any` in AWS's types.
      files: ['resolvers/*.ts', 'resolvers/functions/*.ts', 'resolvers/lib/*.ts'],
      rules: {
        'typescript/no-unsafe-assignment': 'off',
        'typescript/no-unsafe-return': 'off',
        'typescript/no-unsafe-member-access': 'off',
      },
    },
    // Jest's asymmetric matchers are `any`.
    { files: ['test/**', 'local/test/**'], rules: { 'typescript/no-unsafe-assignment': 'off' } },
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
    ...closed('local', ENGINE),
    ...services(ENGINE),
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
        'rules-of-eslint/no-restricted-imports': [
          'error',
          {
            patterns: [{ regex: '^(?!\\./)', message: 'The library depends on nothing: it is a package of its own.' }],
          },
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
      rules: { ...JEST, 'jest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }] },
    },
  ],
};

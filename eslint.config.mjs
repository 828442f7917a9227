// AppSync's rules, for the code that runs there. All other rules are in oxlint.config.mjs.
import appsync from '@aws-appsync/eslint-plugin';
import hookRules from './tools/packaging/hook-rules.js';

export default [
  { ignores: ['resolvers/lib/schema.ts'] },
  {
    ...appsync.configs.recommended,
    files: ['resolvers/**/*.ts'],
    languageOptions: {
      ...appsync.configs.recommended.languageOptions,
      // AppSync's rules ask for types.
      parserOptions: { project: 'resolvers/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
  },
  hookRules(import.meta.dirname),
];

// The rules for the code in channels/, as a configuration of ESLint: AppSync's own, and what a hook must leave to the code around it.
'use strict';

const appsync = require('@aws-appsync/eslint-plugin');
const { FOLDER } = require('../stages/hooks');

const UTILS = '@aws-appsync/utils';
/** What else is in the project. */
const ROOMS = ['resolvers', 'resources', 'authorizer', 'edge', 'client', 'tools', 'local', 'test'];

const ALONE = 'A hook runs in AppSync, which has @aws-appsync/utils, and what is in channels/ comes with it.';
const WRITTEN_OUT = 'Write util.… out where it is used, so that it is seen what is used of it.';
const RETURN = 'Return refuse(…): this would end the whole request, and with it the other messages of a batch.';

/**
 * @param {string} root the project's folder
 * @returns {any} AppSync's plugin has types of another version of ESLint's
 */
module.exports = function hookRules(root) {
  const { recommended } = /** @type {any} */ (appsync).configs;
  return {
    files: [`${FOLDER}/**/*.ts`],
    plugins: recommended.plugins,
    languageOptions: {
      ...recommended.languageOptions,
      parserOptions: {
        // AppSync's rules ask for types.
        project: `${FOLDER}/tsconfig.json`,
        tsconfigRootDir: root,
        // Where CI=true the parser takes the files of its first look for those of each later one.
        disallowAutomaticSingleRunInference: true,
      },
    },
    rules: {
      ...recommended.rules,
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: UTILS, importNames: ['runtime', 'extensions'], message: 'A hook answers, and no more.' }],
          patterns: [
            { regex: `^(?!\\.{1,2}/|${UTILS}$)`, message: ALONE },
            { group: ROOMS.map((room) => `**/${room}/**`), message: ALONE },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name="util"][property.name=/^(error|appendError|unauthorized|validate)$/]',
          message: RETURN,
        },
        { selector: 'MemberExpression[object.name="util"][computed=true]', message: WRITTEN_OUT },
        { selector: ':not(MemberExpression, ImportSpecifier) > Identifier[name="util"]', message: WRITTEN_OUT },
        { selector: 'ImportSpecifier[imported.name="util"][local.name!="util"]', message: WRITTEN_OUT },
      ],
    },
  };
};

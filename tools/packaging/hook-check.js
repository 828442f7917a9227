// A Serverless Framework plugin: refuses, in one sentence with file and line, a hook in channels/ that AppSync would not run, that would
// be asked about nothing, or that leaves no room for the code around it.
'use strict';

const { readFileSync } = require('node:fs');
const path = require('node:path');
const { readHooks } = require('../stages/hook-exports');
const { FOLDER, hookFiles, HOOKS, isNamespaceOf } = require('../stages/hooks');
const { namesOf, readStages, settingsOf } = require('../stages/stages');

const ROOT = path.join(__dirname, '../..');
/** Characters: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_CODE_LENGTH = 32_768;

module.exports = class HookCheck {
  /**
   * The files are checked before the resolvers are made of them.
   *
   * @param {any} serverless the framework
   */
  constructor(serverless) {
    const { classes, processedInput, service } = serverless;
    /** @param {string | undefined} problem */
    const refuse = (problem) => {
      if (problem) throw new classes.Error(problem, 'HOOK_REFUSED');
    };
    /** @type {Record<string, () => void>} */
    this.hooks = {
      'before:aws:package:finalize:saveServiceState': () =>
        refuse(problemOfLength(service.provider.compiledCloudFormationTemplate.Resources)),
    };
    if (!processedInput.isHelpRequest) refuse(problemOfFiles(ROOT));
  }
};

/**
 * @param {string} root the project's folder
 * @returns {string | undefined} what is wrong with a hook, and where
 */
function problemOfFiles(root) {
  for (const [namespace, file] of hookFiles(root)) {
    const problem = problemOfNamespace(root, namespace, file) ?? problemOfCode(root, file);
    if (problem) return problem;
  }
  return undefined;
}

/**
 * A misspelt name would leave its channels without the hook. What cannot be read of the stages is said elsewhere.
 *
 * @param {string} root
 * @param {string} namespace
 * @param {string} file
 */
function problemOfNamespace(root, namespace, file) {
  const files = readStages(root);
  const isOfAny = namesOf(files).some((stage) => {
    const found = settingsOf(files, stage);
    return found.problem !== undefined || isNamespaceOf(found.settings.channels, namespace);
  });
  if (isOfAny || files.problem) return undefined;
  return `${file} has the hooks of channels that begin with "${namespace}", and no stage in stages.yml has any; rename it, or add such channels.`;
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {string | undefined}
 */
function problemOfCode(root, file) {
  /** @type {string[]} */
  let inputs;
  /** @type {string[]} */
  let names;
  try {
    const { inputs: files, functions } = readHooks(root, file);
    inputs = files;
    names = [...functions.keys()];
  } catch (error) {
    return sentenceOf(error);
  }
  const problem = inputs.filter((input) => input.startsWith(`${FOLDER}/`)).map((input) => problemOfRules(root, input));
  const found = problem.find((each) => each !== undefined);
  if (found) return found;
  const unknown = names.find((name) => !HOOKS.includes(name));
  if (unknown) return `${file} exports "${unknown}", which is no hook; there are ${HOOKS.join(', ')}.`;
  return names.length === 0 ? `${file} exports no hook; there are ${HOOKS.join(', ')}.` : undefined;
}

/** @param {unknown} error */
function sentenceOf(error) {
  const [first] = /** @type {Partial<import('esbuild').BuildFailure>} */ (error).errors ?? [];
  if (!first?.location) throw error;
  const { file, line, column } = first.location;
  return `${file}:${line}:${column}: ${first.text}.`;
}

/**
 * @param {string} root
 * @param {string} file
 */
function problemOfRules(root, file) {
  const { Linter } = require('eslint');
  const hookRules = require('./hook-rules');
  const linter = new Linter({ configType: 'flat', cwd: root });
  const [first] = linter.verify(readFileSync(path.join(root, file), 'utf8'), [hookRules(root)], {
    filename: path.join(root, file),
  });
  return first && `${file}:${first.line}:${first.column}: ${first.message}${first.ruleId ? ` (${first.ruleId})` : ''}`;
}

/**
 * @param {Record<string, any>} resources of the compiled template
 * @returns {string | undefined}
 */
function problemOfLength(resources) {
  for (const { Properties: properties = {} } of Object.values(resources)) {
    const code = properties.Code ?? properties.CodeHandlers;
    const length = lengthOf(code);
    if (length <= MAX_CODE_LENGTH) continue;
    const what = properties.FieldName ? `${properties.TypeName}.${properties.FieldName}` : properties.Name;
    return `The code of ${what} takes ${length} characters with its hooks, payload rules and channels, and AppSync takes ${MAX_CODE_LENGTH}; shorten the hooks in ${FOLDER}/.`;
  }
  return undefined;
}

/** @param {unknown} code text, or texts that are joined with what is known only when the stack is deployed */
function lengthOf(code) {
  if (typeof code === 'string') return code.length;
  const [, parts = []] = /** @type {any} */ (code)?.['Fn::Join'] ?? [];
  return parts.filter((/** @type {unknown} */ part) => typeof part === 'string').join('').length;
}

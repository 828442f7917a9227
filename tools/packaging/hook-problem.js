// What is wrong with the hooks in channels/, in one sentence with file and line.
'use strict';

const { readFileSync } = require('node:fs');
const path = require('node:path');
const { readHooks } = require('../stages/hook-exports');
const { FOLDER, hookFiles, HOOKS, isNamespaceOf, oddHookFile } = require('../stages/hooks');
const { namesOf, readStages, settingsOf } = require('../stages/stages');

/**
 * @param {string} root the project's folder
 * @returns {string | undefined} what is wrong with a hook, and where
 */
function problemOfHooks(root) {
  const odd = oddHookFile(root);
  if (odd) return `${odd} is no hook; write hooks in TypeScript, in files that end in ".ts".`;
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
  const { inputs, functions, mistake } = readHooks(root, file);
  if (mistake) return mistake;
  for (const input of inputs.filter((each) => each.startsWith(`${FOLDER}/`))) {
    const problem = problemOfRules(root, input);
    if (problem) return problem;
  }
  return problemOfExports(file, functions);
}

/**
 * @param {string} file
 * @param {Map<string, number | undefined>} functions
 */
function problemOfExports(file, functions) {
  const unknown = [...functions.keys()].find((name) => !HOOKS.includes(name));
  if (unknown) return `${file} exports "${unknown}", which is no hook; there are ${HOOKS.join(', ')}.`;
  if (functions.size === 0) return `${file} exports no hook; there are ${HOOKS.join(', ')}.`;
  const [odd] = [...functions].find(([, count]) => count === undefined) ?? [];
  return odd && `${file} exports "${odd}", which must be a function with its parameters written out.`;
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

module.exports = { problemOfHooks };

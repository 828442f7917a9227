// What a file of hooks exports, and of how many parameters: AppSync refuses code that hands over more than a function takes.
'use strict';

const path = require('node:path');

/**
 * @typedef {object} ReadHooks
 * @property {string[]} inputs the files that it is made of
 * @property {Map<string, number | undefined>} functions what it exports, by name: how many parameters it has, if that can be seen
 * @property {string | undefined} mistake why it cannot be read, and where
 */

/**
 * @param {string} root the project's folder
 * @param {string} file below it
 * @returns {ReadHooks}
 */
function readHooks(root, file) {
  // Only stages with hooks wait for it.
  const { buildSync } = require('esbuild');
  try {
    const { metafile, outputFiles } = buildSync({
      ...{ absWorkingDir: root, entryPoints: [file], bundle: true, write: false, metafile: true, logLevel: 'silent' },
      ...{ outdir: root, format: 'esm', platform: 'node', target: 'esnext' },
      // What must not be imported is told by the rules.
      packages: 'external',
    });
    const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
    const counts = parametersIn(path.basename(file), outputFiles[0]?.text ?? '');
    const functions = new Map(names.map((name) => [name, counts.get(name)]));
    return { inputs: Object.keys(metafile.inputs), functions, mistake: undefined };
  } catch (error) {
    return { inputs: [], functions: new Map(), mistake: sentenceOf(error) };
  }
}

/**
 * @param {unknown} error of esbuild
 * @throws what is none
 */
function sentenceOf(error) {
  const [first] = /** @type {Partial<import('esbuild').BuildFailure>} */ (error).errors ?? [];
  if (!first?.location) throw error;
  const { file, line, column } = first.location;
  return `${file}:${line}:${column}: ${first.text}.`;
}

/**
 * @param {string} name
 * @param {string} code of a module, with its exports in a list
 * @returns {Map<string, number>} how many parameters its functions have, by the names under which they are exported
 */
function parametersIn(name, code) {
  const ts = require('typescript');
  const { statements } = ts.createSourceFile(name, code, ts.ScriptTarget.ESNext);
  /** @type {Map<string, number>} */
  const functions = new Map();
  /** @type {Map<string, number>} */
  const exported = new Map();
  /** @param {readonly import('typescript').ParameterDeclaration[]} parameters */
  const countOf = (parameters) =>
    parameters.some(({ dotDotDotToken }) => dotDotDotToken) ? Infinity : parameters.length;
  for (const statement of statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) {
      functions.set(statement.name.text, countOf(statement.parameters));
    }
    if (ts.isVariableStatement(statement)) {
      for (const { name: local, initializer: value } of statement.declarationList.declarations) {
        if (!value || !ts.isIdentifier(local)) continue;
        if (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
          functions.set(local.text, countOf(value.parameters));
      }
    }
    if (ts.isExportDeclaration(statement) && statement.exportClause && ts.isNamedExports(statement.exportClause)) {
      for (const { name: outer, propertyName: local = outer } of statement.exportClause.elements) {
        const count = functions.get(local.text);
        if (count !== undefined) exported.set(outer.text, count);
      }
    }
  }
  return exported;
}

module.exports = { readHooks };

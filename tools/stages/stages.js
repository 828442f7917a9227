// The stages of stages.yml and the places of regions.yml, read in one way by the framework, `npm start`, `npm run deploy` and
// `npm run token`.
'use strict';

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { parseDocument } = require('yaml');
const { isMap } = require('./setting-kinds');

/** @typedef {Record<string, unknown>} Settings what a stage, or the default, sets */

/**
 * @typedef {object} Stages
 * @property {Record<string, Settings>} stages by name, `default` among them; none if there is a problem
 * @property {Settings} places by region; none if there is a problem
 * @property {string | undefined} problem why the files cannot be read, and what to do
 */

/**
 * A stage with nothing under its name has the default settings alone.
 *
 * @param {string} root the project's folder
 * @returns {Stages}
 */
function readStages(root) {
  try {
    const entries = Object.entries(mapIn(root, 'stages.yml')).map(([name, settings]) => [name, settings ?? {}]);
    const odd = entries.find(([, settings]) => !isMap(settings));
    if (odd) throw new Error(`stages.yml must have a map of settings for "${odd[0]}", or nothing.`);
    return { stages: Object.fromEntries(entries), places: mapIn(root, 'regions.yml'), problem: undefined };
  } catch (error) {
    return { stages: {}, places: {}, problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {Settings}
 * @throws {Error} with one sentence that says what to do
 */
function mapIn(root, file) {
  const content = contentOf(root, file);
  if (isMap(content)) return content;
  throw new Error(`${file} must be a map of names to what belongs to them.`);
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {any} its JSON
 */
function contentOf(root, file) {
  if (!existsSync(path.join(root, file))) throw new Error(`${file} is not there; bring it back.`);
  try {
    const document = parseDocument(readFileSync(path.join(root, file), 'utf8'), { merge: true });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    return JSON.parse(JSON.stringify(document.toJS()));
  } catch (error) {
    throw new Error(`${file} cannot be read; mend it: ${firstLine(error)}.`);
  }
}

/**
 * The parser shows the place below its sentence.
 *
 * @param {unknown} error
 */
function firstLine(error) {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.replace(/[.:]$/, '');
}

module.exports = {
  readStages,
  /** For `params:` of both services. What cannot be read has no stages, and stage-check.js says why. */
  params: () => readStages(path.join(__dirname, '../..')).stages,
};

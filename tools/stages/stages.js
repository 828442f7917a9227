// The stages of stages.yml and the places of regions.yml, read and checked in one way by the framework and the tools.
'use strict';

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { parseDocument } = require('yaml');
const { isMap, refusalOf } = require('./refusal');
const { Places, settingsOfStage, someSettings, STAGE } = require('./settings');

const STAGES_FILE = 'stages.yml';
const REGIONS_FILE = 'regions.yml';
/** What holds for every stage, unless the stage says otherwise. */
const DEFAULT = 'default';
/** What the framework would replace. */
const VARIABLE = /\$\{[^}]*\}?/;

/** @typedef {import('./settings').Settings} Settings */
/** @typedef {Record<string, import('./settings').Place>} Places */

/**
 * @typedef {object} Stages
 * @property {Record<string, Record<string, unknown>>} stages what each sets, `default` among them; none if there is a problem
 * @property {Places} places by region; none if there is a problem
 * @property {string | undefined} problem why the files cannot be read, and what to do
 */

/**
 * A stage with nothing under its name has only the default settings.
 *
 * @param {string} root the project's folder
 * @returns {Stages}
 */
function readStages(root) {
  try {
    const entries = Object.entries(mapIn(root, STAGES_FILE)).map(([name, settings]) => [name, settings ?? {}]);
    const odd = entries.find(([, settings]) => !isMap(settings));
    if (odd) throw new Error(`${STAGES_FILE} must have a map of settings for "${odd[0]}", or nothing.`);
    return { stages: Object.fromEntries(entries), places: placesIn(root), problem: undefined };
  } catch (error) {
    return { stages: {}, places: {}, problem: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The settings of a stage, its own or else the default ones.
 *
 * @param {Stages} files what was read from stages.yml and regions.yml
 * @param {string} stage
 * @returns {{ settings: Settings, problem?: undefined } | { problem: string }} what is wrong, and what to do
 */
function settingsOf(files, stage) {
  const names = namesOf(files);
  if (files.problem) return { problem: files.problem };
  if (!names.includes(stage)) {
    return { problem: `Stage "${stage}" is not in ${STAGES_FILE}; use one of ${names.join(', ')}, or add it there.` };
  }
  if (!STAGE.test(stage)) {
    return { problem: `Stage "${stage}" in ${STAGES_FILE} needs another name, of letters, digits and hyphens only.` };
  }
  const regions = Object.keys(files.places);
  const defaults = files.stages[DEFAULT] ?? {};
  const general = parsed(someSettings(regions), defaults, DEFAULT);
  if (general.problem !== undefined) return general;
  return parsed(settingsOfStage(regions, stage), { ...defaults, ...files.stages[stage] }, `stage "${stage}"`);
}

/**
 * Problems of the stages that were not asked for. They stop nothing.
 *
 * @param {Stages} files
 * @param {string} stage that was asked for
 * @returns {string[]}
 */
function problemsOfOthers(files, stage) {
  return namesOf(files).flatMap((name) => (name === stage ? [] : (settingsOf(files, name).problem ?? [])));
}

/**
 * @param {Stages} files
 * @returns {string[]} the stages that stages.yml lists
 */
function namesOf({ stages }) {
  return Object.keys(stages).filter((name) => name !== DEFAULT);
}

/**
 * @template Output
 * @param {import('zod').ZodType<Output>} schema
 * @param {Record<string, unknown>} value
 * @param {string} owner
 * @returns {{ settings: Output, problem?: undefined } | { problem: string }}
 */
function parsed(schema, value, owner) {
  const [variable] = VARIABLE.exec(JSON.stringify(value)) ?? [];
  if (variable) {
    return {
      problem: `In ${STAGES_FILE}, ${owner} has the variable ${variable}; write its value, as the framework is not the only reader of the file.`,
    };
  }
  const { data, error } = schema.safeParse(value);
  if (!error) return { settings: data };
  return { problem: refusalOf({ issues: error.issues, value, file: STAGES_FILE, owner }) };
}

/**
 * @param {string} root
 * @returns {Places}
 * @throws {Error} with one sentence that says what to do
 */
function placesIn(root) {
  const content = mapIn(root, REGIONS_FILE);
  const { data, error } = Places.safeParse(content);
  if (data) return data;
  const [region, ...inner] = error.issues[0]?.path ?? [];
  const issues = error.issues.slice(0, 1).map((issue) => ({ ...issue, path: inner }));
  throw new Error(
    refusalOf({ issues, value: content[String(region)], file: REGIONS_FILE, owner: `region ${String(region)}` }),
  );
}

/**
 * @param {string} root
 * @param {string} file
 * @returns {Record<string, unknown>}
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
 * @returns {unknown} its JSON
 */
function contentOf(root, file) {
  if (!existsSync(path.join(root, file))) throw new Error(`${file} is not there; bring it back.`);
  try {
    const document = parseDocument(readFileSync(path.join(root, file), 'utf8'), { merge: true });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw problem;
    return JSON.parse(JSON.stringify(document.toJS()));
  } catch (error) {
    throw new Error(`${file} cannot be read; correct it: ${firstLine(error)}.`);
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

const ROOT = path.join(__dirname, '../..');

module.exports = {
  namesOf,
  problemsOfOthers,
  readStages,
  settingsOf,
  /** For `params:` of both services. What cannot be read has no stages, and stage-check.js says why. */
  params: () => readStages(ROOT).stages,
  /** For `custom:` of both services. */
  places: () => readStages(ROOT).places,
};

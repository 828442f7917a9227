// One sentence for what is wrong with a setting: which setting, of what, and what to write instead.
'use strict';

const { closest, distance } = require('fastest-levenshtein');
const { SOURCES } = require('./issuer');

/** Characters of a wrong value in a sentence. */
const MAX_SHOWN = 60;
/** Letters that a mistyped word differs in. */
const MAX_TYPOS = 2;

/** @typedef {import('zod').core.$ZodIssue} Issue */
/** @typedef {PropertyKey[]} Path */

/**
 * @param {object} refused
 * @param {readonly Issue[]} refused.issues what the schema says
 * @param {unknown} refused.value that it says it of
 * @param {string} refused.file
 * @param {string} refused.owner of the settings, such as `stage "prod"`
 * @returns {string}
 */
function refusalOf({ issues, value, file, owner }) {
  const all = issues.flatMap((issue) => innermost(issue, value));
  const issue = all.find(({ code }) => code === 'unrecognized_keys') ?? all[0];
  if (!issue) throw new Error('Nothing is wrong.');
  const found = valueAt(value, issue.path);
  const subject = subjectOf(issue.path, { value, file, owner });
  if (found === null) return `${subject} is empty; give it a value, or leave the line out.`;
  const sentence = `${subject} ${issue.message}${flawOf(issue, found)}`;
  return sentence.endsWith('?') ? sentence : `${sentence}.`;
}

/**
 * What stands behind "none of these": of an issuer, what is wrong with the way to its keys that it takes; of anything else, with
 * the last way to write it, as the ones before are a bare word or nothing.
 *
 * @param {Issue} issue
 * @param {unknown} value
 * @returns {Issue[]}
 */
function innermost(issue, value) {
  if (issue.code !== 'invalid_union') return [issue];
  const found = valueAt(value, issue.path);
  const isIssuer = issue.path.length === 2 && issue.path[0] === 'issuers';
  const ways = Object.keys(SOURCES).map((source) => Object.hasOwn(Object(found), source));
  if (isIssuer && isMap(found) && ways.filter(Boolean).length !== 1) return [issue];
  const inner = issue.errors.at(isIssuer ? ways.indexOf(true) : -1) ?? [];
  return inner.flatMap((one) => innermost({ ...one, path: [...issue.path, ...one.path] }, value));
}

/**
 * @param {Path} path
 * @param {{ value: unknown, file: string, owner: string }} of
 */
function subjectOf(path, { value, file, owner }) {
  const isIssuer = path[0] === 'issuers' && path.length > 1;
  const of = isIssuer ? `issuer ${issuerAt(value, path)} of ${owner}` : owner;
  const names = path.slice(isIssuer ? 2 : 0).filter((name) => typeof name === 'string');
  if (names.length > 0) return `The ${names.join('.')} of ${of} in ${file}`;
  return isIssuer ? `I${of.slice(1)} in ${file}` : `In ${file}, ${of}`;
}

/**
 * @param {unknown} value
 * @param {Path} path
 * @returns {string} its name, or which one it is
 */
function issuerAt(value, path) {
  const issuer = Object(valueAt(value, path.slice(0, 2)));
  const name = [issuer.userPoolId, issuer.issuer].find((text) => typeof text === 'string' && text !== '');
  return name ? `"${name}"` : String(Number(path[1]) + 1);
}

/**
 * @param {Issue} issue
 * @param {unknown} found
 * @returns {string} the end of the sentence
 */
function flawOf(issue, found) {
  if (found === undefined) return '; it is missing';
  // Whoever gives a private key does not want to read it on a terminal.
  const isComplete = ['custom', 'invalid_key', 'invalid_union', 'unrecognized_keys'].includes(issue.code);
  if (isComplete || issue.path.includes('keys')) return '';
  return `, not ${shown(found)}${issue.code === 'invalid_value' ? suggestion(issue.values, found) : ''}`;
}

/**
 * @param {readonly unknown[]} words that there are
 * @param {unknown} found
 */
function suggestion(words, found) {
  if (typeof found !== 'string') return '';
  const near = closest(found, words.map(String));
  return distance(found, near) <= MAX_TYPOS ? `; did you mean ${near}?` : '';
}

/** @param {unknown} value as JSON has it */
function shown(value) {
  const text = JSON.stringify(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

/**
 * @param {unknown} value
 * @param {Path} path
 * @returns {unknown}
 */
function valueAt(value, path) {
  return path.reduce((/** @type {any} */ inner, name) => inner?.[name], value);
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isMap(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

module.exports = { isMap, refusalOf };

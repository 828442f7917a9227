// What may be written in stages.yml: refused in one sentence, by the framework as by `npm start`, `npm run deploy` and
// `npm run token`, before anything is made of it.
'use strict';

const problemOfApi = require('./api-check');
const problemOfFrontDoor = require('./front-door-check');
const { problemOfIssuers } = require('./issuers-check');
const { flawOf, isListOf, isMap } = require('./setting-kinds');

/** Every setting of a stage. */
const SETTINGS = [
  ...['regions', 'channels', 'introspection', 'queryDepthLimit', 'apiKeys', 'issuers'],
  ...['waf', 'domain', 'routing', 'health', 'corsOrigins'],
];
/** The settings that are maps, and what they may have; an issuer's are in issuers-check.js. */
const MEMBERS = {
  waf: ['enabled', 'rateLimit', 'serverRateLimit'],
  domain: ['name', 'hostedZoneId'],
  health: ['missedHeartbeats', 'ttl'],
};
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** The framework's names of stages, which are a part of what AWS shall call the stacks. */
const STAGE = /^[a-zA-Z0-9-]+$/;
/** What the framework would replace. */
const VARIABLE = /\$\{[^}]*\}?/;

/** @typedef {import('./stages').Stages} Stages */

/**
 * The settings of a stage, its own or else the default ones. What does not depend on the region or on what was deployed is
 * right in them if there is no problem.
 *
 * @param {Stages} files what was read from stages.yml and regions.yml
 * @param {string} stage
 * @returns {{ settings: Record<string, unknown>, problem: string | undefined }} what is wrong and what to do
 */
function settingsOf(files, stage) {
  const settings = { ...files.stages['default'], ...files.stages[stage] };
  return { settings, problem: files.problem ?? problemOf(files, stage, settings) };
}

/**
 * @param {Stages} files
 * @returns {string[]} the stages that stages.yml lists
 */
function namesOf({ stages }) {
  return Object.keys(stages).filter((name) => name !== 'default');
}

/**
 * @param {Stages} files
 * @param {string} stage
 * @param {Record<string, unknown>} settings
 */
function problemOf(files, stage, settings) {
  const names = namesOf(files);
  if (!names.includes(stage)) {
    return `Stage "${stage}" is not in stages.yml; use one of ${names.join(', ')}, or add it there.`;
  }
  if (!STAGE.test(stage)) {
    return `Stage "${stage}" in stages.yml needs another name, of letters, digits and hyphens alone.`;
  }
  return (
    problemOfNames('default', files.stages['default'] ?? {}) ??
    problemOfNames(`stage "${stage}"`, files.stages[stage] ?? {}) ??
    problemOfRegions(stage, settings['regions'], files.places) ??
    problemOfApi({ stage, ...settings }) ??
    problemOfIssuers({ stage, issuers: settings['issuers'] }) ??
    problemOfFrontDoor({ stage, ...settings })
  );
}

/**
 * @param {string} owner
 * @param {Record<string, unknown>} settings
 */
function problemOfNames(owner, settings) {
  const unknown = unknownIn(settings, SETTINGS);
  if (unknown) return `In stages.yml, ${owner} has no setting "${unknown}"; there are ${SETTINGS.join(', ')}.`;
  for (const [name, members] of Object.entries(MEMBERS)) {
    const member = unknownIn(settings[name], members);
    if (member)
      return `The ${name} of ${owner} in stages.yml has no setting "${member}"; there are ${members.join(', ')}.`;
  }
  const empty = Object.keys(settings).find((name) => settings[name] === null);
  if (empty) return `The ${empty} of ${owner} in stages.yml is empty; give it a value, or leave the line out.`;
  const [variable] = VARIABLE.exec(JSON.stringify(settings)) ?? [];
  if (!variable) return undefined;
  return `In stages.yml, ${owner} has the variable ${variable}; write its value, as it is not the framework alone that reads the file.`;
}

/**
 * @param {unknown} map
 * @param {string[]} members
 */
function unknownIn(map, members) {
  return isMap(map) ? Object.keys(map).find((name) => !members.includes(name)) : undefined;
}

/**
 * @param {string} stage
 * @param {unknown} regions
 * @param {Record<string, unknown>} places
 */
function problemOfRegions(stage, regions, places) {
  if (!isListOf(regions, REGION)) {
    return `The regions of stage "${stage}" in stages.yml must be a list of AWS region names, each once${flawOf(regions, REGION)}.`;
  }
  const unplaced = regions.find((name) => !Object.hasOwn(places, name));
  return unplaced && `Region "${unplaced}" of stage "${stage}" is not in regions.yml; say there where it is.`;
}

module.exports = { namesOf, SETTINGS, settingsOf };

// A Serverless Framework plugin of both services: refuses, in one sentence, a stage or a region that stages.yml does not
// list, and settings that AWS would not take.
'use strict';

const path = require('node:path');
const { problemOfVariable } = require('./issuer');
const { EDGE_REGION } = require('./names');
const { SETTINGS } = require('./settings');
const { problemsOfOthers, readStages, settingsOf } = require('./stages');

/** The stage of whoever names none, as in both serverless.yml. */
const DEFAULT_STAGE = 'dev';
const ROOT = path.join(__dirname, '../..');

/**
 * The settings are checked at once, before the fragments are made of them: `param` is not a variable until the plugins are there.
 * What depends on other variables is checked when they are resolved, hence the hook.
 */
module.exports = class StageCheck {
  /**
   * @param {any} serverless the framework
   * @param {{ stage?: string, region?: string, param?: string[] }} options of the command line
   * @param {{ log: { warning: (sentence: string) => void } }} terminal
   */
  constructor(serverless, { stage = DEFAULT_STAGE, region, param = [] }, { log }) {
    /** @type {Record<string, () => void>} */
    this.hooks = { initialize: () => refuse(serverless, problemOfPackage(serverless.service)) };
    if (serverless.processedInput.isHelpRequest) return;
    const files = readStages(ROOT);
    const found = settingsOf(files, stage);
    refuse(serverless, found.problem ?? problemOfParameters(stage, param));
    if ('settings' in found) refuse(serverless, problemOfReplication(found.settings, region, param));
    for (const problem of problemsOfOthers(files, stage)) log.warning(problem);
  }
};

/**
 * @param {any} serverless the framework
 * @param {string | undefined} problem
 * @throws {Error} of the framework's own class, which prints the sentence without a stack
 */
function refuse({ classes }, problem) {
  if (problem) throw new classes.Error(problem, 'STAGE_CONFIGURATION');
}

/**
 * @param {string} stage
 * @param {string[]} given on the command line, as `name=value`
 * @returns {string | undefined} what is wrong and what to do, or nothing
 */
function problemOfParameters(stage, given) {
  const setting = SETTINGS.find((name) => given.some((text) => text.startsWith(`${name}=`)));
  return setting && `Leave "--param ${setting}=…" out, and write the ${setting} of stage "${stage}" into stages.yml.`;
}

/**
 * @param {any} settings of the stage
 * @param {string | undefined} region of the command line; the stage's first unless given
 * @param {string[]} given as above
 * @returns {string | undefined} what is wrong with the regions to which this one replicates at first, and what to do
 */
function problemOfReplication({ regions }, region = regions[0], given) {
  const [wanted] = given.flatMap((text) => /^replicateTo=(.*)$/s.exec(text)?.[1] ?? []);
  if (wanted === undefined || wanted === 'none') return undefined;
  const others = regions.filter((/** @type {string} */ other) => other !== region);
  const wrong = wanted.split(',').find((name) => !others.includes(name));
  if (wrong === undefined) return undefined;
  const list = others.length > 0 ? `none, or some of ${others.join(',')}` : 'none';
  return `"--param replicateTo=${wanted}" names "${wrong}", to which ${region} does not replicate; use ${list}.`;
}

/**
 * @param {any} service that is packaged
 * @returns {string | undefined} what is wrong and what to do, or nothing
 */
function problemOfPackage(service) {
  const config = { ...service.custom, stage: service.provider.stage, region: service.provider.region, service };
  return service.functions.authorizer ? problemOfRegion(config) : problemOfEdge(config);
}

/**
 * @param {any} config the settings of the stage, and the service
 * @returns {string | undefined} what a regional stack would not be
 */
function problemOfRegion({ stage, region, regions, domain, certificateArn, service }) {
  if (!regions.includes(region)) {
    return `Region "${region}" is not a region of stage "${stage}"; use one of ${regions.join(', ')}, or add it to stages.yml.`;
  }
  if (domain.name && !certificateArn) {
    return `The certificate of stage "${stage}" is not there, or AWS cannot be asked for it: "npm run deploy -- --stage ${stage}" deploys the front door, which has it, before the regions; to package without credentials, add --param certificateArn=<ARN>.`;
  }
  return problemOfVariable(stage, service.functions.authorizer.environment.ISSUERS);
}

/**
 * @param {any} config as above
 * @returns {string | undefined} what a front door would not be
 */
function problemOfEdge({ stage, region, regions, events, hosts }) {
  if (region !== EDGE_REGION) {
    return `The front door is in ${EDGE_REGION} and serves every region from there; leave "--region ${region}" out.`;
  }
  const missing = regions.find((/** @type {string} */ name) => !isKnown(hosts[name], events));
  if (!missing) return undefined;
  return `The API of stage "${stage}" in ${missing} is not there, or AWS cannot be asked for it: "npm run deploy -- --stage ${stage}" deploys the regions of a stage without a domain before the front door; to package without credentials, add --param hosts=<JSON>.`;
}

/**
 * @param {import('../../edge/hosts').Hosts | undefined} hosts of a region
 * @param {boolean} hasEvents
 */
function isKnown(hosts, hasEvents) {
  const api = Boolean(hosts?.graphql && hosts.realtime);
  return api && (!hasEvents || Boolean(hosts?.events?.http && hosts.events.realtime));
}

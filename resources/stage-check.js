// A Serverless Framework plugin of both services: refuses, in one sentence, a stage or a region that stages.yml does not
// list, and settings that AWS would not take.
'use strict';

const problemOfFrontDoor = require('./front-door-check');
const problemOfIssuers = require('./issuers-check');

/** A channel, every channel below a prefix, or every channel. A comma separates channels in `ctx.env`. */
const CHANNEL = /^(\*|[A-Za-z0-9_.:-]+(\/[A-Za-z0-9_.:-]+)*(\/\*)?)$/;
/** 50 environment variables less REGION, of 512 characters: https://docs.aws.amazon.com/appsync/latest/APIReference/API_PutGraphqlApiEnvironmentVariables.html */
const MAX_CHANNEL_LENGTH = 512;
/**
 * CloudFront takes functions, certificates and web ACLs of one region alone:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
 */
const EDGE_REGION = 'us-east-1';
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * Variables are resolved only after the plugins are made, hence the hook.
 *
 * @this {{ hooks: Record<string, () => void> }}
 * @param {any} serverless the framework
 */
module.exports = function StageCheck(serverless) {
  this.hooks = { initialize: () => check(serverless) };
};

/**
 * @param {any} serverless the framework
 * @throws {Error} of the framework's own class, which prints the sentence without a stack
 */
function check({ service, classes }) {
  const { custom, provider } = service;
  const stages = service.initialServerlessConfig.params ?? {};
  const problem = problemOf({ ...custom, stages, stage: provider.stage, region: provider.region, service });
  if (problem) throw new classes.Error(problem, 'STAGE_CONFIGURATION');
}

/**
 * @param {any} config the settings of the stage, the stages, and the service that is packaged
 * @returns {string | undefined} what is wrong and what to do, or nothing
 */
function problemOf(config) {
  const { stages, stage, regions, places, service } = config;
  const known = Object.keys(stages).filter((name) => name !== 'default');
  if (!known.includes(stage))
    return `Stage "${stage}" is not in stages.yml; use one of ${known.join(', ')}, or add it there.`;
  if (!isListOf(REGION, regions))
    return `The regions of stage "${stage}" in stages.yml must be a list of AWS region names, each once.`;
  const unplaced = regions.find((name) => !Object.hasOwn(places, name));
  if (unplaced) return `Region "${unplaced}" of stage "${stage}" is not in regions.yml; say there where it is.`;
  const problem = problemOfFrontDoor(config);
  if (problem) return problem;
  return service.functions.authorizer ? problemOfRegion(config) : problemOfEdge(config);
}

/**
 * @param {any} config as above
 * @returns {string | undefined} what a regional stack would not be
 */
function problemOfRegion({ stage, region, regions, channels, issuers, domain, certificateArn, service }) {
  if (!regions.includes(region)) {
    return `Region "${region}" is not a region of stage "${stage}"; use one of ${regions.join(', ')}, or add it to stages.yml.`;
  }
  if (!isListOf(CHANNEL, channels) || channels.some((channel) => channel.length > MAX_CHANNEL_LENGTH)) {
    return `The channels of stage "${stage}" in stages.yml must be a list of names such as "news", "news/*" or "*", each once.`;
  }
  if (domain.name && !certificateArn) {
    return `The certificate of stage "${stage}" is not there, or AWS cannot be asked for it: "npm run deploy -- --stage ${stage}" deploys the front door, which has it, before the regions; to package without credentials, add --param certificateArn=<ARN>.`;
  }
  return problemOfIssuers({ stage, issuers, variable: service.functions.authorizer.environment.ISSUERS });
}

/**
 * @param {any} config as above
 * @returns {string | undefined} what a front door would not be
 */
function problemOfEdge({ stage, region, regions, hosts }) {
  if (region !== EDGE_REGION) {
    return `The front door is in ${EDGE_REGION} and serves every region from there; leave "--region ${region}" out.`;
  }
  const missing = regions.find((/** @type {string} */ name) => !hosts[name]?.graphql || !hosts[name].realtime);
  if (!missing) return undefined;
  return `The API of stage "${stage}" in ${missing} is not there, or AWS cannot be asked for it: "npm run deploy -- --stage ${stage}" deploys the regions of a stage without a domain before the front door; to package without credentials, add --param hosts=<JSON>.`;
}

/**
 * @param {RegExp} pattern
 * @param {unknown} value
 * @returns {value is string[]}
 */
function isListOf(pattern, value) {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    new Set(value).size === value.length &&
    value.every((item) => typeof item === 'string' && pattern.test(item))
  );
}

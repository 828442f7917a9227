// A Serverless Framework plugin that refuses, in one sentence, a stage or a region that stages.yml does not list.
'use strict';

const problemOfIssuers = require('./issuers-check');

/** A channel, every channel below a prefix, or every channel. A comma separates channels in `ctx.env`. */
const CHANNEL = /^(\*|[A-Za-z0-9_.:-]+(\/[A-Za-z0-9_.:-]+)*(\/\*)?)$/;
/** 50 environment variables less REGION, of 512 characters: https://docs.aws.amazon.com/appsync/latest/APIReference/API_PutGraphqlApiEnvironmentVariables.html */
const MAX_CHANNEL_LENGTH = 512;
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
  const problem = problemOf({
    stages: service.initialServerlessConfig.params ?? {},
    stage: service.provider.stage,
    region: service.provider.region,
    regions: service.custom.regions,
    channels: service.custom.channels,
    issuers: service.custom.issuers,
    variable: service.functions.authorizer.environment.ISSUERS,
  });
  if (problem) throw new classes.Error(problem, 'STAGE_CONFIGURATION');
}

/**
 * @param {{ stages: Record<string, unknown>, stage: string, region: string, regions: unknown, channels: unknown,
 *   issuers: unknown, variable: unknown }} config
 * @returns {string | undefined} what is wrong and what to do, or nothing
 */
function problemOf({ stages, stage, region, regions, channels, issuers, variable }) {
  const known = Object.keys(stages).filter((name) => name !== 'default');
  if (!known.includes(stage))
    return `Stage "${stage}" is not in stages.yml; use one of ${known.join(', ')}, or add it there.`;
  if (!isListOf(REGION, regions))
    return `The regions of stage "${stage}" in stages.yml must be a list of AWS region names, each once.`;
  if (!regions.includes(region)) {
    return `Region "${region}" is not a region of stage "${stage}"; use one of ${regions.join(', ')}, or add it to stages.yml.`;
  }
  if (!isListOf(CHANNEL, channels) || channels.some((channel) => channel.length > MAX_CHANNEL_LENGTH)) {
    return `The channels of stage "${stage}" in stages.yml must be a list of names such as "news", "news/*" or "*", each once.`;
  }
  return problemOfIssuers({ stage, issuers, variable });
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

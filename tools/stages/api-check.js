// What may be written in stages.yml of the regions' APIs: `channels`, `introspection`, `queryDepthLimit`, `apiKeys` and `waf`.
'use strict';

const { channelLists, MAX_LENGTH, MAX_LISTS } = require('../../resources/channel-lists');
const { flawOf, isListOf, isMap, isWholeBetween, notThis } = require('./setting-kinds');

/** A channel, every channel below a prefix, or every channel. A comma separates channels in `ctx.env`. */
const CHANNEL = /^(\*|[A-Za-z0-9_.:-]+(\/[A-Za-z0-9_.:-]+)*(\/\*)?)$/;
/** Levels; 0 would be no limit. https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateGraphqlApi.html */
const MAX_QUERY_DEPTH = 75;
/** Requests. https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html */
const [MIN_RATE, MAX_RATE] = [10, 2_000_000_000];

/**
 * @param {Record<string, unknown> & { stage: string }} config the stage and its settings, as in stages.yml
 * @returns {string | undefined} what is wrong and what to do, or nothing
 */
module.exports = function problemOfApi({ stage, channels, introspection, queryDepthLimit, apiKeys, waf }) {
  const of = `of stage "${stage}" in stages.yml`;
  if (!isListOf(channels, CHANNEL)) {
    return `The channels ${of} must be a list of names such as "news", "news/*" or "*", each once, their parts between slashes of A-Z, a-z, 0-9, "_", ".", ":" and "-"${flawOf(channels, CHANNEL)}.`;
  }
  const long = channels.find((channel) => channel.length > MAX_LENGTH);
  if (long) return `The channels ${of} must have ${MAX_LENGTH} characters at most${notThis(long)}.`;
  if (channelLists(channels).length > MAX_LISTS) {
    return `The channels ${of} are more than AppSync takes, which is ${MAX_LISTS} times ${MAX_LENGTH} characters; use patterns such as "news/*".`;
  }
  if (typeof introspection !== 'boolean')
    return `The introspection ${of} must be true or false${notThis(introspection)}.`;
  if (!isWholeBetween(queryDepthLimit, 1, MAX_QUERY_DEPTH)) {
    return `The queryDepthLimit ${of} must be a whole number from 1 to ${MAX_QUERY_DEPTH}${notThis(queryDepthLimit)}.`;
  }
  if (typeof apiKeys !== 'boolean') return `The apiKeys ${of} must be true or false${notThis(apiKeys)}.`;
  if (!isWaf(waf)) {
    return `The waf ${of} must be enabled (true or false), rateLimit and serverRateLimit (requests in five minutes, ${MIN_RATE} to ${MAX_RATE}).`;
  }
  return undefined;
};

/** @param {unknown} waf */
function isWaf(waf) {
  return (
    isMap(waf) &&
    typeof waf['enabled'] === 'boolean' &&
    [waf['rateLimit'], waf['serverRateLimit']].every((limit) => isWholeBetween(limit, MIN_RATE, MAX_RATE))
  );
}

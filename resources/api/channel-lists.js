// The allowed channels as AppSync environment variables hold them: several in one, separated by commas.
'use strict';

/**
 * Characters of a variable, and variables of an API, of which REGION, HISTORY_HOURS and EVENTS are others:
 * https://docs.aws.amazon.com/appsync/latest/APIReference/API_PutGraphqlApiEnvironmentVariables.html
 */
const MAX_LENGTH = 512;
const MAX_LISTS = 50 - 3;

/**
 * @param {string[]} channels
 * @returns {string[]} comma-separated lists, each of `MAX_LENGTH` characters at most if every channel is
 */
function channelLists(channels) {
  return channels.reduce((/** @type {string[]} */ done, channel) => {
    const longer = done.length === 0 ? channel : `${done.at(-1)},${channel}`;
    return done.length > 0 && longer.length <= MAX_LENGTH ? [...done.slice(0, -1), longer] : [...done, channel];
  }, []);
}

module.exports = { channelLists, MAX_LENGTH, MAX_LISTS };

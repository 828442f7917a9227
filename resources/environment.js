// The resolvers' settings as AppSync environment variables (`ctx.env`).
'use strict';

/**
 * AppSync's limit for one value, in characters.
 * https://docs.aws.amazon.com/appsync/latest/APIReference/API_PutGraphqlApiEnvironmentVariables.html
 */
const MAX_VALUE_LENGTH = 512;

/**
 * `REGION`, and the allowed channels spread over `CHANNELS_1`, `CHANNELS_2` …, each a comma-separated list that
 * fits into one variable.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<Record<string, string>>}
 */
module.exports = async function environment({ resolveVariable }) {
  const channels = await resolveVariable('self:custom.channels');
  const region = await resolveVariable('self:provider.region');

  return Object.fromEntries([
    ['REGION', region],
    ...lists(channels).map((list, index) => [`CHANNELS_${index + 1}`, list]),
  ]);
};

/**
 * @param {string[]} channels
 * @returns {string[]} comma-separated lists
 */
function lists(channels) {
  return channels.reduce((/** @type {string[]} */ done, channel) => {
    const longer = done.length === 0 ? channel : `${done.at(-1)},${channel}`;
    return done.length > 0 && longer.length <= MAX_VALUE_LENGTH ? [...done.slice(0, -1), longer] : [...done, channel];
  }, []);
}

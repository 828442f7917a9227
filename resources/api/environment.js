// The resolvers' settings as AppSync environment variables (`ctx.env`).
'use strict';

const { channelLists } = require('./channel-lists');

/**
 * `REGION`, `HISTORY_HOURS` if there is a history, `EVENTS` if there is an Event API, and the allowed channels spread over `CHANNELS_1`,
 * `CHANNELS_2` …, each a comma-separated list that fits into one variable.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<Record<string, string>>}
 */
module.exports = async function environment({ resolveVariable }) {
  const channels = await resolveVariable('self:custom.channels');
  const region = await resolveVariable('self:provider.region');
  const hasEvents = await resolveVariable('self:custom.events');
  const { hours } = await resolveVariable('self:custom.history');

  return Object.fromEntries([
    ['REGION', region],
    ...(hours > 0 ? [['HISTORY_HOURS', String(hours)]] : []),
    ...(hasEvents ? [['EVENTS', 'true']] : []),
    ...channelLists(channels).map((list, index) => [`CHANNELS_${index + 1}`, list]),
  ]);
};

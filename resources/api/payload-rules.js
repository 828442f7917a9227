// What the stage wants of the messages' data, as a constant of the resolvers' code (resolvers/lib/payload.ts).
'use strict';

const { rulesOf } = require('../../tools/stages/payload-schema');

/**
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<string>} JSON text, which esbuild puts in the place of a name
 */
module.exports = async function payloadRules({ resolveVariable }) {
  return JSON.stringify(rulesOf(await resolveVariable('self:custom.payloads')));
};

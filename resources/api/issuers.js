// The issuers of the stage as the authorizer's environment variable `ISSUERS`.
'use strict';

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');
const { LOCAL_STAGE, publicKeyFile } = require('../../tools/stages/names');

/**
 * JSON text. `keys: local` becomes the public key of this machine, which `npm start` and `npm run token` make. What is wrong
 * with anything else stage-check.js says, as the framework prints a stack with whatever this function would throw.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<string>}
 */
module.exports = async function issuers({ resolveVariable }) {
  const entries = await resolveVariable('self:custom.issuers');
  return JSON.stringify(Array.isArray(entries) ? entries.map(withKeys) : entries);
};

/** @param {any} entry */
function withKeys(entry) {
  const file = path.join(__dirname, '../..', publicKeyFile(LOCAL_STAGE));
  if (entry?.keys !== 'local' || !existsSync(file)) return entry;
  return { ...entry, keys: [JSON.parse(readFileSync(file, 'utf8'))] };
}

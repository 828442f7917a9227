// The issuers of the stage as the authorizer's environment variable `ISSUERS`.
'use strict';

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');

/** Made by `npm start` and by `npm run token`, below the project's folder. */
const LOCAL_KEY = '.local/token-keys/local.public.json';

/**
 * JSON text. `keys: local` becomes the public key of this machine; resources/issuers-check.js says what is wrong
 * with anything else, as the framework prints a stack with whatever this function would throw.
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
  const file = path.join(__dirname, '..', LOCAL_KEY);
  if (entry?.keys !== 'local' || !existsSync(file)) return entry;
  return { ...entry, keys: [JSON.parse(readFileSync(file, 'utf8'))] };
}

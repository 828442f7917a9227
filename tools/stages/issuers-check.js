// What may be written under `issuers:` in stages.yml.
'use strict';

const { isMap, isTextOf } = require('./setting-kinds');

/** Bytes of all variables of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_ENVIRONMENT_BYTES = 4096;
const VARIABLE = 'ISSUERS';
/** The stage that trusts the key of the machine on which it was packaged. The ids of such keys begin with its name. */
const LOCAL_STAGE = 'local';
const LOCAL_KEY_ID = /^local-/;

const HTTPS = /^https:\/\/[^\s]+$/;
const USER_POOL = /^[a-z]{2}(-[a-z]+)+-\d_[A-Za-z0-9]+$/;
const MEMBERS = ['issuer', 'audience', 'jwksUri', 'keys', 'userPoolId', 'clientIds', 'permissionsClaim', 'default'];
/** Key types with a public half. */
const KEY_TYPES = ['RSA', 'EC', 'OKP'];
/** Members of a JWK that only a private or a symmetric key has: https://www.rfc-editor.org/rfc/rfc7518#section-6 */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

/**
 * @param {{ stage: string, issuers: unknown }} config the issuers as in stages.yml
 * @returns {string | undefined} what is wrong and what to do, or nothing
 */
function problemOfIssuers({ stage, issuers }) {
  if (!Array.isArray(issuers)) return `The issuers of stage "${stage}" in stages.yml must be a list; [] trusts nobody.`;
  for (const [index, entry] of issuers.entries()) {
    const problem = problemOfIssuer(stage, entry);
    const name = nameOf(entry);
    const issuer = name === undefined ? `Issuer ${index + 1}` : `Issuer "${name}"`;
    if (problem) return `${issuer} of stage "${stage}" in stages.yml ${problem}.`;
  }
  if (new Set(issuers.map(nameOf)).size < issuers.length)
    return `Stage "${stage}" in stages.yml names an issuer twice.`;
  return problemOfSize(stage, JSON.stringify(issuers));
}

/**
 * @param {{ stage: string, variable: unknown }} config the environment variable that became of the issuers
 * @returns {string | undefined} what is wrong and what to do, or nothing
 */
function problemOfVariable({ stage, variable }) {
  if (String(variable).includes('"keys":"local"')) {
    return `Stage "${stage}" needs the key of this machine, which is not there yet; run "npm run token" to make it.`;
  }
  return problemOfSize(stage, String(variable));
}

/**
 * @param {string} stage
 * @param {string} variable
 */
function problemOfSize(stage, variable) {
  const bytes = Buffer.byteLength(`${VARIABLE}${variable}`);
  if (bytes <= MAX_ENVIRONMENT_BYTES) return undefined;
  return `The issuers of stage "${stage}" in stages.yml take ${bytes} bytes, and a function has room for ${MAX_ENVIRONMENT_BYTES}; publish keys at a jwksUri instead of giving them inline.`;
}

/**
 * @param {any} entry
 * @returns {string | undefined} nothing for an entry without a text that could be its name
 */
function nameOf(entry) {
  return [entry?.userPoolId, entry?.issuer].find(isText);
}

/**
 * @param {string} stage
 * @param {any} entry
 * @returns {string | undefined} the end of a sentence
 */
function problemOfIssuer(stage, entry) {
  if (!isMap(entry)) return 'must be a map, such as { issuer: https://id.example.com/, jwksUri: https://… }';
  const unknown = Object.keys(entry).find((name) => !MEMBERS.includes(name));
  if (unknown) return `has no setting "${unknown}"; there are ${MEMBERS.join(', ')}`;
  const { issuer, audience, jwksUri, keys, userPoolId, clientIds, permissionsClaim } = entry;
  if ([jwksUri, keys, userPoolId].filter((source) => source !== undefined).length !== 1) {
    return 'needs one of jwksUri, keys and userPoolId';
  }
  if (userPoolId !== undefined) {
    if (!isTextOf(userPoolId, USER_POOL)) return 'has a userPoolId that is none, such as eu-central-1_aBcDeFgHi';
    if (!isListOfTexts(clientIds)) return 'needs clientIds, a list of the pool’s app clients';
    if (issuer !== undefined || audience !== undefined) return 'has its issuer and audience from the user pool';
  } else {
    if (!isText(issuer)) return 'needs an issuer, as in the claim "iss" of its tokens';
    if (clientIds !== undefined) return 'has clientIds, which only user pools have; use audience';
  }
  if (audience !== undefined && !isListOfTexts(audience)) return 'needs a list of texts for audience';
  if (jwksUri !== undefined && !isTextOf(jwksUri, HTTPS)) return 'needs a jwksUri that begins with https://';
  if (permissionsClaim !== undefined && !isText(permissionsClaim)) {
    return 'needs the name of a claim for permissionsClaim';
  }
  return problemOfDefault(entry['default']) ?? (keys === undefined ? undefined : problemOfKeys(stage, keys));
}

/** @param {any} permissions what tokens without the claim permit */
function problemOfDefault(permissions) {
  if (permissions === undefined) return undefined;
  const names = isMap(permissions) ? Object.keys(permissions) : [''];
  const isRight = names.every(
    (name) =>
      ['publish', 'subscribe'].includes(name) && Array.isArray(permissions[name]) && permissions[name].every(isText),
  );
  return isRight ? undefined : 'needs lists of channel patterns, publish and subscribe, for default';
}

/**
 * @param {string} stage
 * @param {unknown} keys
 */
function problemOfKeys(stage, keys) {
  if (keys === 'local') {
    return stage === LOCAL_STAGE ? undefined : 'must not trust "keys: local", the key of any machine: only local may';
  }
  if (!Array.isArray(keys) || keys.length === 0) return 'needs a list of public keys (JWK) for keys';
  for (const key of keys) {
    if (PRIVATE_MEMBERS.some((name) => Object.hasOwn(Object(key), name))) {
      return 'has a private or symmetric key; give the public half alone, and replace the key, as it is no secret any more';
    }
    if (!KEY_TYPES.includes(key?.kty)) return `has a key that is none of ${KEY_TYPES.join(', ')}`;
    if (stage !== LOCAL_STAGE && LOCAL_KEY_ID.test(key.kid)) {
      return 'must not trust a key of stage local, which lies on the disk of whoever runs the engine';
    }
  }
  return undefined;
}

/** @param {unknown} value */
function isListOfTexts(value) {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === 'string' && value !== '';
}

module.exports = { problemOfIssuers, problemOfVariable };

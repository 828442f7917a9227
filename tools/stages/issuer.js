// What may be written under `issuers:` and `guests:` in stages.yml.
'use strict';

const { z } = require('zod');
const { PATTERN } = require('./channel');
const { listOf, mapOf, textLike } = require('./kinds');
const { LOCAL_STAGE } = require('./names');

/** Bytes of all variables of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_ENVIRONMENT_BYTES = 4096;
const VARIABLE = 'ISSUERS';
/** The ids of keys that `npm run token` makes begin with the name of their stage. */
const LOCAL_KEY_ID = new RegExp(`^${LOCAL_STAGE}-`);

const text = (/** @type {string} */ error) => textLike(/./, error);
const texts = (/** @type {string} */ error) => listOf(text(error), error);

const SECRET =
  'must not be there: it is a part of a private or symmetric key; give only the public half, and replace the key, as it is no longer secret';
/** Members of a JWK that only a private or a symmetric key has: https://www.rfc-editor.org/rfc/rfc7518#section-6 */
const secret = z.never({ error: SECRET }).exactOptional();
const PublicKey = z
  .looseObject(
    {
      ...{ d: secret, p: secret, q: secret, dp: secret, dq: secret, qi: secret, oth: secret, k: secret },
      kty: z.enum(['RSA', 'EC', 'OKP'], { error: 'must be RSA, EC or OKP' }),
      kid: z.string({ error: 'must be text' }).exactOptional(),
    },
    { error: 'must be a list of public keys (JWK)' },
  )
  .describe('A public key (JWK), as `npm run token` prints it.');

const patterns = (/** @type {string} */ description) =>
  z
    .array(textLike(PATTERN, 'must be a list of channel patterns'), { error: 'must be a list of channel patterns' })
    .optional()
    .describe(description);

const MUST_BE_LISTS = 'must be lists of channel patterns, publish and subscribe';
/** What may be done in which channels. */
const PERMISSIONS = { publish: patterns('Channels to publish to.'), subscribe: patterns('Channels to subscribe to.') };

const COMMON = {
  permissionsClaim: text('must be the name of a claim')
    .optional()
    .describe('The claim that holds the permissions. Default: permissions.'),
  default: mapOf(PERMISSIONS, MUST_BE_LISTS)
    .optional()
    .describe('What tokens without that claim permit. Default: nothing.'),
};
const NAMED = {
  issuer: text('must be the claim "iss" of its tokens').describe('The claim `iss` of its tokens.'),
  audience: texts('must be a list of texts').optional().describe('One of them must be in the claim `aud`.'),
};

const MAP = 'must be a map, such as { issuer: https://id.example.com/, jwksUri: https://… }';
/** The ways to the keys of an issuer, of which it has one. */
const SOURCES = {
  userPoolId: mapOf(
    {
      userPoolId: textLike(
        /^[a-z]{2}(-[a-z]+)+-\d_[A-Za-z0-9]+$/,
        'must be the id of a user pool, such as eu-central-1_aBcDeFgHi',
      ).describe('A Cognito user pool.'),
      clientIds: texts('must be a list of the pool’s app clients').describe('The app clients of the pool.'),
      ...COMMON,
    },
    MAP,
  ),
  jwksUri: mapOf(
    {
      ...NAMED,
      jwksUri: textLike(/^https:\/\/\S+$/, 'must begin with https://').describe(
        'Where the provider publishes its keys.',
      ),
      ...COMMON,
    },
    MAP,
  ),
  keys: mapOf(
    {
      ...NAMED,
      keys: z
        .union([
          z.literal('local'),
          z.array(PublicKey, { error: 'must be a list of public keys (JWK)' }).min(1, { error: 'must have a key' }),
        ])
        .describe('Public keys of your own. `local`, the key of this machine, is for the stage local only.'),
      ...COMMON,
    },
    MAP,
  ),
};

/** @typedef {z.infer<typeof Issuer>} Issuer an entry of `issuers:` */
/**
 * @typedef {typeof SOURCES} Sources
 * @typedef {z.infer<Sources['userPoolId']> & z.infer<Sources['jwksUri']> & z.infer<Sources['keys']>} EveryMember that issuers
 * may have
 */
const Issuer = z.union(Object.values(SOURCES), { error: 'needs one of userPoolId, jwksUri and keys' });

const Issuers = z
  .array(Issuer, { error: 'must be a list, [] for none' })
  .superRefine((issuers, context) => {
    const names = issuers.map(nameOf);
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice !== undefined) context.addIssue(`must each be there once; "${twice}" is there twice`);
    const problem = problemOfSize(JSON.stringify(issuers));
    if (problem) context.addIssue(problem);
  })
  .describe('Whose tokens are accepted.');

/** What those may do who come without a token. */
const Guests = mapOf(PERMISSIONS, MUST_BE_LISTS).describe(
  'What those may do who come without a token, in every region: {} lets nobody in without one.',
);

/** @param {Issuer} issuer */
function nameOf(issuer) {
  return 'userPoolId' in issuer ? issuer.userPoolId : issuer.issuer;
}

/**
 * @param {string} variable what becomes of the issuers in the function's environment
 * @returns {string | undefined} what is wrong with its size
 */
function problemOfSize(variable) {
  const bytes = Buffer.byteLength(`${VARIABLE}${variable}`);
  if (bytes <= MAX_ENVIRONMENT_BYTES) return undefined;
  return `take ${bytes} bytes, and a function has room for ${MAX_ENVIRONMENT_BYTES}; publish keys at a jwksUri instead of giving them inline`;
}

/**
 * @param {Issuer} issuer
 * @returns {string | undefined} why only the local stage may trust it
 */
function problemOutsideLocal(issuer) {
  if (!('keys' in issuer)) return undefined;
  if (issuer.keys === 'local') {
    return `must not trust "keys: local", the key of any machine; only stage ${LOCAL_STAGE} may`;
  }
  if (!issuer.keys.some(({ kid }) => LOCAL_KEY_ID.test(kid ?? ''))) return undefined;
  return `must not trust a key of stage ${LOCAL_STAGE}, which is on the disk of whoever runs the engine`;
}

/**
 * @param {string} stage
 * @param {string} variable that became of the issuers
 * @returns {string | undefined} what is wrong and what to do, or nothing
 */
function problemOfVariable(stage, variable) {
  if (variable.includes('"keys":"local"')) {
    return `Stage "${stage}" needs the key of this machine, which is not there yet; run "npm run token" to make it.`;
  }
  const problem = problemOfSize(variable);
  return problem && `The issuers of stage "${stage}" in stages.yml ${problem}.`;
}

module.exports = { Guests, Issuers, problemOfVariable, problemOutsideLocal, SOURCES };

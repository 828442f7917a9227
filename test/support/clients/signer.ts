// An issuer of the tests' own, made for each run, so that its key is never kept.
import { createPublicKey } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from 'local-aws';
import { packagedRegions, templateOf } from '../packages/templates';
import { aKey, type Permissions, type Signer } from '../tokens';

/** The environment variables of the authorizer: whose tokens it accepts, and what guests may do. */
const ISSUERS = 'ISSUERS';
const GUESTS = 'GUESTS';

/** Somebody who can sign tokens. */
export function aSigner(): Signer {
  return { key: aKey(), kid: 'test', issuer: 'https://issuer.test', audience: 'global-pubsub' };
}

/**
 * The compiled templates of a stage, with the signer in the place of the stage's issuers.
 * @param guests what guests may do, in a stage that has some; what the stage says unless given
 * @throws Error when no function of a template has issuers
 */
export function templatesTrusting(
  { key, kid, issuer, audience }: Signer,
  stage: string,
  guests?: Permissions,
): Map<string, JsonObject> {
  const jwk = { ...createPublicKey(key).export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };
  const issuers = JSON.stringify([{ issuer, audience: [audience], keys: [jwk] }]);
  const replaced = new Map([[ISSUERS, issuers], ...(guests ? [[GUESTS, JSON.stringify(guests)] as const] : [])]);
  return new Map(
    packagedRegions(stage).map((region) => {
      const template = templateOf(stage, region);
      const text = JSON.stringify(template);
      const trusting: unknown = JSON.parse(text, (name, value: JsonValue) => replaced.get(name) ?? value);
      if (!isJsonObject(trusting) || !text.includes(`"${ISSUERS}"`)) {
        throw new Error(`The template of ${stage} in ${region} has no function that knows issuers.`);
      }
      return [region, trusting];
    }),
  );
}

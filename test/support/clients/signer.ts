// An issuer of the tests' own, made for each run, so that its key is never kept.
import { createPublicKey } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from 'local-aws';
import { packagedRegions, templateOf } from '../packages/templates';
import { aKey, type Signer } from '../tokens';

/** The environment variable of the authorizer that says whose tokens it accepts. */
const ISSUERS = 'ISSUERS';

/** Somebody who can sign tokens. */
export function aSigner(): Signer {
  return { key: aKey(), kid: 'test', issuer: 'https://issuer.test', audience: 'global-pubsub' };
}

/**
 * The compiled templates of a stage, with the signer in the place of the stage's issuers.
 * @throws Error when no function of a template has issuers
 */
export function templatesTrusting({ key, kid, issuer, audience }: Signer, stage: string): Map<string, JsonObject> {
  const jwk = { ...createPublicKey(key).export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' };
  const issuers = JSON.stringify([{ issuer, audience: [audience], keys: [jwk] }]);
  return new Map(
    packagedRegions(stage).map((region) => {
      const template = templateOf(stage, region);
      const text = JSON.stringify(template);
      const trusting: unknown = JSON.parse(text, (name, value: JsonValue) => (name === ISSUERS ? issuers : value));
      if (!isJsonObject(trusting) || !text.includes(`"${ISSUERS}"`)) {
        throw new Error(`The template of ${stage} in ${region} has no function that knows issuers.`);
      }
      return [region, trusting];
    }),
  );
}

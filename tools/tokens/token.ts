// Tokens signed with a team's own key, for stages that trust it.
import { SignJWT, type JWK } from 'jose';
import { type JsonObject, UserError } from 'local-aws/terms';
import { type Stage, stageOf } from '../stages/stage';
import { keptTokenKey, TOKEN_ALGORITHM } from './token-key';

/** What a token says. */
export interface TokenRequest {
  /** A stage of stages.yml. */
  readonly stage: string;
  /** Becomes `userId` of the messages. */
  readonly subject: string;
  /** Channel patterns. */
  readonly publish: readonly string[];
  /** Channel patterns. */
  readonly subscribe: readonly string[];
  /** What else the token says. What it must say, and its permissions, are not replaced. */
  readonly claims?: JsonObject;
  /** For how long the token is valid. */
  readonly hours: number;
}

/** The name that the authorizer gives to the claim unless stages.yml gives it another. */
const DEFAULT_CLAIM = 'permissions';
/** Seconds. */
const HOUR = 3600;
/** Milliseconds. */
const SECOND = 1000;

/**
 * Makes a token.
 * @param root the project's folder
 * @throws UserError `KEY_NOT_TRUSTED` when the stage does not trust this machine's key, and how it would
 */
export async function createToken(root: string, request: TokenRequest): Promise<string> {
  const { stage, subject, publish, subscribe, claims, hours } = request;
  const { issuers } = stageOf(root, stage);
  const key = await keptTokenKey(root, stage);
  const entry = issuers.filter(hasKeys).find(({ keys }) => isAmong(keys, key.publicJwk));
  if (!entry) throw notTrusted(stage, key.publicJwk);

  const { issuer, audience, permissionsClaim: claim = DEFAULT_CLAIM } = entry;
  const now = Math.floor(Date.now() / SECOND);
  const token = new SignJWT({ ...claims, [claim]: { publish, subscribe } })
    .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: key.privateJwk.kid ?? '', typ: 'JWT' })
    .setIssuer(issuer)
    .setSubject(subject)
    .setIssuedAt(now)
    .setExpirationTime(now + Math.floor(hours * HOUR));
  if (audience) token.setAudience(audience);
  return token.sign(key.privateJwk);
}

/**
 * The patterns of a token that have no channel in common with the stage.
 * @param root the project's folder
 */
export function uselessPatterns(root: string, request: TokenRequest): readonly string[] {
  const { channels } = stageOf(root, request.stage);
  const patterns = new Set([...request.publish, ...request.subscribe]);
  return [...patterns].filter((pattern) => !channels.some((entry) => covers(entry, pattern) || covers(pattern, entry)));
}

/** As `resolvers/lib/channel.ts` has it. */
function covers(entry: string, name: string): boolean {
  if (!entry.endsWith('*')) return entry === name;
  return name.length >= entry.length && name.startsWith(entry.slice(0, -1));
}

type Issuer = Stage['issuers'][number];
/** An issuer whose keys are in stages.yml. */
type OwnIssuer = Extract<Issuer, { readonly keys: unknown }>;

function hasKeys(issuer: Issuer): issuer is OwnIssuer {
  return 'keys' in issuer;
}

function isAmong(keys: OwnIssuer['keys'], { kid }: JWK): boolean {
  return keys === 'local' || keys.some((key) => key.kid === kid);
}

function notTrusted(stage: string, publicJwk: JWK): UserError {
  const entry = { issuer: `https://${stage}.global-pubsub.invalid`, keys: [publicJwk] };
  return new UserError(
    'KEY_NOT_TRUSTED',
    `Stage "${stage}" does not trust this machine's key yet; add it to the stage's issuers in stages.yml, deploy, and try again:\n  - ${JSON.stringify(entry)}`,
  );
}

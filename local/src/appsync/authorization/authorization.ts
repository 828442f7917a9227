// Who calls an API, and which fields may they see?
import { type Iam, type Principal, SignatureError, verifySignature } from '../../iam/iam';
import type { JsonObject } from '../../foundation/json';
import { AwsError } from '../../foundation/errors';
import type { Region } from '../../foundation/region';
import type { AuthMode } from './auth-modes';
import type { Credentials } from './credentials';
import type { LambdaAuthorizer, LambdaGrant } from './lambda-authorizer';

/** Somebody whom the API let in. */
export type Caller =
  | { readonly mode: 'API_KEY' }
  | { readonly mode: 'AWS_IAM'; readonly principal: Principal }
  | (LambdaGrant & { readonly mode: 'AWS_LAMBDA' });

/** What an API knows of its callers. */
export interface Gate {
  readonly iam: Iam;
  /** The default mode first. */
  readonly authModes: readonly AuthMode[];
  isValidKey(key: string): boolean;
  /** Decides in the mode AWS_LAMBDA. */
  readonly authorizer: LambdaAuthorizer | undefined;
}

/** The API refuses these credentials: HTTP 401, whatever is wrong with them. */
export class Unauthorized extends Error {
  readonly errorType = 'UnauthorizedException';
  readonly status = 401;

  constructor(message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.name = 'Unauthorized';
  }
}

/** AppSync's sentences: https://github.com/aws-amplify/amplify-js/issues/4373 and https://github.com/aws-amplify/amplify-cli/issues/6595 */
const NOT_AUTHORIZED = 'You are not authorized to make this call.';
const NO_CREDENTIALS = 'Valid authorization header not provided.';
const PERMISSION_DENIED = 'Permission denied';

const BY_KEY: Caller = { mode: 'API_KEY' };

/**
 * Finds out who calls. A signature counts before a token and a token before a key, as they say more.
 * @returns at once who calls with a key
 * @throws Unauthorized, also by its promise
 */
export function authenticate(gate: Gate, credentials: Credentials, region: Region): Caller | Promise<Caller> {
  const { authorization, 'x-api-key': key } = credentials.headers;
  if (gate.authModes.includes('AWS_IAM') && authorization?.startsWith('AWS4-HMAC-SHA256')) {
    return signer(credentials, gate.iam, region);
  }
  if (gate.authorizer && authorization !== undefined) return bearer(gate.authorizer, authorization, credentials);
  if (!gate.authModes.includes('API_KEY') || key === undefined) throw new Unauthorized(NO_CREDENTIALS);
  if (!gate.isValidKey(key)) throw new Unauthorized(NOT_AUTHORIZED);
  return BY_KEY;
}

async function bearer(authorizer: LambdaAuthorizer, token: string, credentials: Credentials): Promise<Caller> {
  const grant = await authorizer.authorize(token, credentials);
  if (!grant) throw new Unauthorized(NOT_AUTHORIZED);
  return { mode: 'AWS_LAMBDA', ...grant };
}

async function signer(credentials: Credentials, iam: Iam, region: Region): Promise<Caller> {
  try {
    const { principal } = await verifySignature(credentials, {
      accessKey: (id) => iam.accessKey(id),
      now: region.clock.now(),
      service: 'appsync',
      region: region.name,
    });
    return { mode: 'AWS_IAM', principal };
  } catch (error) {
    if (error instanceof SignatureError) throw new Unauthorized(error.message, { cause: error });
    throw error;
  }
}

/** What a caller wants to do, and to what. */
export interface Wanted {
  readonly action: 'appsync:GraphQL' | 'appsync:EventConnect' | 'appsync:EventPublish' | 'appsync:EventSubscribe';
  /** ARNs, such as those of the root fields of an operation. */
  readonly resources: readonly string[];
}

/**
 * Asks IAM whether the caller may. IAM is not asked about callers with a key.
 * @throws Unauthorized `Permission denied`
 */
export function requirePermission(caller: Caller, { action, resources }: Wanted, iam: Iam): void {
  if (caller.mode !== 'AWS_IAM') return;
  try {
    for (const resource of resources) iam.authorize(caller.principal, { action, resource });
  } catch (error) {
    if (error instanceof AwsError) throw new Unauthorized(PERMISSION_DENIED, { cause: error });
    throw error;
  }
}

/** A field, and the modes that may see it. */
export interface GuardedField {
  readonly typeName: string;
  readonly fieldName: string;
  /** Without directives only the API's default mode may. */
  readonly modes: ReadonlySet<AuthMode> | undefined;
}

/** May the caller see a field? */
export function maySee(caller: Caller, { typeName, fieldName, modes: allowed }: GuardedField, gate: Gate): boolean {
  if (caller.mode === 'AWS_LAMBDA' && caller.deniedFields.has(`${typeName}.${fieldName}`)) return false;
  return allowed ? allowed.has(caller.mode) : caller.mode === gate.authModes[0];
}

/** `ctx.identity`: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference-js.html */
export function identityOf(caller: Caller, sourceIp: readonly string[] | null): JsonObject | null {
  if (caller.mode === 'API_KEY') return null;
  if (caller.mode === 'AWS_LAMBDA') return caller.identity;
  const { principal } = caller;
  return {
    accountId: principal.accountId,
    cognitoIdentityAuthProvider: null,
    cognitoIdentityAuthType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    sourceIp,
    userArn: principal.kind === 'service' ? principal.sourceArn : principal.arn,
    username: principal.kind === 'service' ? principal.service : principal.userId,
  };
}

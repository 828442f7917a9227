// Accounts, callers, policies and signed requests for tests.
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { type AccountOptions, createIam } from '../../src/iam/service';
import {
  ADMINISTRATOR_ACCESS,
  type Iam,
  type PolicyDocument,
  type Principal,
  type RoleDefinition,
  type User,
} from '../../src/iam/iam';
import { idsOf } from '../../src/foundation/ids';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { ACCOUNT_ID } from './region';

export const USER_ARN = `arn:aws:iam::${ACCOUNT_ID}:user/admin`;
export const QUEUE_ARN = `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:dead-letters`;
export const RULE_ARN = `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/bus/deliver`;

export function aUser(overrides: Partial<User> = {}): User {
  return {
    userName: 'admin',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    policies: [ADMINISTRATOR_ACCESS],
    ...overrides,
  };
}

export function anIam(overrides: Partial<AccountOptions> = {}): Iam {
  return createIam({
    accountId: ACCOUNT_ID,
    partition: 'aws',
    ids: idsOf(Buffer.from('seed'), 'iam'),
    users: [aUser()],
    ...overrides,
  });
}

/** A statement that allows everything; a member that is `undefined` is left out. */
export function aStatement(overrides: Readonly<Record<string, JsonValue | undefined>> = {}): JsonObject {
  const members = Object.entries<JsonValue | undefined>({ Effect: 'Allow', Action: '*', Resource: '*', ...overrides });
  return Object.fromEntries(members.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

export function aPolicy(...statements: readonly JsonObject[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** A policy that lets a service assume a role. */
export function aTrustPolicy(overrides: JsonObject = {}): PolicyDocument {
  return aPolicy({
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sts:AssumeRole',
    ...overrides,
  });
}

export function aRole(overrides: Partial<RoleDefinition> = {}): RoleDefinition {
  return { roleName: 'deliver', assumeRolePolicyDocument: aTrustPolicy(), policies: [], ...overrides };
}

export function aUserPrincipal(): Principal {
  return {
    kind: 'user',
    arn: USER_ARN,
    accountId: ACCOUNT_ID,
    userId: 'AIDAEXAMPLE',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  };
}

export function aRolePrincipal(): Principal {
  return {
    kind: 'assumed-role',
    arn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/deliver/session`,
    roleArn: `arn:aws:iam::${ACCOUNT_ID}:role/deliver`,
    accountId: ACCOUNT_ID,
    userId: 'AROAEXAMPLE:session',
  };
}

export function aServicePrincipal(overrides: Partial<Extract<Principal, { kind: 'service' }>> = {}): Principal {
  return {
    kind: 'service',
    service: 'events.amazonaws.com',
    sourceArn: RULE_ARN,
    accountId: ACCOUNT_ID,
    ...overrides,
  };
}

/** When requests are signed. */
export const SIGNING_TIME = Date.parse('2026-01-01T00:00:00Z');

/** What is to be signed, and how. */
export interface RequestToSign {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly region: string;
  readonly service: string;
  readonly secretAccessKey: string;
}

/** A request that AWS's own signer signed. */
export async function aSignedRequest(overrides: Partial<RequestToSign> = {}) {
  const { method, path, query, headers, body, region, service, secretAccessKey } = {
    method: 'POST',
    path: '/',
    query: {},
    headers: { host: '127.0.0.1:4566', 'content-type': 'application/x-amz-json-1.1' },
    body: '{"Entries":[]}',
    region: 'us-west-2',
    service: 'events',
    secretAccessKey: aUser().secretAccessKey,
    ...overrides,
  };
  const credentials = { accessKeyId: aUser().accessKeyId, secretAccessKey };
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const signed = await signer.sign(
    { method, path, query, headers, body, protocol: 'http:', hostname: '127.0.0.1' },
    { signingDate: new Date(SIGNING_TIME) },
  );
  const search = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  );
  return {
    method,
    path: search.length > 0 ? `${path}?${search.join('&')}` : path,
    headers: signed.headers,
    body: Buffer.from(body),
  };
}

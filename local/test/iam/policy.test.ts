import { AwsError } from '../../src/foundation/errors';
import type { Principal } from '../../src/iam/iam';
import { compilePolicy, type PolicyKind, type Verdict } from '../../src/iam/policy';
import { conditionContextOf } from '../../src/iam/principal';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import {
  aPolicy,
  aRolePrincipal,
  aServicePrincipal,
  aStatement,
  aUserPrincipal,
  QUEUE_ARN,
  RULE_ARN,
  USER_ARN,
} from '../support/iam';
import { ACCOUNT_ID } from '../support/region';

const ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/deliver`;
const ROOT_ARN = `arn:aws:iam::${ACCOUNT_ID}:root`;

describe('a statement speaks of a call', () => {
  it.each<[string, Record<string, JsonValue | undefined>]>([
    ['by its action', { Action: 'sqs:SendMessage' }],
    ['by one of its actions', { Action: ['sqs:ReceiveMessage', 'sqs:SendMessage'] }],
    ['IA-03: by a wildcard', { Action: 'sqs:Send*' }],
    ['IA-03: whatever the case of the action', { Action: 'SQS:sendmessage' }],
    ['IA-04: by what it does not name', { Action: undefined, NotAction: 'sqs:Receive*' }],
    ['by its resource', { Resource: QUEUE_ARN }],
    ['IA-03: by a wildcard in the resource', { Resource: 'arn:aws:sqs:*:*:dead-letter?' }],
    ['IA-04: by the resource that it does not name', { Resource: undefined, NotResource: 'arn:aws:sqs:*:*:other' }],
  ])('%s', (_, overrides) => {
    expect(verdict(aStatement(overrides))).toBe('Allow');
  });

  it.each<[string, Record<string, JsonValue | undefined>]>([
    ['another action', { Action: 'sqs:ReceiveMessage' }],
    ['IA-04: every action but this', { Action: undefined, NotAction: ['sqs:Send*'] }],
    ['another resource', { Resource: 'arn:aws:sqs:us-west-2:123456789012:other' }],
    ['IA-03: a resource in another case', { Resource: QUEUE_ARN.replace('dead', 'DEAD') }],
    ['IA-04: every resource but this', { Resource: undefined, NotResource: QUEUE_ARN }],
  ])('not when it is of %s', (_, overrides) => {
    expect(verdict(aStatement(overrides))).toBeUndefined();
  });
});

it('IA-02 lets Deny win, whatever the order', () => {
  const denied = aStatement({ Effect: 'Deny', Action: 'sqs:*' });

  expect(verdict(aStatement(), denied)).toBe('Deny');
  expect(verdict(denied, aStatement())).toBe('Deny');
});

describe('IA-05, IA-06 the principal of a resource policy', () => {
  it.each<[string, JsonValue, Principal]>([
    ['everyone is the user', '*', aUserPrincipal()],
    ['every AWS principal is the service', { AWS: '*' }, aServicePrincipal()],
    ['the service is the service', { Service: 'events.amazonaws.com' }, aServicePrincipal()],
    [
      'one of two services is the service',
      { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] },
      aServicePrincipal(),
    ],
    ['the user is the user', { AWS: USER_ARN }, aUserPrincipal()],
    ['the role is its session', { AWS: [ROLE_ARN] }, aRolePrincipal()],
    ['the session is the session', { AWS: aRolePrincipalArn() }, aRolePrincipal()],
  ])('%s', (_, principal, caller) => {
    expect(resourceVerdict(aStatement({ Principal: principal }), caller)).toBe('Allow');
  });

  it.each<[string, JsonValue, Principal]>([
    ['another service is not the service', { Service: 'sns.amazonaws.com' }, aServicePrincipal()],
    ['the user is not the role', { AWS: USER_ARN }, aRolePrincipal()],
    ['the account leaves it to identity policies', { AWS: ROOT_ARN }, aUserPrincipal()],
    ['the account by its number does too', { AWS: ACCOUNT_ID }, aUserPrincipal()],
    ['a federated user matches no caller', { Federated: 'cognito-identity.amazonaws.com' }, aUserPrincipal()],
  ])('%s', (_, principal, caller) => {
    expect(resourceVerdict(aStatement({ Principal: principal }), caller)).toBeUndefined();
  });

  it('denies everyone of an account', () => {
    const statement = aStatement({ Effect: 'Deny', Principal: { AWS: ROOT_ARN } });

    expect(resourceVerdict(statement, aRolePrincipal())).toBe('Deny');
  });

  it('denies everyone but those named by NotPrincipal', () => {
    const statement = aStatement({ Effect: 'Deny', NotPrincipal: { AWS: USER_ARN } });

    expect(resourceVerdict(statement, aUserPrincipal())).toBeUndefined();
    expect(resourceVerdict(statement, aRolePrincipal())).toBe('Deny');
  });
});

describe('IA-08 a condition', () => {
  it.each<[JsonObject, Principal]>([
    [{ StringEquals: { 'aws:SourceArn': RULE_ARN } }, aServicePrincipal()],
    [{ StringEquals: { 'AWS:sourcearn': ['x', RULE_ARN] } }, aServicePrincipal()],
    [{ StringEqualsIgnoreCase: { 'aws:SourceArn': RULE_ARN.toUpperCase() } }, aServicePrincipal()],
    [{ StringLike: { 'aws:SourceArn': 'arn:*deliver' } }, aServicePrincipal()],
    [{ StringNotEquals: { 'aws:SourceAccount': '999999999999' } }, aServicePrincipal()],
    [{ StringNotEquals: { 'aws:SourceAccount': ACCOUNT_ID } }, aUserPrincipal()],
    [{ StringNotLike: { 'aws:SourceArn': ['x*', 'y*'] } }, aServicePrincipal()],
    [{ ArnLike: { 'aws:SourceArn': `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/bus/*` } }, aServicePrincipal()],
    [{ ArnEquals: { 'aws:PrincipalArn': ROLE_ARN } }, aRolePrincipal()],
    [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } }, aServicePrincipal()],
    [{ StringEquals: { 'aws:PrincipalAccount': ACCOUNT_ID } }, aUserPrincipal()],
    [{ StringEqualsIfExists: { 'aws:SourceArn': 'x' } }, aUserPrincipal()],
    [{ Bool: { 'aws:SecureTransport': true } }, aUserPrincipal()],
    [{ Bool: { 'aws:SecureTransport': 'TRUE' } }, aUserPrincipal()],
    [{ Null: { 'aws:SourceArn': 'true' } }, aUserPrincipal()],
    [{ Null: { 'aws:SourceArn': false } }, aServicePrincipal()],
    [{}, aUserPrincipal()],
  ])('%j holds', (condition, caller) => {
    expect(resourceVerdict(aStatement({ Principal: '*', Condition: condition }), caller)).toBe('Allow');
  });

  it.each<[JsonObject, Principal]>([
    [{ StringEquals: { 'aws:SourceArn': RULE_ARN } }, aUserPrincipal()],
    [{ StringEquals: { 'aws:SourceArn': 'arn:*' } }, aServicePrincipal()],
    [{ StringNotEquals: { 'aws:SourceAccount': ['x', ACCOUNT_ID] } }, aServicePrincipal()],
    [{ StringEqualsIfExists: { 'aws:SourceArn': 'x' } }, aServicePrincipal()],
    [{ ArnLike: { 'aws:SourceArn': `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/other/*` } }, aServicePrincipal()],
    [{ Bool: { 'aws:SecureTransport': false } }, aUserPrincipal()],
    [{ Null: { 'aws:SourceArn': 'false' } }, aUserPrincipal()],
    [
      { StringEquals: { 'aws:SourceAccount': ACCOUNT_ID }, ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } },
      aServicePrincipal(),
    ],
  ])('%j does not hold', (condition, caller) => {
    expect(resourceVerdict(aStatement({ Principal: '*', Condition: condition }), caller)).toBeUndefined();
  });
});

it.each<[JsonObject, Principal, Verdict]>([
  [{ 'ForAllValues:StringEquals': { 'aws:SourceArn': ['x', RULE_ARN] } }, aServicePrincipal(), 'Allow'],
  [{ 'ForAllValues:StringEquals': { 'aws:SourceArn': 'x' } }, aServicePrincipal(), undefined],
  [{ 'ForAllValues:StringEquals': { 'aws:SourceArn': 'x' } }, aUserPrincipal(), 'Allow'],
  [{ 'ForAnyValue:ArnLike': { 'aws:SourceArn': RULE_ARN } }, aServicePrincipal(), 'Allow'],
  [{ 'ForAnyValue:StringNotEquals': { 'aws:SourceArn': RULE_ARN } }, aServicePrincipal(), undefined],
  [{ 'ForAnyValue:StringNotEquals': { 'aws:SourceArn': 'x' } }, aUserPrincipal(), undefined],
])('IA-12 of a set, %j says of %j: %s', (condition, caller, said) => {
  expect(resourceVerdict(aStatement({ Principal: '*', Condition: condition }), caller)).toBe(said);
});

describe('IA-09 a malformed document is refused', () => {
  it.each<[string, JsonObject, PolicyKind, string]>([
    ['without Statement', { Version: '2012-10-17' }, 'identity', 'Syntax errors in policy.'],
    [
      'with an unknown version',
      { ...aPolicy(aStatement()), Version: '2013-10-17' },
      'identity',
      'valid version string',
    ],
    ['with an unknown element', { ...aPolicy(aStatement()), Foo: 1 }, 'identity', 'unknown element "Foo"'],
    ['with __proto__', aPolicy(parsed('{"__proto__":{"Effect":"Allow"}}')), 'identity', 'unknown element "__proto__"'],
    ['without Effect', aPolicy(aStatement({ Effect: undefined })), 'identity', 'Effect'],
    ['with another Effect', aPolicy(aStatement({ Effect: 'allow' })), 'identity', 'Effect'],
    ['without Action', aPolicy(aStatement({ Action: undefined })), 'identity', 'must contain actions'],
    ['with both Action and NotAction', aPolicy(aStatement({ NotAction: 'a:b' })), 'identity', 'not both'],
    ['with an action of no service', aPolicy(aStatement({ Action: 'PutEvents' })), 'identity', 'prefaced by a vendor'],
    ['without Resource', aPolicy(aStatement({ Resource: undefined })), 'identity', 'must contain resources'],
    [
      'with a resource that is not an ARN',
      aPolicy(aStatement({ Resource: 'bus' })),
      'identity',
      'Resource bus must be in ARN',
    ],
    ['with a number for a resource', aPolicy(aStatement({ Resource: 7 })), 'identity', 'Resource must be a string'],
    [
      'with a principal at a role',
      aPolicy(aStatement({ Principal: '*' })),
      'identity',
      'should not specify a principal',
    ],
    ['without a principal at a resource', aPolicy(aStatement()), 'resource', 'Missing required field Principal'],
    [
      'with an unknown kind of principal',
      aPolicy(aStatement({ Principal: { X: 'y' } })),
      'resource',
      'unknown kind "X"',
    ],
    [
      'with a wildcard in a principal',
      aPolicy(aStatement({ Principal: { AWS: `${ROLE_ARN}*` } })),
      'resource',
      'Invalid principal',
    ],
    [
      'with a resource in a trust policy',
      aPolicy(aStatement({ Action: 'sts:AssumeRole', Principal: '*' })),
      'trust',
      'Has prohibited field Resource',
    ],
    [
      'with another action in a trust policy',
      aPolicy({ Effect: 'Allow', Action: 'sqs:SendMessage', Principal: '*' }),
      'trust',
      'STS AssumeRole actions',
    ],
    [
      'with an unknown operator',
      aPolicy(aStatement({ Condition: { Equals: { 'aws:SourceArn': 'x' } } })),
      'identity',
      'Invalid Condition type : Equals',
    ],
    [
      'with an unknown set',
      aPolicy(aStatement({ Condition: { 'ForSomeValues:StringEquals': { 'aws:SourceArn': 'x' } } })),
      'identity',
      'Invalid Condition type : ForSomeValues:StringEquals',
    ],
    [
      'with NullIfExists',
      aPolicy(aStatement({ Condition: { NullIfExists: { 'aws:SourceArn': 'x' } } })),
      'identity',
      'Invalid Condition type',
    ],
    ['with a Sid of other characters', aPolicy(aStatement({ Sid: 'a b' })), 'identity', 'must be alpha-numeric'],
    ['with a Sid twice', aPolicy(aStatement({ Sid: 'a' }), aStatement({ Sid: 'a' })), 'identity', 'must be unique'],
  ])('%s', (_, document, kind, sentence) => {
    expect(refusal(document, kind)).toMatchObject({
      code: 'MalformedPolicyDocument',
      message: expect.stringContaining(sentence) as string,
    });
  });
});

describe('IA-10 what the engine cannot decide is refused by name', () => {
  it.each<[string, JsonObject]>([
    [
      'Condition operator "ForAllValues:IpAddress"',
      { Condition: { 'ForAllValues:IpAddress': { 'aws:SourceIp': '10.0.0.0/8' } } },
    ],
    ['Condition operator "IpAddress"', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }],
    ['Condition operator "NumericLessThanIfExists"', { Condition: { NumericLessThanIfExists: { 'aws:X': '1' } } }],
    ['Condition key "aws:SourceIp"', { Condition: { StringEquals: { 'aws:SourceIp': '10.0.0.1' } } }],
    ['Policy variable "${aws:username}"', { Resource: 'arn:aws:s3:::${aws:username}' }],
  ])('%s', (what, overrides) => {
    expect(refusal(aPolicy(aStatement(overrides)), 'identity')).toMatchObject({
      code: 'UnsupportedPolicy',
      message: expect.stringContaining(`${what} is not supported by the local engine`) as string,
    });
  });
});

it('takes ${…} literally in a policy of the older version', () => {
  const policy = compilePolicy({ Statement: aStatement({ Resource: 'arn:aws:s3:::${aws:username}' }) }, 'identity');

  const said = policy.evaluate({ ...aCall(aUserPrincipal()), resource: 'arn:aws:s3:::${aws:username}' });

  expect(said).toBe('Allow');
});

function aRolePrincipalArn(): string {
  const principal = aRolePrincipal();
  return principal.kind === 'assumed-role' ? principal.arn : '';
}

function aCall(caller: Principal) {
  return { action: 'sqs:SendMessage', resource: QUEUE_ARN, caller, context: conditionContextOf(caller) };
}

function verdict(...statements: readonly JsonObject[]) {
  return compilePolicy(aPolicy(...statements), 'identity').evaluate(aCall(aUserPrincipal()));
}

function resourceVerdict(statement: JsonObject, caller: Principal) {
  return compilePolicy(aPolicy(statement), 'resource').evaluate(aCall(caller));
}

function refusal(document: JsonObject, kind: PolicyKind): AwsError {
  try {
    compilePolicy(document, kind);
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  throw new Error('The policy was not refused.');
}

function parsed(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}

// AssumeRole, in the eyes of AWS's own client: sessions, and what they may do.
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { ListRulesCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { type Engine, startEngine, type User } from '../../src';
import type { JsonObject } from '../../src/foundation/json';
import { MAX_SESSIONS } from '../../src/iam/limits';
import { anIam, aPolicy, aRole, aStatement, aTrustPolicy, aUserPrincipal } from '../support/iam';
import { ACCOUNT_ID, fakeLog } from '../support/region';

const REGION = 'us-west-2';
const ROOT = `arn:aws:iam::${ACCOUNT_ID}:root`;
const HOUR = 3_600_000;
const roleArnOf = (name: string) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`;
const userArnOf = (name: string) => `arn:aws:iam::${ACCOUNT_ID}:user/${name}`;

function aTestUser(userName: string, ...statements: readonly JsonObject[]): User {
  const policies = statements.length === 0 ? [] : [aPolicy(...statements)];
  return { userName, accessKeyId: `AKIA${userName}`, secretAccessKey: `secret of ${userName}`, policies };
}

const USERS = {
  nobody: aTestUser('nobody'),
  named: aTestUser('named'),
  refused: aTestUser('refused', aStatement(), aStatement({ Effect: 'Deny', Action: 'sts:*' })),
};

function aRoleResource(RoleName: string, Principal: JsonObject, more: JsonObject = {}): JsonObject {
  const statement = aStatement({ Action: ['events:ListRules', 'sts:AssumeRole'] });
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...{ RoleName, AssumeRolePolicyDocument: aTrustPolicy({ Principal }) },
      Policies: [{ PolicyName: 'list', PolicyDocument: aPolicy(statement) }],
      ...more,
    },
  };
}

let engine: Engine;

beforeAll(async () => {
  engine = await startEngine({ regions: [{ name: REGION }], users: Object.values(USERS), log: fakeLog() });
  await engine.regions.get(REGION)?.createStack({
    stackName: 'roles',
    template: {
      Resources: {
        Account: aRoleResource('account', { AWS: ROOT }, { MaxSessionDuration: 7200 }),
        Named: aRoleResource('named', { AWS: userArnOf('named') }),
        Service: aRoleResource('service', { Service: 'events.amazonaws.com' }),
        Both: aRoleResource('both', { AWS: [ROOT, userArnOf('refused')] }),
      },
    },
  });
});

afterAll(async () => engine.stop());

type Credentials = Pick<User, 'accessKeyId' | 'secretAccessKey'> & { readonly sessionToken?: string };

function options(credentials: Credentials = engine.aws) {
  return { endpoint: engine.aws.endpointUrl, region: REGION, credentials, maxAttempts: 1 };
}

async function assume(
  role: string,
  { as, ...input }: { readonly as?: Credentials } & Partial<AssumeRoleCommandInput> = {},
) {
  const client = new STSClient(options(as));
  const RoleArn = role.startsWith('arn:') || role === 'x' ? role : roleArnOf(role);
  const { Credentials: given, AssumedRoleUser } = await client.send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'test', ...input }),
  );
  const credentials = {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
  return { credentials, expiration: given?.Expiration, user: AssumedRoleUser };
}

test('AC-06 A session acts as the role, with the policies of the role', async () => {
  const { credentials, user } = await assume('account');
  const who = await new STSClient(options(credentials)).send(new GetCallerIdentityCommand());
  const { Rules } = await new EventBridgeClient(options(credentials)).send(new ListRulesCommand({}));

  expect(user?.Arn).toBe(`arn:aws:sts::${ACCOUNT_ID}:assumed-role/account/test`);
  expect([who.Arn, who.UserId]).toEqual([user?.Arn, user?.AssumedRoleId]);
  expect(Rules).toEqual([]);
  await expect(new SQSClient(options(credentials)).send(new ListQueuesCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

test.each([
  ['whom the role names, without a policy of his own', 'named', 'named'],
  ['whom the account lets, where the role names the account', 'account', 'administrator'],
])('AC-07 Lets him in %s', async (_, role, name) => {
  const as = name === 'named' ? USERS.named : engine.aws;

  expect((await assume(role, { as })).user?.Arn).toContain(`assumed-role/${role}/`);
});

test.each([
  ['nobody', 'account', 'whom the role leaves to the account, which lets him do nothing'],
  ['nobody', 'named', 'where the role names somebody else'],
  ['administrator', 'named', 'who may do everything, where the role names somebody else'],
  ['administrator', 'service', 'where the role trusts a service'],
  ['refused', 'both', 'whom a policy of his own denies it'],
  ['administrator', 'none', 'where there is no such role'],
])('AC-07 Does not let %s be %s, %s', async (name, role) => {
  const as = name === 'administrator' ? engine.aws : name === 'nobody' ? USERS.nobody : USERS.refused;

  await expect(assume(role, { as })).rejects.toMatchObject({
    name: 'AccessDenied',
    message: `User: ${userArnOf(name)} is not authorized to perform: sts:AssumeRole on resource: ${roleArnOf(role)}`,
  });
});

test('AC-08 A session lasts an hour unless asked for', async () => {
  const before = Math.floor(Date.now() / 1_000) * 1_000;
  const [whole, short] = [await assume('account'), await assume('account', { DurationSeconds: 900 })];

  expect(whole.expiration?.getTime()).toBeGreaterThanOrEqual(before + HOUR);
  expect(short.expiration?.getTime()).toBeLessThan(before + HOUR);
});

test('AC-08 The oldest session ends when there are too many', () => {
  const iam = anIam();
  const trust = aTrustPolicy({ Principal: { AWS: ROOT } });
  const { arn: roleArn } = iam.createRole(aRole({ assumeRolePolicyDocument: trust }));
  const begin = () => iam.beginSession(aUserPrincipal(), { roleArn, sessionName: 'test', now: 0 }).accessKeyId;

  const first = begin();
  const second = begin();
  for (let more = 2; more <= MAX_SESSIONS; more += 1) begin();

  expect([iam.accessKey(first), iam.accessKey(second)]).toEqual([undefined, expect.anything()]);
});

test('AC-08 Sessions end with their role', () => {
  const iam = anIam();
  const role = aRole({ assumeRolePolicyDocument: aTrustPolicy({ Principal: { AWS: ROOT } }) });
  const { arn: roleArn } = iam.createRole(role);
  const { accessKeyId } = iam.beginSession(aUserPrincipal(), { roleArn, sessionName: 'test', now: 0 });

  iam.deleteRole(role.roleName);
  iam.createRole(role);

  expect(iam.accessKey(accessKeyId)).toBeUndefined();
});

describe('AC-08 refuses', () => {
  test.each([
    ['x', {}, 'Request ARN is invalid'],
    ['account', { RoleSessionName: 'a b' }, /'a b' at 'roleSessionName' .* pattern: /],
    ['account', { RoleSessionName: 'a' }, /'a' at 'roleSessionName' .* greater than or equal to 2/],
    ['account', { RoleSessionName: 'a'.repeat(65) }, /at 'roleSessionName' .* less than or equal to 64/],
    ['account', { DurationSeconds: 60 }, /'60' at 'durationSeconds' .* greater than or equal to 900/],
    ['account', { DurationSeconds: 43_201 }, /at 'durationSeconds' .* less than or equal to 43200/],
    [
      'account',
      { DurationSeconds: 7_201 },
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    ],
    ['account', { Policy: '{}' }, 'The engine does not support the parameter Policy of AssumeRole.'],
  ])('%s with %j', async (role, input, message) => {
    await expect(assume(role, input)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringMatching(message) as unknown,
    });
  });

  test('more than an hour for a session of a session', async () => {
    const { credentials: as } = await assume('account', { DurationSeconds: 7_200 });

    await expect(assume('account', { as, DurationSeconds: 3_601 })).rejects.toThrow(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  });
});

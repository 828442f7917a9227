import { AwsError } from '../../src/foundation/errors';
import type { Iam, PolicyDocument, Principal } from '../../src/iam/iam';
import {
  anIam,
  aPolicy,
  aRole,
  aServicePrincipal,
  aStatement,
  aTrustPolicy,
  aUser,
  aUserPrincipal,
  QUEUE_ARN,
  RULE_ARN,
  USER_ARN,
} from '../support/iam';
import { ACCOUNT_ID } from '../support/region';

const EVENTS = 'events.amazonaws.com';

describe('a user', () => {
  it('is found by the access key', () => {
    const iam = anIam();

    expect(iam.accessKey(aUser().accessKeyId)).toMatchObject({
      secretAccessKey: aUser().secretAccessKey,
      principal: {
        kind: 'user',
        arn: USER_ARN,
        accountId: ACCOUNT_ID,
        userId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/) as string,
      },
    });
  });

  it.each(['AKIAUNKNOWN', '__proto__', 'constructor'])('is not found by the key "%s"', (accessKeyId) => {
    expect(anIam().accessKey(accessKeyId)).toBeUndefined();
  });

  it('IA-01 may do what the own policy allows', () => {
    expect(refusal(anIam(), aUserPrincipal())).toBeUndefined();
  });

  it('IA-01 may do nothing without a policy', () => {
    const iam = anIam({ users: [aUser({ policies: [] })] });

    expect(refusal(iam, aUserPrincipal())).toMatchObject({
      code: 'AccessDeniedException',
      status: 403,
      message:
        `User: ${USER_ARN} is not authorized to perform: sqs:SendMessage on resource: ${QUEUE_ARN} ` +
        'because no identity-based policy allows the sqs:SendMessage action',
    });
  });

  it('IA-05 may do what the policy of the resource allows', () => {
    const iam = anIam({ users: [aUser({ policies: [] })] });

    expect(refusal(iam, aUserPrincipal(), aPolicy(aStatement({ Principal: { AWS: USER_ARN } })))).toBeUndefined();
  });

  it('IA-02 may not do what the own policy denies', () => {
    const iam = anIam({ users: [aUser({ policies: [aPolicy(aStatement(), aStatement({ Effect: 'Deny' }))] })] });

    expect(refusal(iam, aUserPrincipal())?.message).toMatch(/with an explicit deny in an identity-based policy$/);
  });

  it('IA-02 may not do what the policy of the resource denies', () => {
    const policy = aPolicy(aStatement({ Effect: 'Deny', Principal: '*' }));

    expect(refusal(anIam(), aUserPrincipal(), policy)?.message).toMatch(
      /with an explicit deny in a resource-based policy$/,
    );
  });
});

describe('a role', () => {
  it('has an ARN and a unique id', () => {
    expect(anIam().createRole(aRole())).toEqual({
      arn: `arn:aws:iam::${ACCOUNT_ID}:role/deliver`,
      roleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/) as string,
    });
  });

  it('IA-07 is assumed by the service that it trusts', () => {
    const iam = anIam();
    const { arn, roleId } = iam.createRole(aRole());

    expect(iam.assumeRole(arn, EVENTS)).toEqual({
      kind: 'assumed-role',
      arn: expect.stringMatching(/^arn:aws:sts::123456789012:assumed-role\/deliver\/[\w+=,.@-]{2,64}$/) as string,
      roleArn: arn,
      accountId: ACCOUNT_ID,
      userId: expect.stringMatching(new RegExp(`^${roleId}:`)) as string,
    });
  });

  it.each([
    ['another service', 'appsync.amazonaws.com', aTrustPolicy()],
    ['a service that is denied', EVENTS, aTrustPolicy({ Effect: 'Deny' })],
    [
      'a service that acts for nothing in particular',
      EVENTS,
      aTrustPolicy({ Condition: { ArnEquals: { 'aws:SourceArn': RULE_ARN } } }),
    ],
  ])('IA-07 is not assumed by %s', (_, service, assumeRolePolicyDocument) => {
    const iam = anIam();
    const { arn } = iam.createRole(aRole({ assumeRolePolicyDocument }));

    expect(() => iam.assumeRole(arn, service)).toThrow(
      `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${arn}`,
    );
  });

  it('IA-07, IA-08 is assumed for the resource that its trust policy names', () => {
    const iam = anIam();
    const trust = aTrustPolicy({ Condition: { ArnEquals: { 'aws:SourceArn': RULE_ARN } } });
    const { arn } = iam.createRole(aRole({ assumeRolePolicyDocument: trust }));

    expect(iam.assumeRole(arn, EVENTS, RULE_ARN)).toMatchObject({ roleArn: arn });
  });

  it('cannot be assumed when it does not exist', () => {
    expect(() => anIam().assumeRole('arn:aws:iam::123456789012:role/none', EVENTS)).toThrow(
      expect.objectContaining({ code: 'AccessDenied', status: 403 }) as Error,
    );
  });

  it('IA-01 may do what its policies allow', () => {
    const { iam, session } = anAssumedRole(aPolicy(aStatement({ Action: 'sqs:SendMessage' })));

    expect(refusal(iam, session)).toBeUndefined();
  });

  it('may do what a policy allows that was added', () => {
    const { iam, session } = anAssumedRole(aPolicy(aStatement({ Action: 'sqs:ReceiveMessage' })));

    iam.putRolePolicy('deliver', 'send', aPolicy(aStatement({ Action: 'sqs:SendMessage' })));

    expect(refusal(iam, session)).toBeUndefined();
  });

  it('may not do any more what a policy denies that was added', () => {
    const { iam, session } = anAssumedRole(aPolicy(aStatement({ Action: 'sqs:SendMessage' })));
    const before = refusal(iam, session);

    iam.putRolePolicy('deliver', 'deny', aPolicy(aStatement({ Effect: 'Deny', Action: 'sqs:SendMessage' })));

    expect([before, refusal(iam, session)?.code]).toEqual([undefined, 'AccessDeniedException']);
  });

  it('may not do for one value of a condition key what it did for another', () => {
    const condition = { StringEquals: { 'events:source': 'a' } };
    const statement = aStatement({ Action: 'events:PutEvents', Resource: '*', Condition: condition });
    const { iam, session } = anAssumedRole(aPolicy(statement));
    const put = (conditionKeys: Readonly<Record<string, string>>) => () =>
      iam.authorize(session, { action: 'events:PutEvents', resource: QUEUE_ARN, conditionKeys });

    // The second time it is known already.
    expect(put({ 'events:source': 'a' })).not.toThrow();
    expect(put({ 'events:source': 'a' })).not.toThrow();
    expect(put({ 'events:source': 'b' })).toThrow('is not authorized to perform: events:PutEvents');
    expect(put({})).toThrow('is not authorized to perform: events:PutEvents');
  });

  it('IA-01 may do nothing else', () => {
    const { iam, session } = anAssumedRole(aPolicy(aStatement({ Action: 'sqs:ReceiveMessage' })));

    expect(refusal(iam, session)?.message).toMatch(
      /^User: arn:aws:sts::\d+:assumed-role\/deliver\/.* because no identity-based/,
    );
  });

  it('is created once', () => {
    const iam = anIam();
    iam.createRole(aRole());

    expect(() => iam.createRole(aRole())).toThrow('Role with name deliver already exists.');
  });

  it.each(['a/b', 'a b', '', 'a'.repeat(65)])('is not named "%s"', (roleName) => {
    expect(() => anIam().createRole(aRole({ roleName }))).toThrow(
      expect.objectContaining({ code: 'ValidationError' }) as Error,
    );
  });

  it('takes no policy when it does not exist', () => {
    expect(() => anIam().putRolePolicy('none', 'send', aPolicy(aStatement()))).toThrow(
      'The role with name none cannot be found.',
    );
  });

  it('IA-09 is not created with a malformed policy', () => {
    const iam = anIam();
    const policies = [{ policyName: 'p', policyDocument: aPolicy(aStatement({ Effect: 'Maybe' })) }];

    expect(() => iam.createRole(aRole({ policies }))).toThrow(
      expect.objectContaining({ code: 'MalformedPolicyDocument' }) as Error,
    );
    expect(() => iam.createRole(aRole())).not.toThrow();
  });
});

describe('a service', () => {
  it('IA-06 may do what the policy of the resource allows', () => {
    const policy = aPolicy(aStatement({ Principal: { Service: EVENTS } }));

    expect(refusal(anIam(), aServicePrincipal(), policy)).toBeUndefined();
  });

  it('IA-06 may do nothing without a policy of the resource', () => {
    expect(refusal(anIam(), aServicePrincipal())?.message).toBe(
      `User: ${EVENTS} is not authorized to perform: sqs:SendMessage on resource: ${QUEUE_ARN} ` +
        'because no resource-based policy allows the sqs:SendMessage action',
    );
  });
});

function anAssumedRole(policyDocument: PolicyDocument): { iam: Iam; session: Principal } {
  const iam = anIam();
  const { arn } = iam.createRole(aRole({ policies: [{ policyName: 'own', policyDocument }] }));
  return { iam, session: iam.assumeRole(arn, EVENTS) };
}

function refusal(iam: Iam, principal: Principal, resourcePolicy?: PolicyDocument): AwsError | undefined {
  try {
    iam.authorize(principal, { action: 'sqs:SendMessage', resource: QUEUE_ARN, resourcePolicy });
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}

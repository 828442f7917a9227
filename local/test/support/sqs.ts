// Builders of what SQS needs around it.
import { AwsError } from '../../src/foundation/errors';
import type { AccessRequest, Iam, Principal } from '../../src/iam/iam';
import type { JsonObject } from '../../src/foundation/json';
import { createSqs } from '../../src/sqs/service';
import type { Sqs } from '../../src/sqs/sqs';
import { fakeClock, type FakeClock } from './clock';
import { callOperation } from './operations';
import { ACCOUNT_ID, aRegion } from './region';

/** A caller. */
export function aUser(): Principal {
  return {
    kind: 'user',
    arn: `arn:aws:iam::${ACCOUNT_ID}:user/ann`,
    accountId: ACCOUNT_ID,
    userId: 'AIDAANN',
    accessKeyId: 'AKIAANN',
  };
}

/** An IAM that allows everything but what a test denies, and remembers what it was asked. */
export interface FakeIam extends Iam {
  readonly requests: readonly (AccessRequest & { readonly principal: Principal })[];
  /** Denies from now on what `denies` says. */
  deny(denies: (request: AccessRequest, principal: Principal) => boolean): void;
  /** From now on, this role cannot be assumed. */
  denyRole(roleArn: string): void;
}

/** Builds an IAM. */
export function fakeIam(): FakeIam {
  const requests: (AccessRequest & { readonly principal: Principal })[] = [];
  const deniedRoles = new Set<string>();
  let isDenied: (request: AccessRequest, principal: Principal) => boolean = () => false;
  return {
    requests,
    deny: (denies) => {
      isDenied = denies;
    },
    denyRole: (roleArn) => {
      deniedRoles.add(roleArn);
    },
    isDeniedByResource: (principal, request) => isDenied(request, principal),
    createRole: unused('createRole'),
    putRolePolicy: unused('putRolePolicy'),
    deleteRolePolicy: unused('deleteRolePolicy'),
    updateAssumeRolePolicy: unused('updateAssumeRolePolicy'),
    updateRole: unused('updateRole'),
    deleteRole: unused('deleteRole'),
    beginSession: unused('beginSession'),
    sessionKey: () => {
      throw new Error('No session keys.');
    },
    accessKey: () => undefined,
    assumeRole: (roleArn) => {
      if (deniedRoles.has(roleArn)) throw new AwsError('AccessDenied', `${roleArn} cannot be assumed.`, 403);
      return { kind: 'assumed-role', arn: roleArn, roleArn, accountId: ACCOUNT_ID, userId: 'AROA:session' };
    },
    authorize: (principal, request) => {
      requests.push({ ...request, principal });
      if (!isDenied(request, principal)) return;
      throw new AwsError('AccessDeniedException', `${principal.kind} may not ${request.action}.`, 403);
    },
  };
}

/** Queues, and what is around them. */
export interface SqsBench {
  readonly sqs: Sqs;
  readonly iam: FakeIam;
  readonly clock: FakeClock;
  readonly queueUrl: string;
  readonly queueArn: string;
  /** Calls an API operation on the queue `letters`, or on the one that the input names. */
  readonly call: (operation: string, input?: JsonObject, caller?: Principal) => Promise<JsonObject>;
}

/** Builds a region with one queue, `letters`. */
export function aQueue(attributes: JsonObject = {}): SqsBench {
  const iam = fakeIam();
  const clock = fakeClock();
  const queueUrlOf = (name: string) => `http://127.0.0.1:4566/${ACCOUNT_ID}/${name}`;
  const sqs = createSqs(aRegion({ clock }), { iam, queueUrl: queueUrlOf });
  const { queueUrl, arn } = sqs.createQueue('letters', attributes);
  return {
    sqs,
    iam,
    clock,
    queueUrl,
    queueArn: arn,
    call: (operation, input = {}, caller = aUser()) =>
      callOperation(sqs.api, operation, { QueueUrl: queueUrl, ...input }, caller),
  };
}

function unused(name: string): () => never {
  return () => {
    throw new Error(`${name} is not part of this test.`);
  };
}

/** What a function throws. */
export function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('Nothing was thrown.');
}

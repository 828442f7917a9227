// The account's users, roles and permissions, as one region sees them.
import { AwsError } from '../foundation/errors';
import type { Ids } from '../foundation/ids';
import type {
  AccessKey,
  AccessRequest,
  AssumedRole,
  Iam,
  PolicyDocument,
  Principal,
  RoleDefinition,
  SessionKey,
  User,
} from './iam';
import { MAX_ROLE_NAME, SESSION_NAME_LENGTH, UNIQUE_ID_LENGTH } from './limits';
import { type Call, compilePolicy, type Policy, type PolicyKind, type Verdict } from './policy';
import { conditionContextOf } from './principal';

/** What an account is made of. */
export interface AccountOptions {
  /** Twelve digits. */
  readonly accountId: string;
  /** `aws`, the first part of every ARN. */
  readonly partition: string;
  /** The account's ids. IAM is global: give every region the same, so that a user has one unique id. */
  readonly ids: Ids;
  readonly users: readonly User[];
}

/** Characters after `ASIA`, of a secret and of a token. */
const SESSION_KEY_ID_LENGTH = 16;
const SESSION_SECRET_LENGTH = 40;
const SESSION_TOKEN_LENGTH = 60;

interface Role {
  readonly roleName: string;
  readonly roleId: string;
  readonly trust: Policy;
  readonly policies: Map<string, Policy>;
}

interface Assumption {
  readonly roleArn: string;
  readonly service: string;
  readonly sourceArn: string | undefined;
}

/**
 * Creates the account with its users.
 * @throws AwsError `MalformedPolicyDocument` or `UnsupportedPolicy` for the policy of a user
 */
export function createIam(options: AccountOptions): Iam {
  return new Account(options);
}

class Account implements Iam {
  readonly #options: AccountOptions;
  readonly #keys: ReadonlyMap<string, AccessKey>;
  readonly #sessionKeys = new Map<string, SessionKey>();
  /** By the user's ARN. */
  readonly #userPolicies: ReadonlyMap<string, readonly Policy[]>;
  /** By ARN. */
  readonly #roles = new Map<string, Role>();
  /** A policy document travels with every call, and is compiled once. */
  readonly #resourcePolicies = new WeakMap<PolicyDocument, Policy>();

  constructor(options: AccountOptions) {
    this.#options = options;
    const users = options.users.map((user) => ({ user, arn: this.#arnOf('iam', `user/${user.userName}`) }));
    this.#keys = new Map(users.map(({ user, arn }) => [user.accessKeyId, this.#keyOf(user, arn)]));
    this.#userPolicies = new Map(users.map(({ user, arn }) => [arn, user.policies.map(compiledAs('identity'))]));
  }

  createRole(definition: RoleDefinition) {
    const { roleName, assumeRolePolicyDocument, policies } = definition;
    requireValidRoleName(roleName);
    const arn = this.#roleArn(roleName);
    if (this.#roles.has(arn)) {
      throw new AwsError('EntityAlreadyExists', `Role with name ${roleName} already exists.`, 409);
    }
    const role: Role = {
      roleName,
      roleId: `AROA${this.#options.ids.upperCase(`role/${roleName}`, UNIQUE_ID_LENGTH)}`,
      trust: compilePolicy(assumeRolePolicyDocument, 'trust'),
      policies: new Map(
        policies.map(({ policyName, policyDocument }) => [policyName, compilePolicy(policyDocument, 'identity')]),
      ),
    };
    this.#roles.set(arn, role);
    return { arn, roleId: role.roleId };
  }

  putRolePolicy(roleName: string, policyName: string, policy: PolicyDocument): void {
    const role = this.#roles.get(this.#roleArn(roleName));
    if (!role) throw new AwsError('NoSuchEntity', `The role with name ${roleName} cannot be found.`, 404);
    role.policies.set(policyName, compilePolicy(policy, 'identity'));
  }

  accessKey(accessKeyId: string): AccessKey | undefined {
    return this.#keys.get(accessKeyId) ?? this.#sessionKeys.get(accessKeyId);
  }

  sessionKey(principal: AssumedRole): SessionKey {
    const { ids } = this.#options;
    const name = `session key/${principal.arn}`;
    const key = {
      accessKeyId: `ASIA${ids.upperCase(name, SESSION_KEY_ID_LENGTH)}`,
      secretAccessKey: ids.lowerCase(`${name}/secret`, SESSION_SECRET_LENGTH),
      sessionToken: ids.lowerCase(`${name}/token`, SESSION_TOKEN_LENGTH),
      principal,
    };
    this.#sessionKeys.set(key.accessKeyId, key);
    return key;
  }

  assumeRole(roleArn: string, service: string, sourceArn?: string): AssumedRole {
    const { accountId, ids } = this.#options;
    const role = this.#roles.get(roleArn);
    if (!role || !this.#trusts(role.trust, { roleArn, service, sourceArn })) {
      const sentence = `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
      throw new AwsError('AccessDenied', sentence, 403);
    }
    const session = ids.lowerCase(`session/${role.roleName}/${service}`, SESSION_NAME_LENGTH);
    return {
      kind: 'assumed-role',
      arn: this.#arnOf('sts', `assumed-role/${role.roleName}/${session}`),
      roleArn,
      accountId,
      userId: `${role.roleId}:${session}`,
    };
  }

  authorize(principal: Principal, request: AccessRequest): void {
    const { action, resource, resourcePolicy } = request;
    const call: Call = { action, resource, caller: principal, context: conditionContextOf(principal) };
    const byIdentity = verdictOf(this.#identityPoliciesOf(principal), call);
    const byResource = resourcePolicy && this.#resourcePolicyOf(resourcePolicy).evaluate(call);
    if (byIdentity === 'Deny') throw denied(call, 'with an explicit deny in an identity-based policy');
    if (byResource === 'Deny') throw denied(call, 'with an explicit deny in a resource-based policy');
    if (byIdentity === 'Allow' || byResource === 'Allow') return;
    const kind = principal.kind === 'service' ? 'resource-based' : 'identity-based';
    throw denied(call, `because no ${kind} policy allows the ${action} action`);
  }

  isDeniedByResource(caller: Principal, { action, resource, resourcePolicy }: AccessRequest): boolean {
    if (!resourcePolicy) return false;
    const call: Call = { action, resource, caller, context: conditionContextOf(caller) };
    return this.#resourcePolicyOf(resourcePolicy).evaluate(call) === 'Deny';
  }

  #arnOf(service: 'iam' | 'sts', resource: string): string {
    const { partition, accountId } = this.#options;
    return `arn:${partition}:${service}::${accountId}:${resource}`;
  }

  #keyOf({ userName, accessKeyId, secretAccessKey }: User, arn: string): AccessKey {
    const { accountId, ids } = this.#options;
    const userId = `AIDA${ids.upperCase(`user/${userName}`, UNIQUE_ID_LENGTH)}`;
    return { accessKeyId, secretAccessKey, principal: { kind: 'user', arn, accountId, userId, accessKeyId } };
  }

  #roleArn(roleName: string): string {
    return this.#arnOf('iam', `role/${roleName}`);
  }

  #trusts(trust: Policy, { roleArn, service, sourceArn }: Assumption): boolean {
    const caller: Principal = {
      kind: 'service',
      service,
      sourceArn: sourceArn ?? '',
      accountId: this.#options.accountId,
    };
    const context = new Map(conditionContextOf(caller));
    if (sourceArn === undefined) context.delete('aws:sourcearn');
    return trust.evaluate({ action: 'sts:AssumeRole', resource: roleArn, caller, context }) === 'Allow';
  }

  #identityPoliciesOf(principal: Principal): readonly Policy[] {
    if (principal.kind === 'user') return this.#userPolicies.get(principal.arn) ?? [];
    if (principal.kind === 'service') return [];
    return [...(this.#roles.get(principal.roleArn)?.policies.values() ?? [])];
  }

  #resourcePolicyOf(document: PolicyDocument): Policy {
    const known = this.#resourcePolicies.get(document);
    if (known) return known;
    const policy = compilePolicy(document, 'resource');
    this.#resourcePolicies.set(document, policy);
    return policy;
  }
}

function compiledAs(kind: PolicyKind): (document: PolicyDocument) => Policy {
  return (document) => compilePolicy(document, kind);
}

/** Letters, digits and `_+=,.@-`: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const ROLE_NAME = /^[\w+=,.@-]+$/;

function requireValidRoleName(roleName: string): void {
  if (ROLE_NAME.test(roleName) && roleName.length <= MAX_ROLE_NAME) return;
  throw new AwsError(
    'ValidationError',
    'The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: ' +
      `+=,.@_-, and at most ${MAX_ROLE_NAME} of them.`,
  );
}

function verdictOf(policies: readonly Policy[], call: Call): Verdict {
  const verdicts = policies.map((policy) => policy.evaluate(call));
  return verdicts.includes('Deny') ? 'Deny' : verdicts.find((verdict) => verdict !== undefined);
}

/** IAM's sentence: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denied({ action, resource, caller }: Call, reason: string): AwsError {
  const name = caller.kind === 'service' ? caller.service : caller.arn;
  const sentence = `User: ${name} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  return new AwsError('AccessDeniedException', sentence, 403);
}

// The account's roles, and who may act as them.
import { AwsError } from '../foundation/errors';
import { type Account, globalArn } from './account';
import type { AssumedRole, PolicyDocument, Principal, RoleDefinition } from './iam';
import { DEFAULT_SESSION, MAX_ROLE_NAME, SESSION_NAME_LENGTH, UNIQUE_ID_LENGTH } from './limits';
import { type Call, compilePolicy, type Policy, type Verdict } from './policy';
import { conditionContextOf } from './principal';

interface Role {
  readonly roleName: string;
  readonly roleId: string;
  trust: Trust;
  /** Seconds. */
  maxSessionDuration: number;
  readonly policies: Map<string, Policy>;
  /** By the service that acts as the role. */
  readonly sessions: Map<string, AssumedRole>;
  /** The services that the trust policy let in, by the resource on whose behalf they act. */
  readonly trusted: Map<string | undefined, Set<string>>;
}

/** A trust policy. */
interface Trust {
  /** Lets those in whom it names. */
  readonly byName: Policy;
  /** Lets everyone in whose account it names. */
  readonly byAccount: Policy;
}

/** A service that asks to act as a role. */
export interface Assumption {
  readonly roleArn: string;
  readonly service: string;
  readonly sourceArn: string | undefined;
}

/** The roles of an account, none at first. */
export class Roles {
  readonly #account: Account;
  /** By ARN. */
  readonly #roles = new Map<string, Role>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** @throws AwsError `EntityAlreadyExists`, `ValidationError`, `MalformedPolicyDocument` or `UnsupportedPolicy` */
  create(definition: RoleDefinition): { readonly arn: string; readonly roleId: string } {
    const { roleName, assumeRolePolicyDocument, policies, maxSessionDuration = DEFAULT_SESSION } = definition;
    requireValidRoleName(roleName);
    const arn = this.#arnOf(roleName);
    if (this.#roles.has(arn)) {
      throw new AwsError('EntityAlreadyExists', `Role with name ${roleName} already exists.`, 409);
    }
    const role: Role = {
      roleName,
      roleId: `AROA${this.#account.ids.upperCase(`role/${roleName}`, UNIQUE_ID_LENGTH)}`,
      trust: trustOf(assumeRolePolicyDocument),
      maxSessionDuration,
      policies: new Map(
        policies.map(({ policyName, policyDocument }) => [policyName, compilePolicy(policyDocument, 'identity')]),
      ),
      sessions: new Map(),
      trusted: new Map(),
    };
    this.#roles.set(arn, role);
    return { arn, roleId: role.roleId };
  }

  /** @throws AwsError `NoSuchEntity`, `MalformedPolicyDocument` or `UnsupportedPolicy` */
  putPolicy(roleName: string, policyName: string, policy: PolicyDocument): void {
    this.#find(roleName).policies.set(policyName, compilePolicy(policy, 'identity'));
  }

  /** @throws AwsError `NoSuchEntity` */
  deletePolicy(roleName: string, policyName: string): void {
    if (this.#find(roleName).policies.delete(policyName)) return;
    throw noSuchEntity(`The role policy with name ${policyName} cannot be found.`);
  }

  /** @throws AwsError `NoSuchEntity`, `MalformedPolicyDocument` or `UnsupportedPolicy` */
  updateTrust(roleName: string, policy: PolicyDocument): void {
    const role = this.#find(roleName);
    role.trust = trustOf(policy);
    role.trusted.clear();
  }

  /** @param maxSessionDuration seconds @throws AwsError `NoSuchEntity` */
  update(roleName: string, maxSessionDuration = DEFAULT_SESSION): void {
    this.#find(roleName).maxSessionDuration = maxSessionDuration;
  }

  /**
   * https://github.com/awslabs/aws-orbit-workbench/issues/633
   * @returns the ARN that it had
   * @throws AwsError `NoSuchEntity` or `DeleteConflict`
   */
  delete(roleName: string): string {
    if (this.#find(roleName).policies.size > 0) {
      throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
    }
    const arn = this.#arnOf(roleName);
    this.#roles.delete(arn);
    return arn;
  }

  /** Whom a role's trust policy lets in; nobody where there is no such role. */
  trustIn(roleArn: string, call: Call): { readonly byName: Verdict; readonly byAccount: Verdict } {
    const trust = this.#roles.get(roleArn)?.trust;
    return { byName: trust?.byName.evaluate(call), byAccount: trust?.byAccount.evaluate(call) };
  }

  /** A session of a role, and the seconds that it may last. @throws AwsError `AccessDenied` without such a role */
  session(roleArn: string, name: string): { readonly principal: AssumedRole; readonly maxDuration: number } {
    const role = this.#roles.get(roleArn);
    if (!role) throw new AwsError('AccessDenied', `There is no role ${roleArn}.`, 403);
    return { principal: this.#principalOf(role, roleArn, name), maxDuration: role.maxSessionDuration };
  }

  #find(roleName: string): Role {
    const role = this.#roles.get(this.#arnOf(roleName));
    if (!role) throw noSuchEntity(`The role with name ${roleName} cannot be found.`);
    return role;
  }

  /** @throws AwsError `AccessDenied` */
  assume(assumption: Assumption): AssumedRole {
    const { roleArn, service } = assumption;
    const role = this.#roles.get(roleArn);
    if (!role || !this.#trusts(role, assumption)) {
      const sentence = `User: ${service} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`;
      throw new AwsError('AccessDenied', sentence, 403);
    }
    const session = role.sessions.get(service) ?? this.#sessionOf(role, { roleArn, service });
    role.sessions.set(service, session);
    return session;
  }

  /** What a role may do; nothing for one that is not there. */
  policiesOf(roleArn: string): Iterable<Policy> {
    return this.#roles.get(roleArn)?.policies.values() ?? [];
  }

  #sessionOf(role: Role, { roleArn, service }: Pick<Assumption, 'roleArn' | 'service'>): AssumedRole {
    const name = this.#account.ids.lowerCase(`session/${role.roleName}/${service}`, SESSION_NAME_LENGTH);
    return this.#principalOf(role, roleArn, name);
  }

  #principalOf({ roleName, roleId }: Role, roleArn: string, session: string): AssumedRole {
    const { accountId } = this.#account;
    return {
      kind: 'assumed-role',
      arn: globalArn(this.#account, 'sts', `assumed-role/${roleName}/${session}`),
      roleArn,
      accountId,
      userId: `${roleId}:${session}`,
    };
  }

  #arnOf(roleName: string): string {
    return globalArn(this.#account, 'iam', `role/${roleName}`);
  }

  #trusts({ trust, trusted }: Role, { roleArn, service, sourceArn }: Assumption): boolean {
    const known = trusted.get(sourceArn) ?? new Set();
    if (known.has(service)) return true;
    const { accountId } = this.#account;
    const caller: Principal = { kind: 'service', service, sourceArn: sourceArn ?? '', accountId };
    const context = new Map(conditionContextOf(caller));
    if (sourceArn === undefined) context.delete('aws:sourcearn');
    const isTrusted =
      trust.byName.evaluate({ action: 'sts:AssumeRole', resource: roleArn, caller, context }) === 'Allow';
    if (isTrusted) trusted.set(sourceArn, known.add(service));
    return isTrusted;
  }
}

function trustOf(document: PolicyDocument): Trust {
  return { byName: compilePolicy(document, 'trust'), byAccount: compilePolicy(document, 'account trust') };
}

function noSuchEntity(sentence: string): AwsError {
  return new AwsError('NoSuchEntity', sentence, 404);
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

// The account's users, roles and permissions, as one region sees them.
import { AwsError } from '../foundation/errors';
import { AccessKeys, userArn } from './access-keys';
import { AllowedCalls } from './allowed-calls';
import type { Account } from './account';
import type { AccessRequest, Iam, PolicyDocument, Principal, User } from './iam';
import type { ConditionContext } from './condition';
import { DEFAULT_SESSION, MAX_CHAINED_SESSION } from './limits';
import { type Call, compilePolicy, type Policy, type Verdict } from './policy';
import { conditionContextOf } from './principal';
import { Roles } from './roles';

const SECOND = 1_000;

/** What an account is made of. */
export interface AccountOptions extends Account {
  readonly users: readonly User[];
}

/**
 * Creates the account with its users.
 * @throws AwsError `MalformedPolicyDocument` or `UnsupportedPolicy` for the policy of a user
 */
export function createIam({ users, ...account }: AccountOptions): Iam {
  const roles = new Roles(account);
  const keys = new AccessKeys(account, users);
  const userPolicies = new Map(
    users.map(({ userName, policies }) => [userArn(account, userName), policies.map(compiledIdentityPolicy)]),
  );
  const resourcePolicies = new ResourcePolicies();
  const allowed = new AllowedCalls();
  /** To be changed: what they may do is asked anew. */
  const changing = (): Roles => {
    allowed.forget();
    return roles;
  };
  const contexts = new WeakMap<Principal, ConditionContext>();
  const contextOf = (caller: Principal) => {
    const context = contexts.get(caller) ?? conditionContextOf(caller);
    contexts.set(caller, context);
    return context;
  };
  const callOf = (caller: Principal, request: AccessRequest): Call => new AskedCall(caller, request, contextOf(caller));
  const policiesOf = (principal: Principal): Iterable<Policy> => {
    if (principal.kind === 'user') return userPolicies.get(principal.arn) ?? [];
    return principal.kind === 'service' ? [] : roles.policiesOf(principal.roleArn);
  };
  const byResource = (call: Call, { resourcePolicy }: AccessRequest) =>
    resourcePolicy && resourcePolicies.compiled(resourcePolicy).evaluate(call);
  return {
    createRole: (definition) => changing().create(definition),
    putRolePolicy: (roleName, policyName, policy) => changing().putPolicy(roleName, policyName, policy),
    deleteRolePolicy: (roleName, policyName) => changing().deletePolicy(roleName, policyName),
    updateAssumeRolePolicy: (roleName, policy) => roles.updateTrust(roleName, policy),
    updateRole: (roleName, maxSessionDuration) => roles.update(roleName, maxSessionDuration),
    deleteRole: (roleName) => keys.endSessionsOf(changing().delete(roleName)),
    accessKey: (accessKeyId) => keys.find(accessKeyId),
    sessionKey: (session) => keys.ofSession(session),
    assumeRole: (roleArn, service, sourceArn) => roles.assume({ roleArn, service, sourceArn }),
    beginSession: (caller, { roleArn, sessionName, duration = DEFAULT_SESSION, now }) => {
      const call = callOf(caller, { action: 'sts:AssumeRole', resource: roleArn });
      requireAssumable(call, verdictOf(policiesOf(caller), call), roles.trustIn(roleArn, call));
      const { principal, maxDuration } = roles.session(roleArn, sessionName);
      requireDuration(duration, maxDuration, caller);
      return keys.begin(principal, now + duration * SECOND, now);
    },
    authorize: (caller, request) => {
      if (allowed.has(caller, request)) return;
      const call = callOf(caller, request);
      requireAllowed(call, verdictOf(policiesOf(caller), call), byResource(call, request));
      allowed.add(caller, request);
    },
    isDeniedByResource: (caller, request) => byResource(callOf(caller, request), request) === 'Deny',
  };
}

/** Few policies have conditions: what they ask of is put together for those only. */
class AskedCall implements Call {
  readonly action: string;
  readonly resource: string;
  readonly #conditionKeys: AccessRequest['conditionKeys'];
  readonly #general: ConditionContext;
  #context: ConditionContext | undefined;

  /** @param general what conditions know of the caller */
  constructor(
    readonly caller: Principal,
    { action, resource, conditionKeys }: AccessRequest,
    general: ConditionContext,
  ) {
    this.action = action;
    this.resource = resource;
    this.#conditionKeys = conditionKeys;
    this.#general = general;
  }

  get context(): ConditionContext {
    this.#context ??= this.#conditionKeys ? withKeys(this.#general, this.#conditionKeys) : this.#general;
    return this.#context;
  }
}

function withKeys(general: ConditionContext, keys: Readonly<Record<string, string>>): ConditionContext {
  const context = new Map(general);
  for (const [name, value] of Object.entries(keys)) context.set(name, value);
  return context;
}

/** A policy document travels with every call, and is compiled once. */
class ResourcePolicies {
  readonly #compiled = new WeakMap<PolicyDocument, Policy>();

  compiled(document: PolicyDocument): Policy {
    const known = this.#compiled.get(document);
    if (known) return known;
    const policy = compilePolicy(document, 'resource');
    this.#compiled.set(document, policy);
    return policy;
  }
}

function compiledIdentityPolicy(document: PolicyDocument): Policy {
  return compilePolicy(document, 'identity');
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
function requireAllowed(call: Call, byIdentity: Verdict, byResource: Verdict): void {
  if (byIdentity === 'Deny') throw denied(call, 'with an explicit deny in an identity-based policy');
  if (byResource === 'Deny') throw denied(call, 'with an explicit deny in a resource-based policy');
  if (byIdentity === 'Allow' || byResource === 'Allow') return;
  const kind = call.caller.kind === 'service' ? 'resource-based' : 'identity-based';
  throw denied(call, `because no ${kind} policy allows the ${call.action} action`);
}

/** A role lets nobody in whom its trust policy does not: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
function requireAssumable(
  { action, resource, caller }: Call,
  byIdentity: Verdict,
  trust: { readonly byName: Verdict; readonly byAccount: Verdict },
): void {
  const isTrusted = trust.byAccount === 'Allow' && (trust.byName === 'Allow' || byIdentity === 'Allow');
  if (isTrusted && byIdentity !== 'Deny') return;
  const sentence = `User: ${nameOf(caller)} is not authorized to perform: ${action} on resource: ${resource}`;
  throw new AwsError('AccessDenied', sentence, 403);
}

/** https://github.com/kreuzwerker/awsu/issues/27, https://github.com/coinbase/assume-role/issues/24 */
function requireDuration(duration: number, max: number, caller: Principal): void {
  if (caller.kind === 'assumed-role' && duration > MAX_CHAINED_SESSION) {
    const sentence =
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.';
    throw new AwsError('ValidationError', sentence);
  }
  if (duration <= max) return;
  const sentence = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';
  throw new AwsError('ValidationError', sentence);
}

function verdictOf(policies: Iterable<Policy>, call: Call): Verdict {
  let verdict: Verdict;
  for (const policy of policies) {
    const said = policy.evaluate(call);
    if (said === 'Deny') return said;
    verdict ??= said;
  }
  return verdict;
}

/** IAM's sentence: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function denied({ action, resource, caller }: Call, reason: string): AwsError {
  const sentence = `User: ${nameOf(caller)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
  return new AwsError('AccessDeniedException', sentence, 403);
}

function nameOf(caller: Principal): string {
  return caller.kind === 'service' ? caller.service : caller.arn;
}

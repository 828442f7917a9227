// Who is meant by the `Principal` element of a policy, and what conditions know of a caller.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
import { isJsonArray, isJsonObject, type JsonValue } from '../foundation/json';
import type { ConditionContext } from './condition';
import type { Principal } from './caller';
import { malformed } from './policy-error';

/** Does the element name the caller? */
export type PrincipalTest = (caller: Principal) => boolean;

/** The kinds of principal. The engine's callers are never of the last two kinds. */
const KINDS: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

/** `arn:aws:iam::<account>:root` or the account's number: the account as a whole. */
const ACCOUNT = /^(?:\d{12}|arn:[a-z-]+:iam::\d{12}:root)$/;
const PRINCIPAL_ARN = /^arn:[a-z-]+:(?:iam::\d{12}:(?:user|role)\/|sts::\d{12}:assumed-role\/)[^*?]+$/;
const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/;

/**
 * Compiles a `Principal` or `NotPrincipal` element.
 * @throws AwsError `MalformedPolicyDocument`
 */
export function compilePrincipal(element: JsonValue): {
  readonly named: PrincipalTest;
  readonly inAccount: PrincipalTest;
} {
  const named = namesOf(element);
  return {
    named: (caller) => named.some(([kind, name]) => isNamed(kind, name, caller)),
    // An account as principal leaves it to the account's own policies whom to let in.
    inAccount: (caller) => named.some(([kind, name]) => kind === 'AWS' && isAccountOf(name, caller)),
  };
}

function namesOf(element: JsonValue): readonly (readonly [string, string])[] {
  if (element === '*') return [['AWS', '*']];
  if (!isJsonObject(element)) throw malformed('Invalid principal in policy: it must be "*" or an object.');
  return Object.entries(element).flatMap(([kind, names]) => {
    if (!KINDS.has(kind)) throw malformed(`Invalid principal in policy: unknown kind "${kind}".`);
    const list = isJsonArray(names) ? names : [names];
    return list.map((name) => [kind, validName(kind, name)] as const);
  });
}

function validName(kind: string, name: JsonValue): string {
  const wanted = typeof name === 'string' && isValid(kind, name);
  if (wanted) return name;
  throw malformed(`Invalid principal in policy: "${kind}":${JSON.stringify(name)}`);
}

function isValid(kind: string, name: string): boolean {
  if (kind === 'AWS') return name === '*' || ACCOUNT.test(name) || PRINCIPAL_ARN.test(name);
  return kind === 'Service' ? SERVICE.test(name) : name !== '';
}

function isNamed(kind: string, name: string, caller: Principal): boolean {
  // "*" is everyone, services as well: so old queue policies let SNS in, with a condition on aws:SourceArn.
  if (kind === 'AWS' && name === '*') return true;
  if (caller.kind === 'service') return kind === 'Service' && name === caller.service;
  if (kind !== 'AWS') return false;
  return name === caller.arn || (caller.kind === 'assumed-role' && name === caller.roleArn);
}

function isAccountOf(name: string, caller: Principal): boolean {
  return caller.kind !== 'service' && ACCOUNT.test(name) && name.includes(caller.accountId);
}

/** What conditions know of a call: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function conditionContextOf(caller: Principal): ConditionContext {
  // The engine stands for AWS's HTTPS endpoints, also where a client reaches it by HTTP on the same machine.
  const transport = ['aws:securetransport', 'true'] as const;
  if (caller.kind === 'service') {
    return new Map([transport, ['aws:sourcearn', caller.sourceArn], ['aws:sourceaccount', caller.accountId]]);
  }
  const arn = caller.kind === 'assumed-role' ? caller.roleArn : caller.arn;
  return new Map([transport, ['aws:principalarn', arn], ['aws:principalaccount', caller.accountId]]);
}

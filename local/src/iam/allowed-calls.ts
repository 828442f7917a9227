// The calls that were allowed, until a policy changes: services ask about the same ones with every message.
import type { Principal } from './caller';
import type { AccessRequest, PolicyDocument } from './iam';
import { MAX_ALLOWED_CALLS } from './limits';

/** Knows which calls were allowed. What a policy says depends on the caller, the resource's policy and the request, and on nothing else. */
export class AllowedCalls {
  #callers = new WeakMap<Principal, CallsOfCaller>();
  #count = 0;

  has(caller: Principal, request: AccessRequest): boolean {
    const calls = this.#callers.get(caller);
    if (!calls) return false;
    if (calls.last && isEqual(calls.last, request)) return true;
    if (calls.byPolicy.get(request.resourcePolicy ?? NO_POLICY)?.has(keyOf(request)) !== true) return false;
    calls.last = request;
    return true;
  }

  add(caller: Principal, request: AccessRequest): void {
    if (this.#count === MAX_ALLOWED_CALLS) this.forget();
    this.#count += 1;
    const calls: CallsOfCaller = this.#callers.get(caller) ?? { byPolicy: new WeakMap(), last: undefined };
    this.#callers.set(caller, calls);
    const policy = request.resourcePolicy ?? NO_POLICY;
    calls.byPolicy.set(policy, (calls.byPolicy.get(policy) ?? new Set()).add(keyOf(request)));
  }

  /** A policy has changed. */
  forget(): void {
    this.#callers = new WeakMap();
    this.#count = 0;
  }
}

/** What one caller was allowed. */
interface CallsOfCaller {
  /** By the policies of resources: another statement makes another object. */
  readonly byPolicy: WeakMap<PolicyDocument, Set<string>>;
  /** What was asked last: most callers ask for the same again, and to compare it is cheaper than to write its key and find that. */
  last: AccessRequest | undefined;
}

const NO_POLICY: PolicyDocument = {};

function isEqual(one: AccessRequest, other: AccessRequest): boolean {
  return (
    one.action === other.action &&
    one.resource === other.resource &&
    one.resourcePolicy === other.resourcePolicy &&
    haveEqualKeys(one.conditionKeys, other.conditionKeys)
  );
}

function haveEqualKeys(one: AccessRequest['conditionKeys'] = {}, other: AccessRequest['conditionKeys'] = {}): boolean {
  for (const name in one) if (one[name] !== other[name]) return false;
  for (const name in other) if (!Object.hasOwn(one, name)) return false;
  return true;
}

/** With the length of each text, so that none can look like several. */
function keyOf({ action, resource, conditionKeys = {} }: AccessRequest): string {
  let key = `${action.length} ${action} ${resource.length} ${resource}`;
  for (const name in conditionKeys) {
    const value = conditionKeys[name] ?? '';
    key += ` ${name.length} ${name} ${value.length} ${value}`;
  }
  return key;
}

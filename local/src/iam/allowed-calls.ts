// The calls that were allowed, until a policy changes: services ask about the same ones with every message.
import type { Principal } from './caller';
import type { AccessRequest, PolicyDocument } from './iam';
import { MAX_ALLOWED_CALLS } from './limits';

/** Knows which calls were allowed. What a policy says depends on the caller, the resource's policy and the request, and on nothing else. */
export class AllowedCalls {
  #callers = new WeakMap<Principal, CallsOfCaller>();
  #count = 0;

  has(caller: Principal, request: AccessRequest): boolean {
    return (
      this.#callers
        .get(caller)
        ?.get(request.resourcePolicy ?? NO_POLICY)
        ?.has(keyOf(request)) === true
    );
  }

  add(caller: Principal, request: AccessRequest): void {
    if (this.#count === MAX_ALLOWED_CALLS) this.forget();
    this.#count += 1;
    const calls: CallsOfCaller = this.#callers.get(caller) ?? new WeakMap();
    this.#callers.set(caller, calls);
    const policy = request.resourcePolicy ?? NO_POLICY;
    calls.set(policy, (calls.get(policy) ?? new Set()).add(keyOf(request)));
  }

  /** A policy has changed. */
  forget(): void {
    this.#callers = new WeakMap();
    this.#count = 0;
  }
}

/** By the policies of resources: another statement makes another object. */
type CallsOfCaller = WeakMap<PolicyDocument, Set<string>>;

const NO_POLICY: PolicyDocument = {};

/** With the length of each text, so that none can look like several. */
function keyOf({ action, resource, conditionKeys = {} }: AccessRequest): string {
  let key = `${action.length} ${action} ${resource.length} ${resource}`;
  for (const name in conditionKeys) {
    const value = conditionKeys[name] ?? '';
    key += ` ${name.length} ${name} ${value.length} ${value}`;
  }
  return key;
}

// Who calls, as a hook is told.
import type { Identity } from '@aws-appsync/utils';
import { isGiven } from './message';
import { claimsOf, isGuest, subjectOf } from './permission';

/** As `Caller` in channels/lib/hook.ts. */
export type Caller = {
  kind: 'token' | 'guest' | 'apiKey' | 'iam' | 'backend';
  id: string | null;
  claims: Record<string, unknown>;
};

/** @param backend the `source` of a backend's event, which the bus hands over as itself */
export function callerOf(identity: Identity, backend?: string): Caller {
  if (isGiven(backend)) return { kind: 'backend', id: backend, claims: {} };
  const claims = claimsOf(identity);
  if (claims) return { kind: 'token', id: subjectOf(identity), claims };
  if (isGuest(identity)) return { kind: 'guest', id: null, claims: {} };
  // Callers of another kind have no ARN.
  const { userArn } = (identity ?? {}) as { userArn?: string };
  return isGiven(userArn) ? { kind: 'iam', id: userArn, claims: {} } : { kind: 'apiKey', id: null, claims: {} };
}

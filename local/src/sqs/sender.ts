// Who sent a message, as the system attribute `SenderId` says it.
import type { Principal } from '../iam/iam';

/** The user's or the session's unique id; for a service, the account on whose behalf it sends. */
export function senderIdOf(caller: Principal): string {
  return caller.kind === 'service' ? caller.accountId : caller.userId;
}

// The link that `npm start` prints. Its fragment, which no server and no other site sees, names a file that only who has the
// link can read: what only the page may know on a laptop, and no one else who reaches the same address.

const KEY = 'invitation';
const FRAGMENT = /^#invitation=([\w-]+)$/;

/** Where the file of an invitation is. */
export function invitationPath(invitation: string): string {
  return `/assets/local-${invitation}.json`;
}

/** The invitation that the visitor came with, now or before a reload. It is taken out of the address, which may be copied. */
export function takeInvitation(): string | undefined {
  const given = FRAGMENT.exec(location.hash)?.[1];
  try {
    if (given === undefined) return sessionStorage.getItem(KEY) ?? undefined;
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, '', location.pathname + location.search);
  } catch {
    // The visitor forbade storage: the address keeps the invitation.
  }
  return given;
}

/** Forgets an invalid invitation: the engine that gave it has stopped. */
export function forgetInvitation(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
}

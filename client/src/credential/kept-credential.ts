// The visitor's credential outlives a reload of the page, and ends with the tab.

const KEY = 'credential';

/** What was kept; `undefined` if nothing was, or if the browser keeps nothing. */
export function keptCredential(): string | undefined {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a credential, or forgets the one that is kept. A browser that keeps nothing asks again at the next reload. */
export function keepCredential(value: string | undefined): void {
  try {
    if (value === undefined) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, value);
  } catch {
    // The visitor forbade storage: signing in works anyway.
  }
}

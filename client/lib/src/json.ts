// Text that should be JSON.

/** What a text says; `undefined` if it is not JSON. */
export function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

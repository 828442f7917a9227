// Frames carry the visitor's credential, and are shown, photographed and pasted into reports.

/** What stands for the credential. */
const MASK = '‹your credential›';

/** The text without the credential, wherever in it that is. */
export function masked(text: string, secret: string): string {
  return secret === '' ? text : text.replaceAll(secret, MASK);
}

// Base64 as URLs and tokens have it: `-` and `_` for `+` and `/`, and no padding. Of characters below 256.

export function encoded(text: string): string {
  return swapped(btoa(text)).replace(/=+$/, '');
}

/** @throws DOMException for what is not Base64 */
export function decoded(base64: string): string {
  return atob(swapped(base64));
}

/** Each of the four characters for its counterpart: there and back is the same way. */
function swapped(base64: string): string {
  return base64.replace(/[-+_/]/g, (letter) => '+-/_'.charAt('-+_/'.indexOf(letter)));
}

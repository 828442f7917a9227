// ULIDs: 48 bits of time and 80 of chance, in Crockford's base 32. https://github.com/ulid/spec

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

/** A new ULID. @param time milliseconds since 1970 */
export function ulid(time: number): string {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_LENGTH));
  return timePart(time) + [...random].map((byte) => ALPHABET.charAt(byte % 32)).join('');
}

/** The least ULID of a time. @param time milliseconds since 1970; what is before that counts as 1970 */
export function oldestUlid(time: number): string {
  return timePart(Math.max(0, time)) + '0'.repeat(RANDOM_LENGTH);
}

/** @returns milliseconds since 1970 */
export function timeOf(id: string): number {
  let time = 0;
  for (const letter of id.slice(0, TIME_LENGTH)) time = time * 32 + ALPHABET.indexOf(letter);
  return time;
}

function timePart(time: number): string {
  let text = '';
  for (let rest = Math.floor(time); text.length < TIME_LENGTH; rest = Math.floor(rest / 32)) {
    text = ALPHABET.charAt(rest % 32) + text;
  }
  return text;
}

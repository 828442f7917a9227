// An id of the sender's own, so that a request that Amplify repeats is recognised. https://github.com/ulid/spec

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;

/**
 * A ULID.
 * @param now milliseconds since 1970
 * @param random fills an array with random bytes: `crypto.getRandomValues`
 */
export function ulid(now: number, random: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array): string {
  const time = Array.from({ length: TIME_LENGTH }, (_, index) =>
    letter(Math.floor(now / ALPHABET.length ** (TIME_LENGTH - 1 - index))),
  );
  return time.join('') + Array.from(random(new Uint8Array(RANDOM_LENGTH)), letter).join('');
}

function letter(value: number): string {
  return ALPHABET.charAt(value % ALPHABET.length);
}

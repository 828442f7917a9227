// Ids and keys that AWS would make up: unguessable, and the same after a restart with the same seed.
import { createHmac } from 'node:crypto';

const LOWER_CASE = '0123456789abcdefghijklmnopqrstuvwxyz';
const UPPER_CASE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Makes the ids of one region. */
export interface Ids {
  /** `length` characters of a-z and 0-9, always the same for the same name. */
  lowerCase(name: string, length: number): string;
  /** `length` characters of A-Z and 2-7, always the same for the same name. */
  upperCase(name: string, length: number): string;
}

/**
 * @param seed the planet's secret
 * @param scope what sets these ids apart from others of the same seed, such as a region's name
 */
export function idsOf(seed: Buffer, scope: string): Ids {
  return {
    lowerCase: (name, length) => characters(seed, `${scope}/${name}`, LOWER_CASE, length),
    upperCase: (name, length) => characters(seed, `${scope}/${name}`, UPPER_CASE, length),
  };
}

function characters(seed: Buffer, name: string, alphabet: string, length: number): string {
  const bytes = createHmac('sha512', seed).update(name).digest();
  if (length > bytes.length) throw new RangeError(`An id has at most ${bytes.length} characters.`);
  return [...bytes.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

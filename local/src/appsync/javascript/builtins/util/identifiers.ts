// Ids: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-util-js.html
import { randomBytes, randomUUID } from 'node:crypto';
import { ulid } from 'ulid';
import type { Builtins } from '../builtin';

/** `util.autoId`, `util.autoUlid` and `util.autoKsuid`. */
export const identifiers: Builtins = {
  'util.autoId': () => randomUUID(),
  'util.autoUlid': (_args, { clock }) => ulid(clock.now(), chance),
  'util.autoKsuid': (_args, { clock }) => ksuid(clock.now(), randomBytes(16)),
};

/** Bytes of chance that are drawn at once, as each draw takes long. */
const DRAWN_AT_ONCE = 4096;
let drawn = Buffer.alloc(0);
let used = 0;

/** A number from 0 up to 1, for a character of chance in a ULID. */
function chance(): number {
  if (used === drawn.length) [drawn, used] = [randomBytes(DRAWN_AT_ONCE), 0];
  const byte = drawn[used] ?? 0;
  used += 1;
  return byte / 256;
}

const BASE_62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Seconds since 1970 at which KSUIDs begin: https://github.com/segmentio/ksuid */
const KSUID_EPOCH = 1_400_000_000;
const KSUID_LENGTH = 27;

/** Four bytes of seconds and sixteen of chance, as one number in base 62. */
function ksuid(now: number, chance: Buffer): string {
  const seconds = Buffer.alloc(4);
  seconds.writeUInt32BE(Math.floor(now / 1000) - KSUID_EPOCH);
  let rest = BigInt(`0x${Buffer.concat([seconds, chance]).toString('hex')}`);
  let digits = '';
  for (let index = 0; index < KSUID_LENGTH; index += 1) {
    digits = BASE_62.charAt(Number(rest % 62n)) + digits;
    rest /= 62n;
  }
  return digits;
}

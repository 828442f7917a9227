// Addresses of the internet as https://github.com/aws/event-ruler reads them out of texts.

/** An address: how many bits it has, and their value. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

const IPV4 = /^(?:[0-9]+\.){3}[0-9]+$/;
const IPV6 = /^[0-9a-f:]*:[0-9a-f:]*$/i;

/** Longer ones are names to Java, whatever their numbers are. */
const MAX_IPV4_LENGTH = 15;
const MAX_BYTE = 255;
const GROUPS = 8;
const GROUP_BITS = 16n;
const MAX_GROUP = 0xffff;

/** What stands before the address of version 4 that one of version 6 maps: Java takes it for the former. */
const MAPPED = 0xffffn;
const IPV4_BITS = 32n;

/** Does a text have the letters of an address? Zones and the mixed notation of version 6 are not among them. */
export function looksLikeAddress(text: string): boolean {
  return IPV4.test(text) || IPV6.test(text);
}

/** @returns undefined if this is not an address */
export function addressOf(text: string): Address | undefined {
  if (IPV4.test(text)) return ipv4(text);
  return IPV6.test(text) ? ipv6(text) : undefined;
}

/** Zeros at the front do not make numbers octal. */
function ipv4(text: string): Address | undefined {
  const bytes = text.split('.').map(Number);
  if (text.length > MAX_IPV4_LENGTH || bytes.some((byte) => byte > MAX_BYTE)) return undefined;
  return { bits: 32, value: bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n) };
}

function ipv6(text: string): Address | undefined {
  const [before = '', after, ...more] = text.split('::');
  if (more.length > 0) return undefined;
  const [start, end] = [groupsOf(before), groupsOf(after ?? '')];
  if (!start || !end) return undefined;
  const missing = GROUPS - start.length - end.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...start, ...Array.from({ length: missing }, () => 0), ...end];
  const value = groups.reduce((sum, group) => (sum << GROUP_BITS) | BigInt(group), 0n);
  if (value >> IPV4_BITS === MAPPED) return { bits: 32, value: BigInt.asUintN(Number(IPV4_BITS), value) };
  return { bits: 128, value };
}

/** Groups may have more than four digits when the first are zeros. */
function groupsOf(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':').map((group) => (group === '' ? Number.NaN : Number.parseInt(group, 16)));
  return groups.every((group) => group <= MAX_GROUP) ? groups : undefined;
}

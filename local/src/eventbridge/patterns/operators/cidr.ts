// `{"cidr": "10.0.0.0/24"}`: an address of a network.
import { addressOf, type Address, looksLikeAddress } from './address';
import { invalidPattern, type Operator } from './matcher';

/** What Java has room for in an `int`. */
const MAX_INTEGER = 2 ** 31 - 1;

/** @throws AwsError `InvalidEventPatternException` */
export const cidr: Operator = (operand) => {
  // EventBridge does say "prefix" here.
  if (typeof operand !== 'string') throw invalidPattern('prefix match pattern must be a string');
  const network = networkOf(operand);
  const numberOf = ({ bits, value }: Address) => value >> BigInt(bits - network.mask);
  const expected = numberOf(network);
  return (leaf) => {
    const address = typeof leaf === 'string' ? addressOf(leaf) : undefined;
    return address?.bits === network.bits && numberOf(address) === expected;
  };
};

function networkOf(operand: string): Address & { readonly mask: number } {
  // Java's `split` overlooks slashes at the end.
  const [address = '', bits, ...more] = operand.replace(/\/+$/, '').split('/');
  if (bits === undefined || more.length > 0) throw invalidPattern("Malformed CIDR, one '/' required");
  const mask = /^[+-]?\d+$/.test(bits) ? Number(bits) : Number.NaN;
  if (!(Math.abs(mask) <= MAX_INTEGER)) throw invalidPattern('Malformed CIDR, mask bits must be an integer');
  if (mask < 0) throw invalidPattern('Malformed CIDR, mask bits must not be negative');
  const network = addressOf(address);
  if (!network) {
    throw invalidPattern(`${looksLikeAddress(address) ? 'Invalid' : 'Nonstandard'} IP address: ${address}`);
  }
  if (mask < network.bits) return { ...network, mask };
  throw invalidPattern(`${network.bits === 32 ? 'IPv4' : 'IPv6'} mask bits must be < ${network.bits}`);
}

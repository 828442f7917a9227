// `{"cidr": "10.0.0.0/24"}`: an address of a network.
import { BlockList, isIP } from 'node:net';
import { invalidPattern, type Operator } from './matcher';

const FAMILIES = {
  4: { name: 'ipv4', bits: 32 },
  6: { name: 'ipv6', bits: 128 },
} as const;

/** @throws AwsError `InvalidEventPatternException` */
export const cidr: Operator = (operand) => {
  // EventBridge does say "prefix" here.
  if (typeof operand !== 'string') throw invalidPattern('prefix match pattern must be a string');
  const network = networkOf(operand);
  return (leaf) => {
    const family = typeof leaf === 'string' ? familyOf(leaf) : undefined;
    return typeof leaf === 'string' && family !== undefined && network.check(leaf, family.name);
  };
};

function networkOf(operand: string): BlockList {
  const [address = '', bits = '', ...more] = operand.split('/');
  if (bits === '' || more.length > 0) throw invalidPattern("Malformed CIDR, one '/' required");
  if (!/^[+-]?\d+$/.test(bits)) throw invalidPattern('Malformed CIDR, mask bits must be an integer');
  const mask = Number(bits);
  if (mask < 0) throw invalidPattern('Malformed CIDR, mask bits must not be negative');
  const family = familyOf(address);
  if (!family) throw invalidPattern(`Nonstandard IP address: ${address}`);
  if (mask >= family.bits) {
    throw invalidPattern(`${family.name === 'ipv4' ? 'IPv4' : 'IPv6'} mask bits must be < ${family.bits}`);
  }
  const network = new BlockList();
  network.addSubnet(address, mask, family.name);
  return network;
}

function familyOf(address: string): (typeof FAMILIES)[4 | 6] | undefined {
  const version = isIP(address);
  return version === 4 || version === 6 ? FAMILIES[version] : undefined;
}

// AWSIPAddress: IPv4 or IPv6, with an optional CIDR mask.
import { isIP } from 'node:net';
import { textScalar } from './scalar';

const MASK = /^\d{1,3}$/;

/** https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const awsIpAddress = textScalar('AWSIPAddress', 'IP address', (text) => {
  const [address = '', mask, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return mask === undefined || (MASK.test(mask) && Number(mask) <= (version === 4 ? 32 : 128));
});

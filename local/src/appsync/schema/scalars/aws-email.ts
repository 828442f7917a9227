// AWSEmail: `local-part@domain-part`, as RFC 822 has it.
import { textScalar } from './scalar';

const EMAIL =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?(?:\.[A-Za-z\d](?:[A-Za-z\d-]*[A-Za-z\d])?)*$/;
const MAX_LENGTH = 254;

/** https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const awsEmail = textScalar('AWSEmail', 'email', (text) => text.length <= MAX_LENGTH && EMAIL.test(text));

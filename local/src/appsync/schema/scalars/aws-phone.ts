// AWSPhone: a telephone number, its groups parted by spaces or hyphens.
import { textScalar } from './scalar';

const PHONE = /^\+?[\d(][\d\s().-]*$/;
const MIN_DIGITS = 3;
/** https://www.itu.int/rec/T-REC-E.164 */
const MAX_DIGITS = 15;

/** https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const awsPhone = textScalar('AWSPhone', 'phone number', (text) => {
  const digits = text.replaceAll(/\D/g, '').length;
  return PHONE.test(text) && digits >= MIN_DIGITS && digits <= MAX_DIGITS;
});

// AWSTime: `hh:mm:ss.sss` with an optional offset.
import { afterTime, isOffset } from './date-parts';
import { textScalar } from './scalar';

/** https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const awsTime = textScalar('AWSTime', 'time', (text) => {
  const rest = afterTime(text);
  return rest === '' || (rest !== undefined && isOffset(rest));
});

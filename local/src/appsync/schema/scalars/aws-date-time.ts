// AWSDateTime: `YYYY-MM-DDThh:mm:ss.sssZ`, the offset compulsory.
import { afterDate, afterTime, isOffset } from './date-parts';
import { textScalar } from './scalar';

/** https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const awsDateTime = textScalar('AWSDateTime', 'DateTime Object', (text) => {
  const time = afterDate(text);
  if (!time?.startsWith('T')) return false;
  const offset = afterTime(time.slice(1));
  return offset !== undefined && isOffset(offset);
});

// AWSDate: `YYYY-MM-DD` with an optional offset.
import { afterDate, isOffset } from './date-parts';
import { textScalar } from './scalar';

/** https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const awsDate = textScalar('AWSDate', 'date', (text) => {
  const rest = afterDate(text);
  return rest === '' || (rest !== undefined && isOffset(rest));
});

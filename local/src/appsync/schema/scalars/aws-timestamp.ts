// AWSTimestamp: whole seconds before or after 1970-01-01T00:00Z.
import { checkedScalar } from './scalar';

/** https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html */
export const awsTimestamp = checkedScalar({
  name: 'AWSTimestamp',
  kind: 'timestamp',
  accepts: (value) => Number.isSafeInteger(value),
});

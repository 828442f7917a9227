// AWSURL: a URL with a scheme, its path without double slashes.
import { textScalar } from './scalar';

/** RFC 1738 as https://docs.aws.amazon.com/appsync/latest/devguide/scalars.html describes it. */
export const awsUrl = textScalar('AWSURL', 'URL', (text) => {
  if (/\s/.test(text) || !URL.canParse(text)) return false;
  return !new URL(text).pathname.replace(/^\/\//, '/').includes('//');
});

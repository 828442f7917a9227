// What is written of a message, in a stage that excepts channels from its history. In any other one, packaging puts the folder
// unexcepted/ in the place of this one.
import { runtime } from '@aws-appsync/utils';
import { keyOf } from '../history';
import type { Message } from '../schema';
import { isExcepted } from './exceptions';

/**
 * The key under which a message is remembered, or known to be broadcast. For one of which nothing is kept, the step of the pipeline
 * that asks ends here, and the next one goes on with the message.
 * https://docs.aws.amazon.com/appsync/latest/devguide/runtime-utils-js.html
 */
export function keyToKeep(message: Message, backend: string | null): string {
  if (isExcepted(message.name)) runtime.earlyReturn(message, { skipTo: 'NEXT' });
  return keyOf(message, backend);
}

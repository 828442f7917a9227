// What can be read of the history, in a stage that excepts channels from it.
import { type Identity, util } from '@aws-appsync/utils';
import { requireHearable } from 'stage-hooks';
import { covers } from '../channel';
import { quoted } from '../quoted';
import { isExcepted } from './exceptions';

/** Ends the request with an error unless the caller may hear the channel or the pattern, and something of it is kept. */
export function requireRecallable(pattern: string, env: Record<string, string>, identity: Identity): void {
  requireHearable(pattern, env, identity);
  if (!isExcepted(pattern)) return;
  util.error(`This stage keeps no history of ${quoted(pattern)}; its setting "history.except" says so.`, 'HistoryOff');
}

/** Does the pattern cover the channel, and is that kept? The table may still have messages from before it was excepted. */
export function recalls(pattern: string, name: string): boolean {
  return covers(pattern, name) && !isExcepted(name);
}

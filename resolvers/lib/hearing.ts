// Who may hear a channel, or all that a pattern covers: as it is published, and in its history.
import type { Identity } from '@aws-appsync/utils';
import { requireAllowedPattern } from './channel';
import { requirePermitted } from './permission';

/** Ends the request with an error unless the stage and the caller's token allow it. */
export function requireHearable(pattern: string, env: Record<string, string>, identity: Identity): void {
  requireAllowedPattern(pattern, env);
  requirePermitted('subscribe', pattern, identity);
}

// The open questions, in the order in which they are asked: what changes the stage comes last.
import { BACKENDS } from './backend';
import { BUS } from './bus';
import { CONNECTIONS } from './connections';
import { EVENT_CONNECTIONS } from './event-connections';
import { OUTAGE } from './outage';
import type { Question } from './question';
import { RUNTIMES } from './runtimes';
import { WEB_ACL } from './web-acl';

/** Every row of the table "What is unverified". */
export const QUESTIONS: readonly Question[] = [
  ...CONNECTIONS,
  ...EVENT_CONNECTIONS,
  ...BUS,
  ...BACKENDS,
  ...RUNTIMES,
  ...WEB_ACL,
  ...OUTAGE,
];

/** Those that take minutes, or publish much. */
export const SLOW: readonly Question[] = [...WEB_ACL, ...OUTAGE];

// What the tests of a deployed stage do to it, and what that costs: said before they begin.
import { billOf } from '../cost/bill';
import type { Stage } from '../stages/stage';

/** Messages that the tests publish, about; and how many subscribers each has, in every region. */
const MESSAGES = 300;
const SUBSCRIBERS = 3;
/** Of a message, on average: one in thirty is as large as a message may be. */
const BYTES = 12_000;
/** Of a hundred messages. */
const BY_BACKENDS = 0.1;
const MILLION = 1_000_000;

/** Calls of the API for a message of a backend: one lets it in, one delivers it. */
const CALLS = 2;
/** More than the web ACL lets through, since it only estimates: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based-caveats.html */
const PERCENT = 110;
/** Bytes of such a message. */
const FLOOD_BYTES = 256;
/** More are not published, whatever the web ACL lets through. */
export const MOST_FLOOD = 200_000;

/** Minutes without a heartbeat that an alarm may wait for, and those for the way back. */
const PERIODS = 3;

/** Messages that call an API more often than its web ACL would let through if it counted those calls; `undefined` if there are too many. */
export function floodOf({ waf: { serverRateLimit } }: Pick<Stage, 'waf'>): number | undefined {
  const count = Math.ceil((serverRateLimit * PERCENT) / 100 / CALLS);
  return count > MOST_FLOOD ? undefined : count;
}

/**
 * The plan, for the person at the terminal.
 * @param name of the stage
 */
export function testPlanOf(name: string, stage: Stage): string {
  const { regions, waf, domain, health } = stage;
  const flood = (waf.enabled ? floodOf(stage) : undefined) ?? 0;
  const cost =
    costOf(MESSAGES, regions, { subscribers: SUBSCRIBERS * regions.length, byBackends: BY_BACKENDS, bytes: BYTES }) +
    costOf(flood, regions, { subscribers: 0, byBackends: 1, bytes: FLOOD_BYTES });
  const minutes = 2 * PERIODS * health.missedHeartbeats;
  return `Tests of stage "${name}" in ${regions.join(', ')}. They:
  - publish about ${MESSAGES} messages to the channels tech, cars and music, by HTTP and by events:PutEvents, and read them;
  - close the channel tech for all of its subscribers, several times;
  - leave two dead letters, and take them away again;
  - create two small stacks and delete them: a role in ${regions[0] ?? ''}, and in us-east-1 a function at the edge that CloudFront refuses;
${[
  ...(flood > 0
    ? [`  - publish ${flood} messages to the channel cars within four minutes, more than the web ACL's limit;`]
    : []),
  ...(domain !== undefined && regions.length > 1
    ? [
        `  - take the region to which the front door leads from here out of service, for about ${minutes} minutes: its rule "deliver" is`,
        '    disabled, and enabled again also when the tests are interrupted. What is published meanwhile never reaches its subscribers;',
      ]
    : []),
].join('\n')}
  - ask what is unverified, and print the answers.
Subscribers of these channels see all of it: use a stage that nobody uses. It costs about USD ${cost.toFixed(2)}.`;
}

interface Kind {
  readonly subscribers: number;
  readonly byBackends: number;
  readonly bytes: number;
}

/** US dollars. */
function costOf(messages: number, regions: readonly string[], kind: Kind): number {
  const { total } = billOf({ regions: regions.length, messagesPerSecond: 1, atEvents: undefined, ...kind });
  return (total.perMillion * messages) / MILLION;
}

// What the tests of a deployed stage do to it, and what that costs: said before they begin.
import { billOf } from '../cost/bill';

/** Messages that the tests publish, about; and how many subscribers each has, in every region. */
const MESSAGES = 300;
const SUBSCRIBERS = 3;
/** Of a message, on average: one in thirty is as large as a message may be. */
const BYTES = 12_000;
/** Of a hundred messages. */
const BY_BACKENDS = 0.1;
const MILLION = 1_000_000;

/**
 * The plan, for the person at the terminal.
 * @param regions of the stage
 */
export function testPlanOf(stage: string, regions: readonly string[]): string {
  const { total } = billOf({
    ...{ regions: regions.length, subscribers: SUBSCRIBERS * regions.length, messagesPerSecond: 1 },
    ...{ byBackends: BY_BACKENDS, bytes: BYTES },
  });
  const cost = (total.perMillion * MESSAGES) / MILLION;
  return `Tests of stage "${stage}" in ${regions.join(', ')}. They:
  - publish about ${MESSAGES} messages to the channels tech, cars and music, by HTTP and by events:PutEvents, and read them;
  - close the channel tech for all of its subscribers, several times;
  - leave two dead letters, and take them away again;
  - ask what is unverified, and print the answers.
Subscribers of these channels see all of it: use a stage that nobody uses. It costs about USD ${cost.toFixed(2)}.`;
}

// Sends a message and a closed channel through a planet, and tells of each hop whether it passes, or with which error AWS ends it.
import { type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig, putEvent } from '../../support/clients/backend';
import { BareClient } from '../../support/clients/bare-client';
import { request } from '../../support/clients/http-client';
import { Inbox, PUBLISH } from '../../../local/test/support/messages';
import type { Api, TestPlanet } from '../../support/planet';

/** What becomes of each hop: `passes`, or the error. */
export interface Hops {
  /** From the API to its bus. */
  readonly publish: string;
  /** From a backend's event to the bus, as one of ours. */
  readonly admit: string;
  /** From the bus to the subscribers of its region. */
  readonly deliver: string;
  /** From the bus to the subscribers of the other region. */
  readonly replicate: string;
  /** From the bus to the subscriptions that end. */
  readonly close: string;
}

/** What a hop that works is told to do. */
export const PASSES = 'passes';

const CHANNEL = 'tech';
/** Whose events are delivered, and close channels, on any stage. */
const API_SOURCE = 'global-pubsub.api';

/**
 * Watches the hops that begin in one region of a planet of two.
 * @param from the region
 */
export async function hopsOf(planet: TestPlanet, from: string): Promise<Hops> {
  const [here, there] = [planet.api(from), otherThan(planet, from)];
  const letters = new DeadLetters(planet, from);
  const [ending, listening] = [await BareClient.connect(here), await BareClient.connect(there)];
  const [mine, theirs] = [await ending.subscribe(CHANNEL), await listening.subscribe(CHANNEL)];

  await putEvent(planet, from, {
    type: 'message.published',
    detail: { name: CHANNEL, message: 'hop' },
    source: API_SOURCE,
  });
  const [deliver, replicate] = await Promise.all([
    Promise.race([passes(mine.find(({ message }) => message === 'hop')), letters.errorOf('/deliver')]),
    Promise.race([passes(theirs.find(({ message }) => message === 'hop')), letters.errorOf('-ReplicateRule')]),
  ]);
  // Whichever of the two hops after it works.
  await putEvent(planet, from, { type: 'message.published', detail: { name: CHANNEL, message: 'admitted' } });
  const arrivals = [mine, theirs].map(async (one) => passes(one.find(({ message }) => message === 'admitted')));
  const admit = await Promise.race([...arrivals, letters.errorOf('-AdmitRule')]);
  await putEvent(planet, from, { type: 'channel.closed', detail: { name: CHANNEL }, source: API_SOURCE });
  const close = await Promise.race([passes(ending.frame('complete', mine.id)), letters.errorOf('/close')]);
  const { body } = await request(here, PUBLISH, { name: CHANNEL, message: 'published' });

  ending.close();
  listening.close();
  letters.stop();
  return { publish: body.errors?.[0]?.message ?? PASSES, admit, deliver, replicate, close };
}

/** What arrives in a region's dead-letter queue. */
class DeadLetters {
  readonly #inbox = new Inbox<Message>();
  readonly #ending = new AbortController();

  constructor(planet: TestPlanet, region: string) {
    void this.#receive(planet, region);
  }

  /**
   * Why events of a rule did not arrive, as soon as one did not.
   * @param rule a part of its ARN
   */
  async errorOf(rule: string): Promise<string> {
    const { MessageAttributes: attributes = {} } = await this.#inbox.find(
      ({ MessageAttributes }) => MessageAttributes?.['RULE_ARN']?.StringValue?.includes(rule) === true,
    );
    return `${attributes['ERROR_CODE']?.StringValue ?? ''}: ${attributes['ERROR_MESSAGE']?.StringValue ?? ''}`;
  }

  stop(): void {
    this.#ending.abort();
  }

  async #receive(planet: TestPlanet, region: string): Promise<void> {
    const client = new SQSClient(clientConfig(planet, region));
    const receive = new ReceiveMessageCommand({
      QueueUrl: planet.regions.get(region)?.stack.outputs['DeadLetterQueueUrl'],
      WaitTimeSeconds: 20,
      MessageAttributeNames: ['All'],
    });
    const { signal } = this.#ending;
    while (!signal.aborted) {
      const answer = await client.send(receive, { abortSignal: signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
      for (const message of answer?.Messages ?? []) this.#inbox.push(message);
    }
    client.destroy();
  }
}

async function passes(arrival: Promise<unknown>): Promise<string> {
  await arrival;
  return PASSES;
}

function otherThan({ apis }: TestPlanet, region: string): Api {
  const other = apis.find((api) => api.region !== region);
  if (!other) throw new Error(`The planet has no region but ${region}.`);
  return other;
}

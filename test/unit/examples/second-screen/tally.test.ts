// Each message is counted once, whatever is delivered twice, late or in another order.
import * as fc from 'fast-check';
import { tally } from '../../../../examples/second-screen/functions/tally';
import { type Countable, countableOf, type BusEvent } from '../../../../examples/second-screen/functions/votes';
import { aVote, MemoryTable } from '../../../support/second-screen';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';

function countablesOf(events: readonly BusEvent[]): readonly Countable[] {
  return events.flatMap((event) => countableOf(event) ?? []);
}

function votes(count: number, region = OREGON): readonly BusEvent[] {
  return Array.from({ length: count }, (_, index) => aVote({ id: `${region} ${index}` }, region));
}

it('adds up what came together', async () => {
  const table = new MemoryTable();

  await tally(countablesOf([...votes(3), ...votes(2, SYDNEY)]), table);

  expect(await table.films()).toEqual(new Map([['metropolis', { [`love@${OREGON}`]: 3, [`love@${SYDNEY}`]: 2 }]]));
  expect(table.transactions).toBe(1);
});

it('counts a message once that comes twice at once, or again', async () => {
  const table = new MemoryTable();

  await tally(countablesOf([...votes(3), ...votes(2)]), table);
  await tally(countablesOf(votes(5)), table);

  expect(await table.films()).toEqual(new Map([['metropolis', { [`love@${OREGON}`]: 5 }]]));
});

it('takes as many messages into a transaction as fit', async () => {
  const table = new MemoryTable();

  await tally(countablesOf(votes(101)), table);

  expect(table.transactions).toBe(3);
  expect(await table.films()).toEqual(new Map([['metropolis', { [`love@${OREGON}`]: 101 }]]));
});

it.each(['before', 'after'] as const)(
  'counts once if a transaction fails %s it was done, and all come again',
  async (when) => {
    const table = new MemoryTable();
    table.fails = when;

    await expect(tally(countablesOf(votes(60)), table)).rejects.toThrow();
    await tally(countablesOf(votes(60)), table);

    expect(await table.films()).toEqual(new Map([['metropolis', { [`love@${OREGON}`]: 60 }]]));
  },
);

it('comes to the same numbers in every region, in whatever order and however often messages come there', async () => {
  const sent = [...votes(30), ...votes(30, SYDNEY)];
  const deliveries = fc.array(fc.shuffledSubarray(sent, { minLength: 1 }), { maxLength: 6 });

  await fc.assert(
    fc.asyncProperty(deliveries, fc.shuffledSubarray(sent, { minLength: sent.length }), async (some, rest) => {
      const table = new MemoryTable();
      for (const batch of [...some, rest]) await tally(countablesOf(batch), table);

      expect(await table.films()).toEqual(
        new Map([['metropolis', { [`love@${OREGON}`]: 30, [`love@${SYDNEY}`]: 30 }]]),
      );
    }),
    { numRuns: 50 },
  );
});

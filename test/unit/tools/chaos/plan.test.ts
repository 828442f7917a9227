// The plan of a storm: its seed repeats it, and in it everything breaks that can.
import { readCommandLine } from '../../../../tools/command-line';
import { CHAOS, chaosOptionsOf } from '../../../../tools/chaos/options';
import { FAULT_KINDS, planOf } from '../../../../tools/chaos/plan';

const MINUTE = 60_000;
const REGIONS = ['us-west-2', 'ap-southeast-2', 'eu-west-1'];
const SEEDS = [0, 1, 14, 2 ** 32 - 1];

it.each(SEEDS)('is the same for the same seed: %d', (seed) => {
  const options = { seed, duration: MINUTE, regions: REGIONS };

  expect(planOf(options)).toEqual(planOf(options));
});

it('is another one for another seed', () => {
  const [one, other] = [1, 2].map((seed) => planOf({ seed, duration: MINUTE, regions: REGIONS }));

  expect(one?.faults).not.toEqual(other?.faults);
  expect(one?.publications).not.toEqual(other?.publications);
});

it.each(SEEDS)('has every kind of fault, and all are over in the end: %d', (seed) => {
  const { faults } = planOf({ seed, duration: 15_000, regions: REGIONS.slice(0, 2) });

  expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  expect(Math.max(...faults.map(({ at, lasts }) => at + lasts))).toBeLessThanOrEqual(15_000);
});

it('has publishers in every region and at the front door, subscribers at every edge, both at both doors, and somebody who may not publish', () => {
  const { publishers, subscribers } = planOf({ seed: 1, duration: MINUTE, regions: REGIONS });

  for (const region of REGIONS) {
    const here = publishers.filter((publisher) => publisher.region === region && publisher.isPermitted);
    expect(here.map(({ isDirect, door }) => [isDirect, door])).toEqual([
      [true, 'GraphQL'],
      [false, 'GraphQL'],
      [false, 'Events'],
    ]);
    const listening = subscribers.filter(({ joinsAt, ...other }) => joinsAt === 0 && other.region === region);
    expect(listening.map(({ door }) => door)).toEqual(['GraphQL', 'GraphQL', 'Events']);
  }
  expect(publishers.filter(({ isPermitted }) => !isPermitted)).toHaveLength(1);
});

it.each([
  [['--seed', '-1'], '--seed takes a whole number from 0 to 4294967295, not "-1".'],
  [['--seed', 'x'], '--seed takes a whole number from 0 to 4294967295, not "x".'],
  [['--minutes', '0'], '--minutes takes a number up to 60, not "0".'],
  [['--minutes', 'long'], '--minutes takes a number up to 60, not "long".'],
  [['--regions', '1'], '--regions takes a whole number from 2 to 10, not "1".'],
  [['--regions', '2.5'], '--regions takes a whole number from 2 to 10, not "2.5".'],
])('is not made of %p', (args, message) => {
  const line = readCommandLine(args, CHAOS);

  expect(() => line !== 'help' && chaosOptionsOf(line)).toThrow(
    expect.objectContaining({ code: 'STORM_INVALID', message }) as Error,
  );
});

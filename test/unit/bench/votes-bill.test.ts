// What votes cost, against sums done by hand with the list prices.
import { billOfMonth, billOfVotes, type RegionTurnout, type Turnout } from '../../../bench/votes-bill';

function aRegion(overrides: Partial<RegionTurnout> = {}): RegionTurnout {
  return { messages: 500, calls: 10, seconds: 2, writes: 900, ...overrides };
}

/** A thousand votes in half as many messages, in one region. */
function anElection(overrides: Partial<Turnout> = {}): Turnout {
  return { votes: 1_000, messages: 500, hasEvents: false, regions: [aRegion()], ...overrides };
}

function costIn(bill: ReturnType<typeof billOfMonth>, name: RegExp): number {
  const found = bill.filter((item) => name.test(item.name));
  expect(found).toHaveLength(1);
  return found[0]?.cost ?? NaN;
}

it.each<readonly [string, RegExp, Partial<Turnout>, number]>([
  ['half a million mutations', /: publish$/, {}, 2],
  ['half a million mutations in each of two regions', /publishFromBus/, { regions: [aRegion(), aRegion()] }, 4],
  ['a claim and a settlement where there is a door for events', /claiming/, { hasEvents: true }, 0.625],
  ['a write for the index of patterns', /patterns/, {}, 0.3125],
  ['half a million votes to a queue', /to the queue/, {}, 0.2],
  ['those of two regions to two queues', /to the queue/, { regions: [aRegion(), aRegion()] }, 0.4],
  ['five requests for each call with 50 messages', /taking them/, {}, 0.02],
  ['six for each with 51', /taking them/, { regions: [aRegion({ messages: 510 })] }, 0.024],
  ['as many to delete them', /deleting them/, {}, 0.02],
  ['no requests of a region that called nothing', /deleting/, { regions: [aRegion({ calls: 0, messages: 0 })] }, 0],
  ['10,000 calls', /: calls of count/, {}, 0.002],
  ['2,000 seconds of 256 MB', /duration of count/, {}, 2_000 * 0.25 * 0.0000133334],
  ['900,000 writes, twice each', /counting/, {}, 1.125],
])('counts %s', (_, name, overrides, dollars) => {
  expect(costIn(billOfVotes(anElection(overrides)), name)).toBeCloseTo(dollars, 8);
});

it('counts what is paid by the month apart from votes', () => {
  expect(billOfVotes(anElection()).filter(({ name }) => /ACL|show|waiting/.test(name))).toEqual([]);
});

it.each<readonly [string, RegExp, number]>([
  ['five requests at each queue every 20 seconds', /waiting/, 2 * 5 * 129_600 * 4e-7],
  ['a run each minute', /Scheduler/, 2 * 43_200 * 1e-6],
  ['as many calls', /calls of show/, 2 * 43_200 * 2e-7],
  ['a function that always runs', /duration of show/, 2 * 2_592_000 * 0.125 * 0.0000133334],
  ['six films a minute', /calls of follow/, 2 * 259_200 * 2e-7],
  ['a tenth of a second for each', /duration of follow/, 2 * 25_920 * 0.125 * 0.0000133334],
  ['eight writes a minute for runs, six for films, and six of the leader', /lease/, (2 * 14 + 6) * 43_200 * 6.25e-7],
])('counts %s in a month of two regions', (_, name, dollars) => {
  expect(costIn(billOfMonth(2), name)).toBeCloseTo(dollars, 8);
});

// What a load costs, against sums done by hand with the list prices.
import { UserError } from 'local-aws/terms';
import { readCommandLine } from '../../../tools/command-line';
import { billOf } from '../../../tools/cost/bill';
import { COST, type Load, loadOf } from '../../../tools/cost/load';

/** A million messages in a month of 30 days. */
const A_MILLION = 1_000_000 / (30 * 86_400);

function aLoad(overrides: Partial<Load> = {}): Load {
  return {
    regions: 1,
    subscribers: 1,
    messagesPerSecond: A_MILLION,
    byBackends: 0,
    atEvents: undefined,
    bytes: 1_000,
    ...overrides,
  };
}

function costOf(name: RegExp, load: Load): number {
  const found = billOf(load).items.filter((item) => name.test(item.name));
  expect(found).toHaveLength(1);
  return found[0]?.perMonth ?? NaN;
}

it.each<readonly [string, RegExp, Partial<Load>, number]>([
  ['a million mutations', /: publish$/, {}, 4],
  ['no publish for what backends put on the bus', /: publish$/, { byBackends: 1 }, 0],
  ['half a million admissions', /admitFromBus/, { byBackends: 0.5 }, 2],
  ['an event more for each message of a backend', /events put/, { byBackends: 0.5 }, 1.5],
  ['nothing at the front door for a backend', /to regions/, { byBackends: 1 }, 0],
  ['a million mutations in each of three regions', /publishFromBus/, { regions: 3 }, 12],
  ['a million messages to a thousand subscribers', /updates/, { subscribers: 1_000 }, 2_000],
  ['messages of exactly 5 kB, one update each', /updates/, { bytes: 5_120 }, 2],
  ['messages of a byte more, two updates each', /updates/, { bytes: 5_121 }, 4],
  ['30 days of 1,000 connections: 43.2 million minutes', /connection minutes/, { subscribers: 1_000 }, 3.456],
  ['1,000 subscribers that connect and subscribe 30 times', /connecting/, { subscribers: 1_000 }, 0.12],
  ['a broadcast more in each of two regions', /broadcastFromBus/, { atEvents: 0, regions: 2 }, 8],
  ['an event in and a handler in each of two regions', /taken in/, { atEvents: 0, regions: 2 }, 4],
  ['those at the Events door at its price', /events to subscribers/, { atEvents: 0.75, subscribers: 1_000 }, 750],
  ['the others at that of GraphQL', /updates/, { atEvents: 0.75, subscribers: 1_000 }, 500],
  ['a claim and a settlement in each of two regions', /claiming/, { atEvents: 0, regions: 2 }, 2.5],
  ['a million events', /events put/, {}, 1],
  ['messages above 64 KB, two events each', /events put/, { bytes: 65_537 }, 2],
  ['a million events to each of two other regions', /other regions/, { regions: 3 }, 2],
  ['no other region', /other regions/, {}, 0],
  ['a GB to each of two other regions', /between regions/, { regions: 3 }, 0.04],
  ['a million writes of 1 KB to a table and its index', /DynamoDB/, { bytes: 700 }, 1.25],
  ['two units for each KB begun, in each of two regions', /DynamoDB/, { bytes: 1_000, regions: 2 }, 5],
  ['no write of a tenth that nobody keeps', /remembering/, { bytes: 700, unkept: 0.1 }, 1.125],
  ['no claim of a tenth that nobody keeps', /claiming/, { atEvents: 0, unkept: 0.1 }, 1.125],
  ['a million requests and 30 handshakes', /CloudFront: requests/, {}, 1.00003],
  ['a GB to each of ten subscribers', /to viewers/, { subscribers: 10 }, 0.85],
  ['a GB to the region', /to regions/, {}, 0.02],
  ['a million calls of the router and 30 for handshakes', /calls of the router/, {}, 0.600018],
  ['10 ms of 256 MB each', /duration/, {}, 1_000_030 * 0.25 * 0.01 * 0.00005001],
  ['a million requests and 30 handshakes before two ACLs', /WAF: requests/, {}, 1.200036],
  ['an ACL with two rules for each of two regions and the front door', /web ACL/, { regions: 2 }, 21],
])('counts %s', (_, name, overrides, dollars) => {
  const cost = costOf(name, aLoad(overrides));

  expect(cost).toBeCloseTo(dollars, 8);
});

it('adds everything up', () => {
  const { items, total } = billOf(aLoad());

  expect(total.perMonth).toBeCloseTo(
    items.reduce((sum, { perMonth }) => sum + perMonth, 0),
    8,
  );
});

it('says what a million messages cost when there are two million in a month', () => {
  const { total } = billOf(aLoad({ messagesPerSecond: 2 * A_MILLION }));

  expect(total.perMillion).toBeCloseTo(total.perMonth / 2, 8);
});

it.each([
  ['10/s', 10],
  ['90/min', 1.5],
  ['1800/h', 0.5],
  ['43200/day', 0.5],
])('reads %s', (messages, rate) => {
  expect(typed('--messages', messages)).toMatchObject({ messagesPerSecond: rate });
});

it.each([
  [['--messages', '10'], '--messages takes'],
  [['--messages', '0/s'], '--messages takes'],
  [['--messages', '10001/s'], '--messages takes'],
  [['--messages', '10/fortnight'], '--messages takes'],
  [['--regions', '0'], '--regions takes a whole number from 1 to 40, not "0".'],
  [['--subscribers', 'many'], '--subscribers takes'],
  [['--backends', '101'], '--backends takes a whole number from 0 to 100, not "101".'],
  [['--except', '101'], '--except takes a whole number from 0 to 100, not "101".'],
  [['--bytes', '240001'], '--bytes takes'],
])('refuses %j in one sentence', (args, sentence) => {
  expect(() => typed(...args)).toThrow(expect.objectContaining({ code: 'LOAD_INVALID' }) as UserError);
  expect(() => typed(...args)).toThrow(sentence);
});

it('takes all messages for those of clients, unless told otherwise', () => {
  expect([typed(), typed('--backends', '25')].map(({ byBackends }) => byBackends)).toEqual([0, 0.25]);
});

it('takes all messages for remembered, unless told otherwise', () => {
  expect([typed(), typed('--except', '25')].map(({ unkept }) => unkept)).toEqual([0, 0.25]);
});

it('counts no Events door unless told of one', () => {
  const names = billOf(aLoad()).items.map(({ name }) => name);

  expect(names.filter((name) => /Events|broadcast/.test(name))).toEqual([]);
  expect([typed(), typed('--events', '40')].map(({ atEvents }) => atEvents)).toEqual([undefined, 0.4]);
});

function typed(...args: readonly string[]): Load {
  const line = readCommandLine(args, COST);
  if (line === 'help') throw new Error('No help was asked for.');
  return loadOf(line);
}

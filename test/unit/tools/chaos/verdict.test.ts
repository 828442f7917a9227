// The verdict on a storm: each promise that is broken is one sentence, and nothing else is.
import type { Heard, Listening, Log, Publication } from '../../../../tools/chaos/log';
import { verdictOf } from '../../../../tools/chaos/verdict';

const BEGINNING = Date.UTC(2026, 0, 1);

const one = aPublication('one', 0);
const two = aPublication('two', 1000);

function aPublication(text: string, after: number, overrides: Partial<Publication> = {}): Publication {
  const calledAt = BEGINNING + after;
  const outcome = { kind: 'acknowledged', id: `ID-${text}`, at: calledAt + 10 } as const;
  return { publisher: 'bob', channel: 'tech', text, calledAt, isForbidden: false, outcome, ...overrides };
}

function refused(code: string, mayArrive = false): Pick<Publication, 'outcome'> {
  return { outcome: { kind: 'refused', id: 'ID-two', at: BEGINNING + 1010, code, mayArrive } };
}

function heard({ text, publisher, outcome, calledAt }: Publication): Heard {
  return { kind: 'message', id: outcome.id, sender: publisher, text, at: calledAt + 40 };
}

function told(reason: Extract<Heard, { readonly kind: 'gap' }>['reason'], { publisher, outcome }: Publication): Heard {
  return { kind: 'gap', at: BEGINNING + 2000, reason, id: outcome.id, sender: publisher };
}

function aListening(overrides: Partial<Listening> = {}): Listening {
  const times = { promisedFrom: BEGINNING, liveAt: BEGINNING };
  return { subscriber: 'ana', door: 'GraphQL', channel: 'tech', ...times, heard: [], ...overrides };
}

function aLog(
  publications: readonly Publication[],
  listenings: readonly Listening[],
  overrides: Partial<Log> = {},
): Log {
  return { publications, listenings, mendedAt: BEGINNING, unfinished: [], ...overrides };
}

/** What is broken of a log, with one subscriber. */
function brokenBy(publications: readonly Publication[], entries: readonly Heard[], overrides: Partial<Log> = {}) {
  return verdictOf(aLog(publications, [aListening({ heard: entries })], overrides)).broken;
}

it('finds nothing where every message is handed over once and in order', () => {
  expect(brokenBy([one, two], [heard(one), heard(two)])).toEqual([]);
});

it.each<readonly [string, readonly Publication[], readonly Heard[], RegExp]>([
  [
    'a message is missing',
    [one, two],
    [heard(two)],
    /^ana on tech was never handed ID-one \("one"\), which bob published at 00:00:00\.000 and got acknowledged at 00:00:00\.010\.$/,
  ],
  [
    'a message comes twice',
    [one],
    [heard(one), heard(one)],
    /^ana on tech was handed ID-one \("one"\) at 00:00:00\.040, and again at 00:00:00\.040\.$/,
  ],
  [
    'messages are out of order',
    [one, two],
    [heard(two), heard(one)],
    /^ana on tech was handed ID-one .*, after ID-two \("two"\), which bob published later, and was not told\.$/,
  ],
  [
    'another one is told to be out of order',
    [one, two],
    [heard(two), told('OutOfOrder', two), heard(one)],
    /was not told\.$/,
  ],
  ['a message was not published', [one], [heard(one), heard(two)], /^ana on tech was handed ID-two .* not published/],
  ['a message has changed', [one], [{ ...heard(one), text: 'other' } as Heard], /ID-one .* not published like that/],
  [
    'a message was refused for certain',
    [one, { ...two, ...refused('Unauthorized'), isForbidden: true }],
    [heard(one), heard(two)],
    /ID-two .* not published/,
  ],
  [
    'a publish was refused without need',
    [{ ...two, ...refused('Unreachable', true) }],
    [],
    /refused, with Unreachable/,
  ],
  [
    'a publish was not refused',
    [{ ...one, isForbidden: true }],
    [heard(one)],
    /acknowledged, though it must be refused/,
  ],
  ['a loss is told that is none', [one], [heard(one), told('HistoryOff', one)], /HistoryOff .* history has everything/],
  ['a gap is told of nothing', [one], [heard(one), told('MessageMissing', two)], /MessageMissing of ID-two/],
])('sees that %s', (_, publications, entries, sentence) => {
  expect(brokenBy(publications, entries)).toEqual([expect.stringMatching(sentence)]);
});

it('sees that a subscription was never live, and what did not come to its end', () => {
  const listening = aListening({ promisedFrom: undefined, liveAt: undefined });

  expect(brokenBy([], [], { listenings: [listening], unfinished: ['It did not end.'] })).toEqual([
    'It did not end.',
    'ana on tech was never live.',
  ]);
});

it.each<readonly [string, readonly Publication[], readonly Heard[]]>([
  ['what is out of order and told', [one, two], [heard(two), told('OutOfOrder', one), heard(one)]],
  ['what was too late and told', [one, two], [heard(two), told('TooLate', one)]],
  ['what was published before the subscription was live', [{ ...one, calledAt: BEGINNING - 1 }], []],
  [
    'what was published before the subscription was live and comes out of order',
    [{ ...one, calledAt: BEGINNING - 1 }, two],
    [heard(two), heard(one)],
  ],
  ['what is of another channel', [{ ...one, channel: 'cars' }], []],
  ['what was refused as it must be', [{ ...two, ...refused('Unauthorized'), isForbidden: true }], []],
  [
    'what was given up and arrived',
    [one, { ...two, ...refused('Unreachable', true), isForbidden: true }],
    [heard(two), heard(one)],
  ],
])('forgives %s', (_, publications, entries) => {
  expect(brokenBy(publications, entries)).toEqual([]);
});

it('counts, and measures the delays of what was published to who was there', () => {
  const entries = [heard(one), heard(two)];
  const listenings = [one, two].map(({ calledAt: liveAt }) => aListening({ heard: entries, liveAt }));

  expect(verdictOf(aLog([one, two], listenings))).toMatchObject({
    counts: { published: 2, acknowledged: 2, refused: 0, 'handed over': 4, gaps: 0 },
    delays: [40, 40, 40],
  });
});

describe('a connection at the Events door', () => {
  const [before, after] = [{ mendedAt: BEGINNING + 5000 }, { mendedAt: BEGINNING }];
  const brokenIn = (listening: Partial<Listening>, overrides: Partial<Log>) =>
    verdictOf(aLog([one, two], [aListening({ door: 'Events', ...listening })], overrides)).broken;

  it.each<readonly [string, Partial<Listening>, Partial<Log>]>([
    ['what comes in another order', { heard: [heard(two), heard(one)] }, after],
    ['what comes again that was published in the storm', { heard: [heard(one), heard(one), heard(two)] }, before],
    ['what comes when it has ended', { heard: [heard(one)], endedAt: BEGINNING + 500 }, after],
  ])('is forgiven %s', (_, listening, overrides) => {
    expect(brokenIn(listening, overrides)).toEqual([]);
  });

  it.each<readonly [string, readonly Heard[], RegExp]>([
    ['misses what is published while it lasts', [heard(two)], /^ana on tech was never handed ID-one /],
    ['hears again what is published after the storm', [heard(one), heard(two), heard(two)], /ID-two .* and again at /],
  ])('is seen when it %s', (_, entries, sentence) => {
    expect(brokenIn({ heard: entries }, after)).toEqual([expect.stringMatching(sentence)]);
  });
});

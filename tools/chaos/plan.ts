// The plan of a storm: who publishes what and when, who listens, and what breaks. It depends on nothing but what it is made of, so
// that a seed repeats it.
import { type Random, randomOf } from './random';

/** What can break: regions and the ways between them, and what devices do. */
export const FAULT_KINDS = ['down', 'split', 'slow', 'stutter', 'throttle', 'cut', 'sleep'] as const;

/** Something that breaks, and is mended. Times are milliseconds; `at` since the beginning. */
export type Fault = { readonly at: number; readonly lasts: number } & (
  | { readonly kind: 'down' | 'throttle'; readonly region: string }
  | { readonly kind: 'split'; readonly region: string; readonly other: string }
  | { readonly kind: 'slow' | 'stutter'; readonly region: string; readonly ms: number }
  /** The device's connections break, or it sleeps and has none. */
  | { readonly kind: 'cut' | 'sleep'; readonly device: string }
);

/** By which door a device comes in: with the client library at the GraphQL door, or as a client of AppSync Events. */
export type Door = 'GraphQL' | 'Events';

/** What a device has in every role. */
interface PlannedDevice {
  readonly name: string;
  readonly door: Door;
  /** The region that it is near. */
  readonly region: string;
  /** Seconds for which its tokens are good. */
  readonly tokenLife: number;
}

/** Who publishes. */
export interface PlannedPublisher extends PlannedDevice {
  /** By the region's own name, and not through the front door? At the Events door never. */
  readonly isDirect: boolean;
  /** Do its tokens permit to publish? */
  readonly isPermitted: boolean;
}

/** Who listens, to every channel. */
export interface PlannedSubscriber extends PlannedDevice {
  /** Milliseconds since the beginning; 0 is before it. */
  readonly joinsAt: number;
  /** With what it begins: what comes from then on, or the whole storm. */
  readonly from: 'now' | 'the beginning';
}

/** What is published. */
export interface PlannedPublication {
  readonly at: number;
  readonly publisher: string;
  readonly channel: string;
  /** Characters of its message at least. */
  readonly size: number;
}

/** What a plan is made of. */
export interface PlanOptions {
  readonly seed: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly regions: readonly string[];
}

/** A plan. */
export interface Plan extends PlanOptions {
  readonly publishers: readonly PlannedPublisher[];
  readonly subscribers: readonly PlannedSubscriber[];
  /** In the order of their times. */
  readonly publications: readonly PlannedPublication[];
  readonly faults: readonly Fault[];
}

/** Two channels of stage `local`: a subscriber has both on one socket. */
export const CHANNELS = ['cars', 'tech'] as const;

/** Faults that go on at the same time. */
const TRACKS = 2;
/** Milliseconds: the most for a fault and the calm after it, of which it takes a part. */
const LONGEST_SLOT = 12_000;
const LEAST_PART = 40;
const MOST_PART = 85;
/** Milliseconds: what slow regions and stuttering buses add. */
const SLOW = [50, 400] as const;
const STUTTER = [1000, 3000] as const;
/** Milliseconds between two messages of a publisher: in a storm of a minute at most, and in longer ones. */
const MINUTE = 60_000;
const BRISK = [100, 400] as const;
const CALM = [400, 1600] as const;
/** Seconds that a short-lived token is good for: the library uses one for ten at least. And a long-lived one. */
const SHORT_LIFE = [12, 18] as const;
const LONG_LIFE = 3600;
/** More than the API takes. */
const TOO_LARGE = 300_000;
/** One of so many messages is too large. */
const RARE = 40;

/** Makes a plan. @param options at least two regions */
export function planOf(options: PlanOptions): Plan {
  const random = randomOf(options.seed);
  const publishers = publishersOf(options, random);
  const subscribers = subscribersOf(options, random);
  const publications = publishers.flatMap((publisher) => publicationsOf(publisher, options, random));
  const devices = [...publishers, ...subscribers].map(({ name }) => name);
  return {
    ...options,
    ...{ publishers, subscribers },
    publications: publications.sort(byTime),
    faults: faultsOf(options, devices, random),
  };
}

/** What a fault does, in a few words. */
export function titleOf(fault: Fault): string {
  switch (fault.kind) {
    case 'down':
      return `${fault.region} is down`;
    case 'throttle':
      return `the tables of ${fault.region} refuse every call`;
    case 'split':
      return `nothing passes between ${fault.region} and ${fault.other}`;
    case 'slow':
      return `everything takes ${fault.ms} ms longer to and from ${fault.region}`;
    case 'stutter':
      return `${fault.region} delivers everything twice, up to ${fault.ms} ms late`;
    case 'cut':
      return `the connections of ${fault.device} are cut`;
    case 'sleep':
      return `${fault.device} sleeps`;
  }
}

function publishersOf({ regions }: PlanOptions, random: Random): readonly PlannedPublisher[] {
  const inRegions = regions.flatMap((region) =>
    [true, false].map((isDirect) => ({
      name: `${isDirect ? 'direct' : 'front'}-publisher-${region}`,
      ...{ door: 'GraphQL' as const, region, isDirect, isPermitted: true, tokenLife: lifeOf(random) },
    })),
  );
  const intruder = { name: 'intruder', door: 'GraphQL' as const, region: random.pick(regions), isPermitted: false };
  const ofEvents = regions.map((region) => ({
    name: `events-publisher-${region}`,
    ...{ door: 'Events' as const, region, isDirect: false, isPermitted: true, tokenLife: LONG_LIFE },
  }));
  return [...inRegions, { ...intruder, isDirect: false, tokenLife: LONG_LIFE }, ...ofEvents];
}

function subscribersOf({ regions, duration }: PlanOptions, random: Random): readonly PlannedSubscriber[] {
  const steady = regions.flatMap((region) =>
    [SHORT_LIFE, [LONG_LIFE, LONG_LIFE] as const].map(([least, most], index) => ({
      name: `subscriber-${region}-${index + 1}`,
      ...{ door: 'GraphQL' as const, region, tokenLife: random.between(least, most), joinsAt: 0, from: 'now' as const },
    })),
  );
  const late = (['now', 'the beginning'] as const).map((from, index) => ({
    name: `late-subscriber-${index + 1}`,
    ...{ door: 'GraphQL' as const, region: random.pick(regions), tokenLife: lifeOf(random), from },
    joinsAt: random.between(duration / 4, duration / 2),
  }));
  const ofEvents = regions.map((region) => ({
    name: `events-subscriber-${region}`,
    ...{ door: 'Events' as const, region, tokenLife: LONG_LIFE, joinsAt: 0, from: 'now' as const },
  }));
  return [...steady, ...late, ...ofEvents];
}

function lifeOf(random: Random): number {
  return random.pick([LONG_LIFE, random.between(...SHORT_LIFE)]);
}

function publicationsOf(
  { name: publisher, isPermitted }: PlannedPublisher,
  { duration }: PlanOptions,
  random: Random,
): readonly PlannedPublication[] {
  const [least, most] = duration > MINUTE ? CALM : BRISK;
  // What is refused anyway need not come often.
  const factor = isPermitted ? 1 : 5;
  const publications: PlannedPublication[] = [];
  for (let at = 0; at < duration; at += factor * random.between(least, most)) {
    const size = random.between(1, RARE) === 1 ? TOO_LARGE : 0;
    publications.push({ at, publisher, channel: random.pick(CHANNELS), size });
  }
  return publications;
}

function faultsOf(options: PlanOptions, devices: readonly string[], random: Random): readonly Fault[] {
  const { duration } = options;
  const slot = Math.min(LONGEST_SLOT, Math.floor(duration / FAULT_KINDS.length));
  const faults: Fault[] = [];
  for (let track = 0; track < TRACKS; track += 1) {
    let kinds: (typeof FAULT_KINDS)[number][] = [];
    for (let at = 0; at + slot <= duration; at += slot) {
      if (kinds.length === 0) kinds = random.shuffled(FAULT_KINDS);
      const kind = kinds.shift() ?? 'cut';
      const lasts = kind === 'cut' ? 0 : Math.floor((slot * random.between(LEAST_PART, MOST_PART)) / 100);
      const fault = faultOf(kind, { at: at + random.between(0, slot - lasts), lasts }, options, devices, random);
      // What is mended for one track would be mended for the other.
      if (!faults.some((other) => isSame(other, fault))) faults.push(fault);
    }
  }
  return faults.sort(byTime);
}

function faultOf(
  kind: (typeof FAULT_KINDS)[number],
  time: { readonly at: number; readonly lasts: number },
  { regions }: PlanOptions,
  devices: readonly string[],
  random: Random,
): Fault {
  const [region = '', other = ''] = random.shuffled(regions);
  switch (kind) {
    case 'cut':
    case 'sleep':
      return { ...time, kind, device: random.pick(devices) };
    case 'split':
      return { ...time, kind, region, other };
    case 'slow':
      return { ...time, kind, region, ms: random.between(...SLOW) };
    case 'stutter':
      return { ...time, kind, region, ms: random.between(...STUTTER) };
    default:
      return { ...time, kind, region };
  }
}

/** Do two faults break the same at the same time? */
function isSame(one: Fault, other: Fault): boolean {
  const isApart = one.at + one.lasts < other.at || other.at + other.lasts < one.at;
  if (isApart || one.kind !== other.kind) return false;
  return placesOf(one).some((place) => placesOf(other).includes(place));
}

function placesOf(fault: Fault): readonly string[] {
  if ('device' in fault) return [fault.device];
  return 'other' in fault ? [fault.region, fault.other] : [fault.region];
}

function byTime(one: { readonly at: number }, other: { readonly at: number }): number {
  return one.at - other.at;
}

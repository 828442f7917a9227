// Which of several record sets is the answer: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html
// and https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
import { geoDistance } from 'd3-geo';
import { MAX_MULTIVALUE_ANSWERS } from './limits';
import type { RecordSet, RoutingPolicy } from './record-set';

/** Where something is, in degrees. */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** What a choice depends on besides the record sets. */
export interface RoutingContext {
  readonly isHealthy: (record: RecordSet) => boolean;
  /** Kilometres from whoever asks to an AWS region; they stand for latency. */
  readonly distanceTo: (region: string) => number;
  /** From 0 to 1, without 1. */
  readonly random: () => number;
}

type Choice = (records: readonly RecordSet[], context: RoutingContext) => readonly RecordSet[];

const EARTH_RADIUS = 6_371;

/** The answers to a query, from record sets of one name, type and policy: where none is healthy, all are taken for healthy. */
export function choose(records: readonly RecordSet[], context: RoutingContext): readonly RecordSet[] {
  const [first] = records;
  if (!first) return [];
  const candidates = first.policy === 'weighted' ? weighing(records, context) : healthyOf(records, context);
  return CHOICES[first.policy](candidates, context);
}

const CHOICES: Readonly<Record<RoutingPolicy, Choice>> = {
  simple: (records) => records,
  latency: (records, { distanceTo }) => {
    const distances = records.map(({ region = '' }) => distanceTo(region));
    return records.slice(distances.indexOf(Math.min(...distances))).slice(0, 1);
  },
  failover: (records) => {
    const primary = records.find(({ failover }) => failover === 'PRIMARY');
    return [...(primary ? [primary] : records)].slice(0, 1);
  },
  'multivalue answer': (records, { random }) => {
    const left = [...records];
    const answers: RecordSet[] = [];
    while (left.length > 0 && answers.length < MAX_MULTIVALUE_ANSWERS) {
      answers.push(...left.splice(Math.floor(random() * left.length), 1));
    }
    return answers;
  },
  weighted: (records, { random }) => {
    const total = records.reduce((sum, { weight }) => sum + weight, 0);
    // Where all weigh nothing, all weigh the same.
    const weightOf = ({ weight }: RecordSet) => (total === 0 ? 1 : weight);
    let left = random() * (total === 0 ? records.length : total);
    const chosen = records.find((record) => (left -= weightOf(record)) < 0);
    return chosen ? [chosen] : [];
  },
};

/** Records without weight come into question only when none with weight is healthy. */
function weighing(records: readonly RecordSet[], context: RoutingContext): readonly RecordSet[] {
  const heavy = records.filter(({ weight }) => weight > 0);
  for (const group of [heavy, records.filter(({ weight }) => weight === 0)]) {
    const healthy = group.filter((record) => context.isHealthy(record));
    if (healthy.length > 0) return healthy;
  }
  return heavy.length > 0 ? heavy : records;
}

function healthyOf(records: readonly RecordSet[], { isHealthy }: RoutingContext): readonly RecordSet[] {
  const healthy = records.filter((record) => isHealthy(record));
  return healthy.length > 0 ? healthy : records;
}

/** Kilometres between two places, along the surface. */
export function distanceBetween(one: Coordinates, other: Coordinates): number {
  return EARTH_RADIUS * geoDistance([one.longitude, one.latitude], [other.longitude, other.latitude]);
}

// What a person reads of a storm.
import { tableOf } from '../table';
import { type Fault, titleOf } from './plan';
import type { Verdict } from './verdict';

/** Broken promises that are printed: they seldom come alone, and the first ones say enough. */
const MOST = 50;
const SECOND = 1000;

/** A fault, in a line. */
export function lineOf(fault: Fault): string {
  const length = fault.lasts > 0 ? `, for ${seconds(fault.lasts)}` : '';
  return `${seconds(fault.at).padStart(8)}  ${titleOf(fault)}${length}`;
}

/** The verdict, with counts and delays. */
export function reportOf({ broken, counts, gaps, delays }: Verdict): string {
  const numbers = [
    ...Object.entries(counts),
    ...Object.entries(gaps).map(([reason, count]) => [`gaps: ${reason}`, count] as const),
    ...[50, 99].map((share) => [`delay, p${share}, ms`, percentile(delays, share)] as const),
    ['delay, longest, ms', delays.at(-1) ?? 0] as const,
  ];
  const table = tableOf(
    ['Messages', 'of the storm'],
    numbers.map(([name, number]) => [name, number.toLocaleString('en')]),
  );
  if (broken.length === 0) return `${table}\n\nEvery promise was kept.`;
  const rest = broken.length > MOST ? [`… and ${broken.length - MOST} more.`] : [];
  return [`${table}\n\nBroken promises: ${broken.length}.`, ...broken.slice(0, MOST), ...rest].join('\n');
}

/** @param sorted the values, the least first @param share per cent */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? 0;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / SECOND).toFixed(1)} s`;
}

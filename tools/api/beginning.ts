// With which message a subscription begins: `--last` and `--since`.
import type { From } from 'global-pubsub-client';
import { UserError } from 'local-aws/terms';

/** The API's own most: `docs/DELIVERY.md`. */
const MOST_LAST = 1000;

/** Milliseconds. */
const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * What the options say.
 * @param now milliseconds since 1970
 * @throws UserError `BEGINNING_INVALID` with a sentence for each wrong option
 */
export function beginningOf(
  { last, since }: { readonly last?: string | undefined; readonly since?: string | undefined },
  now: number,
): From {
  if (last !== undefined && since !== undefined) throw invalid('Give --last or --since, not both.');
  if (last !== undefined) return { last: countIn(last) };
  return since === undefined ? 'now' : { since: timeIn(since, now) };
}

function countIn(given: string): number {
  const count = Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_LAST) return count;
  throw invalid(`--last takes a whole number from 1 to ${MOST_LAST}, not "${given}".`);
}

function timeIn(given: string, now: number): Date {
  const [, count = '', unit = ''] = /^(\d+)([smhd])$/.exec(given) ?? [];
  const time = new Date(unit === '' ? Date.parse(given) : now - Number(count) * (UNITS[unit] ?? 0));
  if (!Number.isNaN(time.getTime())) return time;
  throw invalid(`--since takes a time such as 2026-01-31T12:00:00Z, or 90s, 15m, 2h or 1d ago, not "${given}".`);
}

function invalid(sentence: string): UserError {
  return new UserError('BEGINNING_INVALID', sentence);
}

// The leaderboard: what every screen shows of the votes.
import { type Board, type Kind, KINDS } from '../contract';

/** The counters of a film, or of a minute: by kind of vote and region, `love@us-west-2`. */
export type Counters = Readonly<Record<string, number>>;

/** Films of a leaderboard. */
const PLACES = 5;

/**
 * @param films by film
 * @param film that is on
 * @param here by minute: the one that has begun, and the one before
 */
export function boardOf(films: ReadonlyMap<string, Counters>, film: string, here: readonly Counters[]): Board {
  const totals = [...films].map(([id, counters]) => [id, totalsOf(counters)] as const);
  return {
    leaders: byKind((kind) =>
      totals
        .map(([id, counts]) => [id, counts[kind]] as const)
        .filter(([, votes]) => votes > 0)
        // What has as many votes stands in the same order in every region.
        .sort(([one, some], [other, more]) => more - some || (one < other ? -1 : 1))
        .slice(0, PLACES),
    ),
    film,
    counts: totalsOf(films.get(film) ?? {}),
    // Each screen says it once a minute, and one that has just come is in the minute that has begun.
    watching: Math.max(...here.map((counters) => sumOf(counters, 'here')), 0),
  };
}

function totalsOf(counters: Counters): Readonly<Record<Kind, number>> {
  return byKind((kind) => sumOf(counters, kind));
}

/** Over all regions. */
function sumOf(counters: Counters, kind: string): number {
  return Object.entries(counters).reduce((sum, [name, count]) => (name.startsWith(`${kind}@`) ? sum + count : sum), 0);
}

function byKind<Value>(valueOf: (kind: Kind) => Value): Readonly<Record<Kind, Value>> {
  const [love, like, meh, unlike] = KINDS;
  return { love: valueOf(love), like: valueOf(like), meh: valueOf(meh), unlike: valueOf(unlike) };
}

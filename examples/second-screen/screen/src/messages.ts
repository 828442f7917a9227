// What comes from the planet, read: whoever may publish in a channel may publish anything there.
import { type Board, type Film, KINDS, type Showing } from '../../contract';

/** Something that somebody said. */
export interface Line {
  readonly id: string;
  readonly who: string;
  readonly text: string;
}

/** @returns nothing for what is not a film that is on */
export function showingIn(data: unknown): Showing | undefined {
  return isShowing(data) ? data : undefined;
}

/** @returns nothing for what is not a leaderboard */
export function boardIn(data: unknown): Board | undefined {
  return isBoard(data) ? data : undefined;
}

function isShowing(data: unknown): data is Showing {
  const { film, until, slot } = membersOf(data);
  return isFilm(film) && typeof until === 'string' && typeof slot === 'number';
}

function isFilm(data: unknown): data is Film {
  const { id, title, year, director, scene } = membersOf(data);
  return [id, title, director, scene].every((text) => typeof text === 'string') && typeof year === 'number';
}

function isBoard(data: unknown): data is Board {
  const { leaders, film, counts, watching } = membersOf(data);
  const [lists, numbers] = [membersOf(leaders), membersOf(counts)];
  return (
    typeof film === 'string' &&
    typeof watching === 'number' &&
    KINDS.every((kind) => typeof numbers[kind] === 'number' && Array.isArray(lists[kind]) && lists[kind].every(isPlace))
  );
}

function isPlace(data: unknown): boolean {
  return Array.isArray(data) && typeof data[0] === 'string' && typeof data[1] === 'number';
}

function membersOf(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

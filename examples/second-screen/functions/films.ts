// The films, and which of them is on at what time. Time is cut into slots of ten seconds, the same everywhere: whoever knows the
// time knows the film, and needs nobody to ask.
import type { Film } from '../contract';
import films from '../films.json';

/** Milliseconds for which a film is on. */
export const SLOT = 10_000;

/** The digits of a ULID: https://github.com/ulid/spec */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const REST = '0'.repeat(16);

/** @param time milliseconds since 1970 */
export function slotAt(time: number): number {
  return Math.floor(time / SLOT);
}

/** Where the films come from. For a source of your own, write another one: it must give the same film in every region. */
export function filmOf(slot: number): Film {
  const film = films[slot % films.length];
  if (!film) throw new RangeError(`Slot ${slot} is no whole number, or there are no films.`);
  return film;
}

/** Is there such a film? */
export function isFilm(id: string): boolean {
  return films.some((film) => film.id === id);
}

/**
 * The id of the message that shows a slot's film: the same, whoever shows it. If two regions lead for a moment, subscribers get one
 * message, as the planet delivers no id twice.
 */
export function messageIdOf(slot: number): string {
  let [time, text] = [slot * SLOT, REST];
  for (let place = 0; place < TIME_LENGTH; place += 1) {
    text = `${DIGITS.charAt(time % DIGITS.length)}${text}`;
    time = Math.floor(time / DIGITS.length);
  }
  return text;
}

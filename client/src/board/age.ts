// How long ago, in as few letters as a column takes.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of milliseconds: `now` up to two seconds, then `12 s`, `3 min`, `5 h`, `2 d`. */
export function ageText(age: number): string {
  if (age < 2 * SECOND) return 'now';
  if (age < MINUTE) return `${Math.floor(age / SECOND)} s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  return `${Math.floor(age / DAY)} d`;
}

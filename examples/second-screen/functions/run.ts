// A minute of a region. If the region leads, it shows a film every ten seconds, and the leaderboard when it has changed.
import { BOARD, type Board, FILM, type Showing } from '../contract';
import { boardOf } from './board';
import type { Bus } from './bus';
import { filmOf, messageIdOf, SLOT, slotAt } from './films';
import { type LeaseTable, partIn } from './lease';
import type { Table } from './table';
import { MINUTE } from './votes';

/** What a run needs. */
export interface Show {
  readonly region: string;
  readonly table: LeaseTable & Pick<Table, 'beginRun' | 'films' | 'goOn' | 'here'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly clock: {
    /** Milliseconds since 1970. */
    now(): number;
    /** Waits until a time. */
    until(time: number): Promise<void>;
  };
}

/** Milliseconds: for how long a run goes on, and how often it looks at the votes. */
const RUN = MINUTE;
const BEAT = 1000;
/** Milliseconds after which another run may begin if this one says nothing more: it has died. */
const SILENCE = 2 * SLOT;

/** Shows films for a minute, unless another run in the region does. @throws what the table throws at the beginning */
export async function run({ region, table, bus, clock }: Show): Promise<void> {
  const begun = clock.now();
  if (!(await table.beginRun(begun, begun + SILENCE))) return;
  let slot = 0;
  let isLeading = false;
  let sent = '';
  for (let now = begun; now < begun + RUN; now = clock.now()) {
    try {
      if (slotAt(now) > slot) {
        slot = slotAt(now);
        await table.goOn(now + SILENCE);
        const part = await partIn(slot, region, table);
        isLeading = part !== 'follows';
        if (part === 'shows') await bus.publish(filmMessage(slot));
      }
      if (isLeading) sent = await sendBoard(await boardAt(now, table), sent, bus);
    } catch (error) {
      // The next second is another chance.
      console.error(error);
    }
    await clock.until(now - (now % BEAT) + BEAT);
  }
  // The next run may begin at once.
  await table.goOn(clock.now());
}

function filmMessage(slot: number) {
  const film = filmOf(slot);
  const until = new Date((slot + 1) * SLOT).toISOString();
  const data: Showing = { film, until, slot };
  return { name: FILM, message: film.title, data, id: messageIdOf(slot) };
}

async function boardAt(now: number, table: Show['table']): Promise<Board> {
  const minute = Math.floor(now / MINUTE);
  const [films, ...here] = await Promise.all([table.films(), table.here(minute), table.here(minute - 1)]);
  return boardOf(films, filmOf(slotAt(now)).id, here);
}

/** @param sent what was sent last, as text @returns what was sent last */
async function sendBoard(board: Board, sent: string, bus: Show['bus']): Promise<string> {
  const text = JSON.stringify(board);
  if (text !== sent) await bus.publish({ name: BOARD, message: `${board.watching} are watching`, data: board });
  return text;
}

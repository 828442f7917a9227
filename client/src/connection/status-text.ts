// The state of the connection, in a sentence.
import type { SessionState } from './session-state';

const SECOND = 1000;

/** The colour of a sentence: all is well, something is under way, something is wrong. */
export type Tone = 'good' | 'wait' | 'bad';

/** A sentence and its colour. */
export interface StatusText {
  readonly tone: Tone;
  readonly text: string;
  /** What changes each second. */
  readonly detail?: string;
}

/** Milliseconds without a connection after which the region is taken to be down: sockets close for other reasons as well. */
const DOWN_AFTER = 3000;

/** What a sentence needs besides the session. */
export interface Surroundings {
  /** What people call a region. */
  readonly placeOf: (region: string) => string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * The sentence for now. AppSync's protocol does not say in which region a socket ends, so it names the region that answered a
 * question after the socket stood: nearly always the same one.
 */
export function statusText(session: SessionState, { placeOf, now }: Surroundings): StatusText {
  const { connection, isOnline, problem } = session;
  const place = session.region === undefined ? undefined : placeOf(session.region);
  if (!isOnline) return { tone: 'bad', text: 'This device is offline. The page reconnects when it is back.' };
  if (connection.kind === 'reconnecting') {
    const gap = now - connection.since;
    if (gap < DOWN_AFTER) return { tone: 'wait', text: 'The connection was lost. Reconnecting …' };
    const who = place === undefined ? 'No region answers' : `${place} does not answer`;
    return { tone: 'bad', text: `${who}. Looking for a region that does …`, detail: `${Math.floor(gap / SECOND)} s` };
  }
  if (place === undefined && problem) return { tone: 'bad', text: `${problem.sentence} Asking again …` };
  if (connection.kind === 'connecting' || place === undefined) return { tone: 'wait', text: 'Connecting …' };
  if (connection.kind === 'idle')
    return { tone: 'good', text: `${place} answers. You are not listening to any channel.` };
  if (connection.kind === 'catching up') return { tone: 'wait', text: 'Connected. Catching up …' };
  if (!session.isRegionCurrent) return { tone: 'wait', text: 'Connected. Asking which region answers …' };
  return { tone: 'good', text: `Live. ${place} answers.` };
}

/** What became of the last interruption: that another region answers than before, and how much was caught up with. */
export function moveText({ move, caughtUp }: SessionState, placeOf: (region: string) => string): string | undefined {
  const tookOver = move && `It took over from ${placeOf(move.from)}.`;
  const messages = caughtUp === 1 ? '1 message' : `${caughtUp ?? 0} messages`;
  const caught = (caughtUp ?? 0) > 0 ? `Caught up with ${messages}.` : undefined;
  return [tookOver, caught].filter(Boolean).join(' ') || undefined;
}

// A viewer at the planet: what is on, what was said, and what the viewer does. What comes is told once for each frame that the
// browser draws, however much it is.
import { connect } from 'global-pubsub-client';
import { BOARD, type Board, CHAT, FILM, HERE, type Kind, type Showing, VOTES } from '../../contract';
import { createClicks } from './clicks';
import { boardIn, type Line, showingIn } from './messages';

/** What the screen shows. */
export interface View {
  readonly isLive: boolean;
  readonly showing: Showing | undefined;
  readonly board: Board | undefined;
  readonly lines: readonly Line[];
}

/** A viewer. */
export type Viewer = ReturnType<typeof createViewer>;

/** Milliseconds between two words that this screen is there. */
const PRESENCE = 60_000;
/** Lines of the chat that are kept. */
const MOST_LINES = 100;
/** Who shows this in place of a token is a guest. */
const GUEST = 'guest';

/**
 * Makes a viewer.
 * @param url the planet's front door
 * @param token the viewer's own; a guest has none
 */
export function createViewer(url: string, token = GUEST) {
  const client = connect({ url, token: () => token });
  const listeners = new Set<() => void>();
  let view: View = { isLive: false, showing: undefined, board: undefined, lines: [] };
  let isDue = false;

  function set(change: Partial<View>): void {
    view = { ...view, ...change };
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      for (const listener of listeners) listener();
    });
  }

  /** What is published of no use to anybody later may be lost. */
  function publish(channel: string, message: string, data?: object): void {
    client.publish(channel, { message, ...(data && { data }) }).catch((error: unknown) => console.warn(error));
  }

  const click = createClicks(
    (ballot) => publish(VOTES, 'votes', ballot),
    (wait, call) => setTimeout(call, wait),
  );
  const sayHere = () => publish(HERE, 'here');

  client.on('state', (state) => set({ isLive: state === 'live' }));
  // Who comes late sees at once what is on, and how it stands.
  client.subscribe(FILM, {
    from: { last: 1 },
    onMessage({ data }) {
      const showing = showingIn(data);
      if (showing && showing.slot >= (view.showing?.slot ?? 0)) set({ showing });
    },
  });
  client.subscribe(BOARD, { from: { last: 1 }, onMessage: ({ data }) => set({ board: boardIn(data) ?? view.board }) });
  client.subscribe(CHAT, {
    onMessage({ id, userId, message }) {
      set({ lines: [...view.lines, { id, who: userId ?? GUEST, text: message }].slice(-MOST_LINES) });
    },
  });
  sayHere();
  setInterval(sayHere, PRESENCE);

  return {
    view: () => view,
    /** @returns stops telling */
    onView: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Votes for the film that is on. @returns is it going to be counted? */
    vote: (kind: Kind): boolean => view.showing !== undefined && click(view.showing.film.id, kind),
    say: (text: string): void => publish(CHAT, text),
  };
}

// What becomes of a subscription, and of a client with all of its subscriptions.

/** `closed`: ended by the user or, with `unsubscribe`, by an operator. `refused`: it has a `reason`. Both are for good. */
export type State = 'connecting' | 'live' | 'catching up' | 'offline' | 'refused' | 'closed';

/** The worst first. */
const WORST_FIRST = ['offline', 'connecting', 'catching up', 'live'] as const;

/** The state of a client: the worst of its subscriptions that have not ended, or that in which all of them ended. */
export function stateOf(states: readonly State[]): State {
  return WORST_FIRST.find((state) => states.includes(state)) ?? states[0] ?? 'connecting';
}

/** Is it for good? */
export function isFinal(state: State): boolean {
  return state === 'closed' || state === 'refused';
}

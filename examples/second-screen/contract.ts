// What the functions and the screen say to each other over the planet: channels, and what the data of their messages is.

/** A film is on. For everybody, of the function `show`. */
export const FILM = 'screen/film';
/** The leaderboard has changed. As above. */
export const BOARD = 'screen/board';
/** Of viewers, for the function `count`: votes, and that somebody watches. */
export const VOTES = 'screen/votes';
export const HERE = 'screen/here';
/** Of viewers, for viewers. */
export const CHAT = 'screen/chat';

/** How one can vote, the best first. */
export const KINDS = ['love', 'like', 'meh', 'unlike'] as const;
export type Kind = (typeof KINDS)[number];

/** Votes of one message: nobody clicks more often in two seconds. */
export const MOST_VOTES = 100;

/** A film. */
export interface Film {
  readonly id: string;
  readonly title: string;
  readonly year: number;
  readonly director: string;
  /** What its picture is drawn from. */
  readonly scene: string;
}

/** A film that is on. */
export interface Showing {
  readonly film: Film;
  /** ISO 8601. */
  readonly until: string;
  /** Of time, ten seconds long: later ones have greater numbers. */
  readonly slot: number;
}

/** The votes of viewers, by film. */
export interface Ballot {
  readonly votes: Readonly<Record<string, Readonly<Partial<Record<Kind, number>>>>>;
}

/** The leaderboard. */
export interface Board {
  /** By kind of vote: the films with the most of it, the first first, and how many. */
  readonly leaders: Readonly<Record<Kind, readonly (readonly [film: string, votes: number])[]>>;
  /** The film that is on, and its votes by kind. */
  readonly film: string;
  readonly counts: Readonly<Record<Kind, number>>;
  /** How many screens have said within a minute that they are there. */
  readonly watching: number;
}

// What went wrong, in words, and what to do about it.
import { PublishError, PubSubError } from 'global-pubsub-client';

/** Something that went wrong. */
export interface Problem {
  /** The API's `errorType`, or the library's code for what never reached the API. */
  readonly type: string;
  /** What happened: one sentence, from the API if it said one. */
  readonly sentence: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What each type asks for. */
const REMEDIES: Readonly<Record<string, string>> = {
  ChannelNotAllowed: 'Choose a channel from the list, or ask the operator of this stage to allow more.',
  InvalidData: 'Correct the structured data.',
  InvalidChannel: 'Correct the name of the channel.',
  MessageTooLarge: 'Send less text or data.',
  QueueFull: 'Send fewer messages, or wait a moment.',
  Unauthorized: 'Sign in with a token or an API key that is valid for this stage.',
  Unreachable: 'Check this device’s connection.',
};
const ANY_REMEDY = 'Try again. If it happens again, tell the operator of this stage.';
/** The answer was lost. */
const MAY_ARRIVE = 'It may arrive all the same: send it again only if it does not appear.';

/** Sentences in place of those that are the same for every cause. */
const SENTENCES: Readonly<Record<string, string>> = {
  Unauthorized: 'The API does not accept these credentials.',
  Unreachable: 'No region could be reached.',
};

/** Types whose sentence ends in what a program can do about it. The remedy says what a visitor can. */
const HINTED: ReadonlySet<string> = new Set(['ChannelNotAllowed', 'MessageTooLarge']);

/** The problem behind what the client library throws. */
export function problemOf(thrown: unknown): Problem {
  const type = thrown instanceof PubSubError ? thrown.code : 'Unknown';
  const remedy = thrown instanceof PublishError && thrown.mayArrive ? MAY_ARRIVE : REMEDIES[type];
  const sentence = SENTENCES[type] ?? sentenceOf(thrown);
  return { type, sentence: HINTED.has(type) ? withoutHint(sentence) : sentence, remedy: remedy ?? ANY_REMEDY };
}

/** Must the visitor sign in with something else? */
export function isUnauthorized({ type }: Problem): boolean {
  return type === 'Unauthorized';
}

/** Is it the channel that is to be another one? */
export function isOfChannel({ type }: Problem): boolean {
  return type === 'ChannelNotAllowed' || type === 'InvalidChannel';
}

function withoutHint(sentence: string): string {
  const hint = sentence.lastIndexOf('; ');
  return hint < 0 ? sentence : `${sentence.slice(0, hint)}.`;
}

function sentenceOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : '';
  if (message === '') return 'The API gave no reason.';
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

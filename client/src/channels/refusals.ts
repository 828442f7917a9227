// Channels that are refused, told together: what is true of all of them is said once.
import type { Problem } from '../connection/problem';
import type { ChannelState } from '../connection/session-state';

/** Channels that are refused for one reason. */
export interface Refusal {
  /** In the order in which they were joined. */
  readonly channels: readonly string[];
  readonly problem: Problem;
}

/** The refused ones among the channels, by their reason. Of one channel the API's own sentence stays. */
export function refusalsOf(channels: ReadonlyMap<string, ChannelState>): readonly Refusal[] {
  const refusals = new Map<string, { readonly channels: string[]; readonly problem: Problem }>();
  for (const [name, state] of channels) {
    if (state.kind !== 'refused') continue;
    const reason = reasonOf(state.problem);
    const known = refusals.get(reason);
    if (known) known.channels.push(name);
    else refusals.set(reason, { channels: [name], problem: state.problem });
  }
  return [...refusals.values()].map((refusal) =>
    refusal.channels.length === 1
      ? refusal
      : { ...refusal, problem: { ...refusal.problem, sentence: sentenceOf(refusal) } },
  );
}

/** The names as a sentence has them: `“cars”, “tech”`. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(', ');
}

/** Sentences that differ are told apart, but for the one that names the channel. */
function reasonOf({ type, sentence }: Problem): string {
  return isNotAllowed(type) ? type : `${type} ${sentence}`;
}

function sentenceOf({ channels, problem: { type, sentence } }: Refusal): string {
  if (isNotAllowed(type)) return `${channels.length} channels are not allowed: ${quoted(channels)}.`;
  return `${sentence} You are not listening to ${channels.length} channels: ${quoted(channels)}.`;
}

function isNotAllowed(type: string): boolean {
  return type === 'ChannelNotAllowed';
}

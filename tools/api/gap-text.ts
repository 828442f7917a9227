// What may be missing among the messages of a channel, in words.
import type { Gap, Message } from 'global-pubsub-client';

/** One sentence. */
export function gapText({ channel, reason, from, to, id = '', userId, message }: Gap<Message>): string {
  const keeps =
    channel === '*' ? 'there is no history of every channel together' : `the stage keeps no history of ${channel}`;
  const sender = userId ?? 'a sender without a token';
  switch (reason) {
    case 'HistoryOff':
      return `What was published ${between(from, to)} is missing: ${keeps}.`;
    case 'HistoryTooShort':
      return `What was published ${between(from, to)} is missing: the stage keeps its history for less time.`;
    case 'Overflow':
      return `Messages are missing that were published ${between(from, to)}: more came than is held, and ${keeps}.`;
    case 'MessageMissing':
      return `A message of ${sender} is missing before the next one, and may still come: ${id}.`;
    case 'OutOfOrder':
      return `The next message of ${sender} was sent before others that came already.`;
    case 'TooLate':
      return `A message of ${sender} came too late to know whether it was printed: ${message?.message ?? id}`;
  }
}

function between(from: Date | undefined, to: Date | undefined): string {
  if (!to) return 'meanwhile';
  return from ? `between ${from.toISOString()} and ${to.toISOString()}` : `before ${to.toISOString()}`;
}

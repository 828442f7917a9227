// What may be missing on the board, in a sentence that stands where the hole is: newer messages are above it.
import type { Gap, Message } from 'global-pubsub-client';

/** One sentence. */
export function gapText({ channel, reason, from, to, userId, message }: Gap<Message>): string {
  const sender = userId ?? 'a sender without a token';
  switch (reason) {
    case 'HistoryOff':
      return `What was sent ${between(from, to)} is missing here: ${channel === '*' ? 'there is no history of every channel together' : `this stage keeps no history of “${channel}”`}.`;
    case 'HistoryTooShort':
      return `What was sent ${between(from, to)} is missing here: this stage’s history does not go back so far.`;
    case 'Overflow':
      return `Messages are missing here that were sent ${between(from, to)}: more came than the page can hold.`;
    case 'MessageMissing':
      return `A message of ${sender} is missing here; it may still come.`;
    case 'OutOfOrder':
      return `The message of ${sender} above was sent before others that are below.`;
    case 'TooLate':
      return `A message of ${sender} came too late to know whether it is on the board: “${message?.message ?? ''}”`;
  }
}

function between(from: Date | undefined, to: Date | undefined): string {
  if (!to) return 'meanwhile';
  return from ? `between ${clock(from)} and ${clock(to)}` : `before ${clock(to)}`;
}

function clock(time: Date): string {
  return time.toLocaleTimeString();
}

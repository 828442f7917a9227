// What a subscriber is told when a promise could not be kept.

/** Why messages may be missing, or one came out of order. */
export type GapReason =
  /** The stage keeps no history of the channel: what was published while there was no connection is lost. */
  | 'HistoryOff'
  /** There was no connection for longer than the stage keeps its messages. */
  | 'HistoryTooShort'
  /** More came at once than is held, and the stage keeps no history of the channel. */
  | 'Overflow'
  /** A publisher says that there was a message before the next one, and no region's history has it. */
  | 'MessageMissing'
  /** The next message is handed over after one that its sender published later. */
  | 'OutOfOrder'
  /** A message came so late that it is no longer known whether it was handed over before; `message` is it. */
  | 'TooLate';

/** Something that may be missing. */
export interface Gap<Content> {
  /** The message's; if no message is meant, that of the subscription, its pattern, or what of it the stage keeps no history of. */
  readonly channel: string;
  readonly reason: GapReason;
  /** Between these two times, as far as known. */
  readonly from?: Date;
  readonly to?: Date;
  /** The message that is meant, as far as known. */
  readonly id?: string;
  readonly userId?: string | null;
  readonly message?: Content;
}

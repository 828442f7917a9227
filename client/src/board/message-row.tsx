// A message in the list.
import { memo } from 'react';
import { ChannelName } from '../channels/channel-name';
import type { Door } from '../events/door';
import { ageText } from './age';
import type { MessageEntry } from './board-ring';
import { dataLine } from './structured-data';

/** A message and its place in the list. */
export interface MessageRowProps {
  readonly entry: MessageEntry;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Pixels. */
  readonly top: number;
  /** Counts from 1. */
  readonly position: number;
  readonly count: number;
  /** By which door this page sent it, where there are two. */
  readonly door: Door | undefined;
  /** The places for which it is held; empty if it is not. */
  readonly heldFor: string;
  readonly placeOf: (region: string) => string;
  readonly onOpen: (entry: MessageEntry) => void;
}

/** Two lines: from where, and what. A click shows all of it. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { entry, now, top, position, count, door, heldFor, placeOf, onOpen } = props;
  const { message } = entry;
  return (
    <li className="message" style={{ transform: `translateY(${top}px)` }} aria-posinset={position} aria-setsize={count}>
      <button type="button" onClick={() => onOpen(entry)}>
        <span className="message-head">
          <span className="message-channel">
            <ChannelName name={message.name} />
          </span>
          {message.userId !== null && <span>{message.userId}</span>}
          <span className="message-region">from {placeOf(message.region)}</span>
          {heldFor !== '' && <span className="message-held">held for {heldFor}</span>}
          {door && (
            <span className="message-door">
              <span className="in-full">in by </span>
              {door}
            </span>
          )}
          <time dateTime={message.publishedAt}>{ageText(now - Date.parse(message.publishedAt))}</time>
        </span>
        <span className="message-body">
          {message.message}
          {message.data !== null && <code>{dataLine(message.data)}</code>}
        </span>
      </button>
    </li>
  );
});

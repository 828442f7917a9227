// The rows in view of a list that may be long.
import { type FocusEvent, type PointerEvent, useRef, useState } from 'react';
import type { Door } from '../events/door';
import { useSize } from '../watched';
import type { Entry, MessageEntry } from './board-ring';
import { GapRow } from './gap-row';
import { MessageRow } from './message-row';
import { rowWindow } from './row-window';

/** The messages and holes, the newest first, and what is told. */
export interface MessageListProps {
  readonly entries: readonly Entry[];
  /** What the list is, for screen readers. */
  readonly label: string;
  /** By which door the page sent a message; not given where there is only one. */
  readonly doorOf?: (id: string) => Door | undefined;
  /** The places for which a message is held, in words; empty if it is not. */
  readonly heldFor: (entry: MessageEntry) => string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly placeOf: (region: string) => string;
  readonly onOpen: (entry: MessageEntry) => void;
  /** Told whether someone reads: points at the list, has scrolled it, or has the focus in it. */
  readonly onReading: (isReading: boolean) => void;
}

/** Pixels; board.css says the same. */
const ROW_HEIGHT = 58;

export function MessageList({ entries, label, doorOf, heldFor, now, placeOf, onOpen, onReading }: MessageListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const { height } = useSize(box);
  const { first, end, offset, total } = rowWindow({ count: entries.length, rowHeight: ROW_HEIGHT, scrollTop, height });
  const tell = ({ isPointed, isFocused }: { isPointed: boolean; isFocused: boolean }) =>
    onReading(isPointed || isFocused || (box.current?.scrollTop ?? 0) > 0);
  const hasFocus = () => box.current?.contains(document.activeElement) === true;
  // Only a pointer that moves: the list also comes to lie under one that rests, as when the form above shrinks.
  const isPointed = useRef(false);

  return (
    <div className="message-frame">
      <div
        ref={box}
        className="messages"
        tabIndex={0}
        role="region"
        aria-label={label}
        onScroll={({ currentTarget }) => {
          setScrollTop(currentTarget.scrollTop);
          tell({ isPointed: isPointed.current, isFocused: hasFocus() });
        }}
        onPointerMove={({ pointerType }: PointerEvent) => {
          if (pointerType !== 'mouse' || isPointed.current) return;
          isPointed.current = true;
          tell({ isPointed: true, isFocused: hasFocus() });
        }}
        onPointerLeave={() => {
          isPointed.current = false;
          tell({ isPointed: false, isFocused: hasFocus() });
        }}
        onFocus={() => tell({ isPointed: isPointed.current, isFocused: true })}
        onBlur={({ relatedTarget }: FocusEvent) =>
          tell({
            isPointed: isPointed.current,
            isFocused: relatedTarget !== null && box.current?.contains(relatedTarget) === true,
          })
        }
      >
        <ol style={{ height: total }}>
          {entries.slice(first, end).map((entry, index) => {
            const place = {
              top: offset + index * ROW_HEIGHT,
              position: first + index + 1,
              count: entries.length,
            };
            return entry.kind === 'gap' ? (
              <GapRow key={entry.number} text={entry.text} {...place} />
            ) : (
              <MessageRow
                key={entry.number}
                {...{ entry, now, placeOf, onOpen }}
                {...place}
                door={doorOf?.(entry.message.id)}
                heldFor={heldFor(entry)}
              />
            );
          })}
        </ol>
      </div>
    </div>
  );
}

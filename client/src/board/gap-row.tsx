// A hole between the messages of the list.

/** A hole and its place in the list. */
export interface GapRowProps {
  readonly text: string;
  /** Pixels. */
  readonly top: number;
  /** Counts from 1. */
  readonly position: number;
  readonly count: number;
}

/** As high as a message: one sentence, which is read in full by who points at it. */
export function GapRow({ text, top, position, count }: GapRowProps) {
  return (
    <li
      className="message gap"
      style={{ transform: `translateY(${top}px)` }}
      aria-posinset={position}
      aria-setsize={count}
      title={text}
    >
      <p>{text}</p>
    </li>
  );
}

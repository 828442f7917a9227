// All of a message.
import { useEffect, useRef } from 'react';
import { figureText } from '../latency/figure';
import type { PlanetView } from '../planet-view';
import type { MessageEntry } from './board-ring';
import { dataBlock } from './structured-data';

/** The message, and who knows the places. */
export interface MessageDetailProps {
  readonly entry: MessageEntry;
  readonly view: PlanetView;
  readonly onClose: () => void;
}

/** A dialog; Escape closes it. */
export function MessageDetail({ entry, view, onClose }: MessageDetailProps) {
  const { message } = entry;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="detail" aria-labelledby="detail-title" onClose={onClose}>
      <h2 id="detail-title">Message in “{message.name}”</h2>
      <p className="detail-text">{message.message}</p>
      {message.data !== null && (
        <pre className="code" tabIndex={0} aria-label="Structured data">
          {dataBlock(message.data)}
        </pre>
      )}
      <dl>
        <dt>Sender</dt>
        <dd>{message.userId ?? 'unknown: no token'}</dd>
        <dt>Entered in</dt>
        <dd>
          {view.placeOf(message.region)} ({message.region})
        </dd>
        <dt>Published</dt>
        <dd>{new Date(message.publishedAt).toLocaleString()}</dd>
        <dt>Took</dt>
        <dd>{delayText(entry, view)}</dd>
        <dt>Id</dt>
        <dd>
          <code>{message.id}</code>
        </dd>
        <dt>Position</dt>
        <dd>
          <code>{message.position}</code>
        </dd>
        <dt>Sent after</dt>
        <dd>{message.previous === null ? 'the sender did not say' : <code>{message.previous}</code>}</dd>
      </dl>
      <details>
        <summary>As it came</summary>
        <pre className="code" tabIndex={0} aria-label="The message as JSON">
          {dataBlock(message)}
        </pre>
      </details>
      <form method="dialog">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  );
}

/** How long it was on its way to this page. */
function delayText({ message, receivedAt, isLate }: MessageEntry, { visit }: PlanetView): string {
  if (isLate) return 'unknown: it came while the page caught up';
  return `${figureText(receivedAt - Date.parse(message.publishedAt), visit.clockOffset !== 0)} to this page`;
}

// All of a message.
import type { Message } from 'global-pubsub-client';
import { useEffect, useRef } from 'react';
import { dataBlock } from './structured-data';

/** The message. */
export interface MessageDetailProps {
  readonly message: Message;
  readonly placeOf: (region: string) => string;
  readonly onClose: () => void;
}

/** A dialog; Escape closes it. */
export function MessageDetail({ message, placeOf, onClose }: MessageDetailProps) {
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
          {placeOf(message.region)} ({message.region})
        </dd>
        <dt>Published</dt>
        <dd>{new Date(message.publishedAt).toLocaleString()}</dd>
        <dt>Id</dt>
        <dd>
          <code>{message.id}</code>
        </dd>
      </dl>
      <form method="dialog">
        <button type="submit" className="button">
          Close
        </button>
      </form>
    </dialog>
  );
}

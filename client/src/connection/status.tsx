// The line that shows the state of the connection.
import type { ReactNode } from 'react';
import { useNow } from '../watched';
import type { SessionState } from './session-state';
import { moveText, statusText } from './status-text';

/** A session, and what can be done about it. */
export interface StatusProps {
  readonly session: SessionState;
  readonly placeOf: (region: string) => string;
  /** The region nearest to this browser, if it can be reached as far as is known. */
  readonly nearest: string | undefined;
  readonly onReconnect: () => void;
  /** What else there is to say. */
  readonly children?: ReactNode;
}

const SECOND = 1000;

/** The line. Screen readers read its changes, and not each second that passes. */
export function Status({ session, placeOf, nearest, onReconnect, children }: StatusProps) {
  const now = useNow(SECOND);
  const { tone, text, detail } = statusText(session, { placeOf, now });
  const move = moveText(session, placeOf);
  const isElsewhere = nearest !== undefined && session.isRegionCurrent && session.region !== nearest;
  return (
    <div className="status" data-tone={tone}>
      <p>
        <span className="lamp" data-tone={tone} />
        <span role="status">
          <span data-testid="status">{text}</span>
          {move !== undefined && tone === 'good' && (
            <span className="move" data-testid="move">
              {` ${move}`}
            </span>
          )}
        </span>
        {detail !== undefined && <span className="move">{` ${detail}`}</span>}
      </p>
      {children}
      <button
        type="button"
        className={isElsewhere ? 'button' : 'button quiet'}
        onClick={onReconnect}
        title="Makes a new connection, possibly to a nearer region"
        hidden={!session.isOnline || session.connection.kind !== 'live'}
      >
        {isElsewhere ? `Move back to ${placeOf(nearest)}` : 'Reconnect'}
      </button>
    </div>
  );
}

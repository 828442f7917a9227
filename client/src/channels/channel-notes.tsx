// What went wrong with channels, in a frame of its own: however much it is, the messages and the composer stay in view.
import type { Session } from '../connection/session';
import { channelsThatAre, type SessionState } from '../connection/session-state';
import { ProblemNote } from '../problem-note';
import { quoted, type Refusal, refusalsOf } from './refusals';

/** The session. */
export interface ChannelNotesProps {
  readonly session: Session;
  readonly state: SessionState;
}

/** One note of all channels that were closed, and one for each reason to refuse some. Nothing if all is well. */
export function ChannelNotes({ session, state }: ChannelNotesProps) {
  const closed = channelsThatAre(state, 'closed');
  const refusals = refusalsOf(state.channels);
  if (closed.length === 0 && refusals.length === 0) return null;
  return (
    // Has the focus, so that the keyboard scrolls it.
    <div className="channel-notes" role="group" aria-label="Notes on channels" tabIndex={0}>
      {closed.length > 0 && <ClosedNote names={closed} session={session} />}
      {refusals.map((refusal) => (
        <RefusedNote key={refusal.channels[0]} {...{ refusal, session }} />
      ))}
    </div>
  );
}

function ClosedNote({ names, session }: { readonly names: readonly string[]; readonly session: Session }) {
  const what = names.length === 1 ? 'the channel' : `${names.length} channels:`;
  return (
    <div className="note" data-tone="wait" role="alert">
      <p>
        <strong>
          An operator closed {what} {quoted(names)}.
        </strong>{' '}
        Messages sent since then are not shown here.
      </p>
      <p>
        <button
          type="button"
          className="button"
          onClick={() => {
            for (const name of names) session.join(name);
          }}
        >
          Listen again
        </button>
      </p>
    </div>
  );
}

interface RefusedNoteProps {
  readonly refusal: Refusal;
  readonly session: Session;
}

function RefusedNote({ refusal: { channels, problem }, session }: RefusedNoteProps) {
  const dismiss = () => {
    for (const name of channels) session.leave(name);
  };
  return (
    <ProblemNote problem={problem}>
      <button type="button" className="button quiet" aria-label="Dismiss" title="Dismiss" onClick={dismiss}>
        ×
      </button>
    </ProblemNote>
  );
}

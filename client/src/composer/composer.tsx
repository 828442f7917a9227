// Where a message is written.
import { type KeyboardEvent, type SyntheticEvent, useState } from 'react';
import { dataIn } from '../board/structured-data';
import { isName, MOST_CHARACTERS } from '../channels/channel-list';
import { isOfChannel, problemOf } from '../connection/problem';
import { isConnected, type SessionState } from '../connection/session-state';
import type { Door } from '../events/door';
import type { PlanetView } from '../planet-view';
import { footText, type Outcome } from './outcome';

/** Where messages go, and the channel that the board is limited to. */
export interface ComposerProps {
  readonly view: PlanetView;
  readonly session: SessionState;
  readonly channel: string | undefined;
  /** Can messages be sent by the Events door, too? */
  readonly hasDoors: boolean;
}

/** What is written and not sent yet. */
interface Writing {
  readonly text: string;
  /** As typed: JSON, as soon as it is whole. */
  readonly data: string;
  readonly hasData: boolean;
}

const NOTHING: Writing = { text: '', data: '', hasData: false };

/** The form. What is written while a message is on its way stays for the next one. */
export function Composer({ view, session, channel, hasDoors }: ComposerProps) {
  const [chosenDoor, setDoor] = useState<Door>('GraphQL');
  const door = hasDoors ? chosenDoor : 'GraphQL';
  const [typed, setTyped] = useState<string>();
  const [writing, setWriting] = useState(NOTHING);
  const [outcome, setOutcome] = useState<Outcome>();
  const [isSending, setIsSending] = useState(false);
  const { text, data, hasData } = writing;
  const target = typed ?? [channel ?? '*', ...session.channels.keys()].find(isName) ?? '';
  const value = hasData ? dataIn(data) : undefined;
  const isDataGood = !hasData || data.trim() === '' || value !== undefined;
  const canSend = !isSending && target.trim() !== '' && text !== '' && isDataGood;

  const problem = outcome?.kind === 'failed' ? outcome.problem : undefined;
  const foot = footText({ isSending, isConnected: isConnected(session), isDataGood, outcome });

  const send = async () => {
    setIsSending(true);
    setOutcome(undefined);
    try {
      const sentThrough = await view.publish({ channel: target.trim(), text, data: value }, door);
      setOutcome({ kind: 'sent', sentThrough });
      setWriting((current) => (current === writing ? NOTHING : current));
    } catch (error) {
      setOutcome({ kind: 'failed', problem: problemOf(error) });
    } finally {
      setIsSending(false);
    }
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (canSend) void send();
  };
  const sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    submit(event);
  };

  return (
    <form className="composer" onSubmit={submit} aria-label="Send a message">
      <div className="composer-row">
        <input
          className="composer-channel"
          aria-label="Channel to send to"
          aria-invalid={problem !== undefined && isOfChannel(problem)}
          placeholder="Channel"
          list="allowed-channels"
          value={target}
          maxLength={MOST_CHARACTERS}
          onChange={({ target: input }) => {
            setTyped(input.value);
            setOutcome(undefined);
          }}
        />
        <textarea
          aria-label="Message"
          placeholder="Message"
          rows={1}
          value={text}
          onChange={({ target: input }) => setWriting({ ...writing, text: input.value })}
          onKeyDown={sendOnEnter}
        />
        <button type="submit" className="button primary" disabled={!canSend}>
          Send
        </button>
      </div>
      {problem && (
        <p className="composer-problem" role="alert">
          {problem.sentence} {problem.remedy} <code>{problem.type}</code>
        </p>
      )}
      {hasData && (
        <textarea
          className="composer-data"
          aria-label="Structured data, as JSON"
          aria-invalid={!isDataGood}
          placeholder='{ "price": 5 }'
          rows={3}
          spellCheck={false}
          value={data}
          onChange={({ target: input }) => setWriting({ ...writing, data: input.value })}
        />
      )}
      <div className="composer-foot">
        <label>
          <input
            type="checkbox"
            checked={hasData}
            onChange={({ target: input }) => setWriting({ ...writing, hasData: input.checked })}
          />
          with structured data
        </label>
        {hasDoors && (
          <label>
            by
            <select
              value={door}
              aria-label="Door to send by"
              onChange={({ target: { value: name } }) => setDoor(name === 'Events' ? name : 'GraphQL')}
            >
              <option>GraphQL</option>
              <option>Events</option>
            </select>
          </label>
        )}
        <p role="status">
          <span key={foot}>{foot}</span>
        </p>
      </div>
    </form>
  );
}

// The channels as chips, to switch on and off: those of the API's list, and any name that it allows.
import { type SyntheticEvent, useState } from 'react';
import type { Session } from '../connection/session';
import type { ChannelState, SessionState } from '../connection/session-state';
import { MOST_CHARACTERS, patternsText } from './channel-list';
import { ChannelName } from './channel-name';
import { ChannelNotes } from './channel-notes';
import { chipsOf } from './chips';

/** The session. */
export interface ChannelsProps {
  readonly session: Session;
  readonly state: SessionState;
}

/** The chips, the form that finds or adds one, and what went wrong with a channel. */
export function Channels({ session, state }: ChannelsProps) {
  const [words, setWords] = useState('');
  const { names, others } = chipsOf(state, words);
  const isFound = state.allowed === undefined || names.length > 0;
  const listen = () => {
    if (words.trim() === '') return;
    session.join(words.trim());
    setWords('');
  };
  return (
    <div className="channels">
      <div className="channel-bar">
        <FindChannel state={state} words={words} onWords={setWords} onListen={listen} />
        <ul className="chips" aria-label="Channels">
          {names.map((name) => (
            <li key={name}>
              <Chip name={name} session={session} state={state} />
            </li>
          ))}
          {others > 0 && <li className="chips-end muted">and {others} more</li>}
          {!isFound && <li className="chips-end muted">Not in the list</li>}
        </ul>
      </div>
      <ChannelNotes session={session} state={state} />
    </div>
  );
}

interface ChipProps extends ChannelsProps {
  readonly name: string;
}

/** On, if the channel is listened to. */
function Chip({ name, session, state }: ChipProps) {
  const channel = state.channels.get(name);
  const isOn = channel !== undefined && channel.kind !== 'closed';
  return (
    <button
      type="button"
      className="chip"
      aria-pressed={isOn}
      onClick={() => (isOn ? session.leave(name) : session.join(name))}
    >
      {channel ? <Lamp channel={channel} isOnline={state.isOnline} /> : <span className="lamp" data-tone="off" />}
      <ChannelName name={name} />
    </button>
  );
}

const TONES: Readonly<Record<ChannelState['kind'], string>> = {
  joining: 'wait',
  'catching up': 'wait',
  live: 'good',
  closed: 'bad',
  refused: 'bad',
};
const WORDS: Readonly<Record<ChannelState['kind'], string>> = {
  joining: 'connecting',
  'catching up': 'catching up',
  live: 'live',
  closed: 'closed',
  refused: 'not allowed',
};

/** The state of a channel: as a colour, and, unless all is well, in words for those who do not see it. */
function Lamp({ channel: { kind }, isOnline }: { readonly channel: ChannelState; readonly isOnline: boolean }) {
  const isCutOff = !isOnline && kind !== 'closed' && kind !== 'refused';
  const word = isCutOff ? 'offline' : WORDS[kind];
  return (
    <>
      <span className="lamp" data-tone={isCutOff ? 'wait' : TONES[kind]} />
      {word !== 'live' && <span className="unseen">{word}: </span>}
    </>
  );
}

interface FindChannelProps {
  readonly state: SessionState;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly onListen: () => void;
}

/** Finds among the chips while one types, and listens to just what was typed. */
function FindChannel({ state, words, onWords, onListen }: FindChannelProps) {
  const { names = [], patterns = [] } = state.allowed ?? {};
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onListen();
  };
  return (
    <form className="add-channel" onSubmit={submit}>
      <input
        type="search"
        aria-label="Channel to listen to"
        placeholder={patterns.length > 0 ? 'Any channel …' : 'Channel …'}
        title={patterns.length > 0 ? `A channel of the list, or ${patternsText(patterns)}` : 'A channel of the list'}
        value={words}
        maxLength={MOST_CHARACTERS}
        onChange={({ target }) => onWords(target.value)}
      />
      {/* For the form that sends. */}
      <datalist id="allowed-channels">
        {[...names, ...patterns].map((allowed) => (
          <option key={allowed} value={allowed} />
        ))}
      </datalist>
      <button type="submit" className="button">
        Listen
      </button>
    </form>
  );
}

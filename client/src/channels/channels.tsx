// The channels that are listened to, as chips, and how to add one: from the API's list, or any name that it allows.
import { type SyntheticEvent, useState } from 'react';
import type { Session } from '../connection/session';
import type { ChannelState, SessionState } from '../connection/session-state';
import { MOST_CHARACTERS, patternsText } from './channel-list';
import { ChannelNotes } from './channel-notes';

/** The session, and the channel that the board is limited to. */
export interface ChannelsProps {
  readonly session: Session;
  readonly state: SessionState;
  readonly shown: string | undefined;
  readonly onShow: (channel: string | undefined) => void;
}

/** The chips, the form, and what went wrong with a channel. */
export function Channels({ session, state, shown, onShow }: ChannelsProps) {
  const channels = [...state.channels];
  return (
    <div className="channels">
      <div className="channel-bar">
        <AddChannel state={state} onAdd={(name) => session.join(name)} />
        <ul className="chips" aria-label="Channels you listen to">
          {channels.map(([name, channel]) => (
            <li key={name} className="chip">
              <button
                type="button"
                aria-pressed={shown === name}
                title={`Show ${shown === name ? 'all channels' : 'only this channel'}`}
                onClick={() => onShow(shown === name ? undefined : name)}
              >
                <Lamp channel={channel} isOnline={state.isOnline} />
                {name}
              </button>
              <button type="button" aria-label={`Leave ${name}`} onClick={() => session.leave(name)}>
                ×
              </button>
            </li>
          ))}
        </ul>
      </div>
      <ChannelNotes session={session} state={state} />
    </div>
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

function AddChannel({ state, onAdd }: { readonly state: SessionState; readonly onAdd: (name: string) => void }) {
  const [name, setName] = useState('');
  const { names = [], patterns = [] } = state.allowed ?? {};
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    onAdd(name.trim());
    setName('');
  };
  return (
    <form className="add-channel" onSubmit={submit}>
      <input
        aria-label="Channel to listen to"
        placeholder={patterns.length > 0 ? 'Any channel …' : 'Channel …'}
        title={patterns.length > 0 ? `A channel of the list, or ${patternsText(patterns)}` : 'A channel of the list'}
        list="allowed-channels"
        value={name}
        maxLength={MOST_CHARACTERS}
        onChange={({ target }) => setName(target.value)}
      />
      <datalist id="allowed-channels">
        {[...names, ...patterns]
          .filter((allowed) => !state.channels.has(allowed))
          .map((allowed) => (
            <option key={allowed} value={allowed} />
          ))}
      </datalist>
      <button type="submit" className="button">
        Listen
      </button>
    </form>
  );
}

// The screen: the film, the votes, the leaderboard and the chat.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Board, type Kind, KINDS, type Showing } from '../../contract';
import films from '../../films.json';
import { Flights } from './flights';
import type { Line } from './messages';
import { Picture } from './picture';
import { SignOf } from './signs';
import type { Viewer } from './viewer';

const SECOND = 1000;
const TITLES: ReadonlyMap<string, string> = new Map(films.map(({ id, title }) => [id, title]));

export function App({ viewer }: { readonly viewer: Viewer }) {
  const { isLive, showing, board, lines } = useSyncExternalStore(viewer.onView, viewer.view);
  return (
    <>
      <header>
        <h1>Second screen</h1>
        <p role="status">
          {isLive ? 'Live' : 'Connecting …'}
          {board && <> · {board.watching} watching</>}
        </p>
      </header>
      <main>
        <section className="stage" aria-label="The film">
          {showing ? <Film showing={showing} board={board} /> : <p className="waiting">Waiting for the next film …</p>}
          <Votes board={board} filmId={showing?.film.id} onVote={viewer.vote} />
        </section>
        <Leaders board={board} />
        <Chat lines={lines} onSay={viewer.say} />
      </main>
    </>
  );
}

function Film({ showing: { film, until }, board }: { readonly showing: Showing; readonly board: Board | undefined }) {
  return (
    <>
      <div className="frame">
        <Picture film={film} />
        <Flights board={board} />
        <Countdown until={until} />
      </div>
      <h2 className="title" aria-live="polite">
        {film.title}
      </h2>
      <p className="muted">
        {film.year}, {film.director}
      </p>
    </>
  );
}

function Countdown({ until }: { readonly until: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), SECOND / 4);
    return () => clearInterval(timer);
  }, []);
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - now) / SECOND));
  return (
    <p className="countdown" aria-hidden="true">
      {seconds}
    </p>
  );
}

interface VotesProps {
  readonly board: Board | undefined;
  readonly filmId: string | undefined;
  readonly onVote: (kind: Kind) => boolean;
}

function Votes({ board, filmId, onVote }: VotesProps) {
  const counts = board && board.film === filmId ? board.counts : undefined;
  return (
    <div className="votes" role="group" aria-label="Vote">
      {KINDS.map((kind) => (
        <button key={kind} type="button" disabled={filmId === undefined} onClick={() => void onVote(kind)}>
          <SignOf kind={kind} /> {kind} <b>{counts?.[kind] ?? 0}</b>
        </button>
      ))}
    </div>
  );
}

function Leaders({ board }: { readonly board: Board | undefined }) {
  return (
    <section aria-label="Leaderboard">
      <h2>Leaderboard</h2>
      <div className="leaders">
        {KINDS.map((kind) => (
          <Leading key={kind} kind={kind} leaders={board?.leaders[kind] ?? []} />
        ))}
      </div>
    </section>
  );
}

function Leading({ kind, leaders }: { readonly kind: Kind; readonly leaders: Board['leaders'][Kind] }) {
  return (
    <div>
      <h3>
        <SignOf kind={kind} /> Most {kind}
      </h3>
      <ol>
        {leaders.map(([film, votes]) => (
          <li key={film}>
            <span>{TITLES.get(film) ?? film}</span> <b>{votes}</b>
          </li>
        ))}
      </ol>
      {leaders.length === 0 && <p className="muted">No vote yet.</p>}
    </div>
  );
}

function Chat({ lines, onSay }: { readonly lines: readonly Line[]; readonly onSay: (text: string) => void }) {
  const [text, setText] = useState('');
  function say(): void {
    if (text.trim() !== '') onSay(text.trim());
    setText('');
  }
  return (
    <section className="chat" aria-label="Chat">
      <h2>Chat</h2>
      {/* Reversed, so that it stays at its end; the list is the only thing in it. */}
      <div className="log" tabIndex={0} role="log" aria-label="What was said">
        <ul>
          {lines.length === 0 && <li className="muted">Nobody has said anything since you came.</li>}
          {lines.map(({ id, who, text: said }) => (
            <li key={id}>
              <b>{who}</b> {said}
            </li>
          ))}
        </ul>
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          say();
        }}
      >
        <input
          aria-label="Say something"
          placeholder="Say something …"
          maxLength={200}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <button type="submit" className="send">
          Send
        </button>
      </form>
    </section>
  );
}

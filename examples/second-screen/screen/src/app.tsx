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
/** Seconds that a film is on. */
const FILM = 10;
const TITLES: ReadonlyMap<string, string> = new Map(films.map(({ id, title }) => [id, title]));

export function App({ viewer }: { readonly viewer: Viewer }) {
  const { isLive, showing, board, lines } = useSyncExternalStore(viewer.onView, viewer.view);
  return (
    <>
      <header>
        <h1>Second screen</h1>
        <p>
          <span role="status" className={isLive ? 'live' : 'away'}>
            {isLive ? 'Live' : 'Connecting …'}
          </span>
          {board && (
            <>
              {' '}
              <b>{written(board.watching)}</b> watching
            </>
          )}
        </p>
      </header>
      <main>
        <section className="stage" aria-label="The film">
          {showing ? <Film showing={showing} board={board} /> : <Leader />}
          <Votes board={board} filmId={showing?.film.id} onVote={viewer.vote} />
        </section>
        <Leaders board={board} />
        <Chat lines={lines} onSay={viewer.say} />
      </main>
    </>
  );
}

/** A number of many votes is read more easily in threes. */
function written(count: number): string {
  return count.toLocaleString('en');
}

function Film({ showing: { film, until }, board }: { readonly showing: Showing; readonly board: Board | undefined }) {
  return (
    <div className="frame">
      <Picture key={film.id} film={film} />
      <Flights board={board} />
      <Countdown key={until} until={until} />
      <div className="caption">
        <h2 className="title" aria-live="polite">
          {film.title}
        </h2>
        <p>
          {film.year} · {film.director}
        </p>
      </div>
    </div>
  );
}

/** What runs before a film, as in a cinema. */
function Leader() {
  return (
    <div className="frame leader">
      <svg className="picture" viewBox="0 0 320 180" aria-hidden="true" preserveAspectRatio="xMidYMid slice">
        <path d="M0 84H320M160 0V180" />
        <circle cx={160} cy={84} r={58} />
        <circle cx={160} cy={84} r={50} />
        <path className="hand" d="M160 84V-140" />
      </svg>
      <p className="caption">Waiting for the next film …</p>
    </div>
  );
}

function Countdown({ until }: { readonly until: string }) {
  const [seconds, setSeconds] = useState(() => secondsTo(until));
  useEffect(() => {
    const timer = setInterval(() => setSeconds(secondsTo(until)), SECOND / 4);
    return () => clearInterval(timer);
  }, [until]);
  return (
    <svg className="countdown" viewBox="0 0 48 48" aria-hidden="true">
      <circle className="plate" cx={24} cy={24} r={24} />
      <circle className="ring" cx={24} cy={24} r={20} pathLength={FILM} strokeDasharray={`${seconds} ${FILM}`} />
      <text x={24} y={31}>
        {seconds}
      </text>
    </svg>
  );
}

/** From now to a time, in ISO 8601. */
function secondsTo(time: string): number {
  return Math.max(0, Math.ceil((Date.parse(time) - Date.now()) / SECOND));
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
        <button
          key={kind}
          type="button"
          className={kind}
          disabled={filmId === undefined}
          onClick={() => void onVote(kind)}
        >
          <SignOf kind={kind} /> {kind} <b>{written(counts?.[kind] ?? 0)}</b>
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
  const [, most = 1] = leaders[0] ?? [];
  return (
    <div className={kind}>
      <h3>
        <SignOf kind={kind} /> Most {kind}
      </h3>
      <ol>
        {leaders.map(([film, votes], place) => (
          <li key={film} style={{ backgroundSize: `${(100 * votes) / most}% 100%` }}>
            <i aria-hidden="true">{place + 1}</i> <span>{TITLES.get(film) ?? film}</span> <b>{written(votes)}</b>
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

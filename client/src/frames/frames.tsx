// The frames of this page's sockets, newest first. They stand still while somebody reads them.
import { memo, useState } from 'react';
import type { PlanetView } from '../planet-view';
import { useWatched } from '../watched';
import { frameBlock, kindOf, sizeText, timeText } from './frame-text';
import { type Direction, type Frame, MOST_FRAMES } from './frame-log';

const ARROWS: Readonly<Record<Direction, string>> = { out: '↑', in: '↓', connection: '·' };
const WORDS: Readonly<Record<Direction, string>> = { out: 'sent', in: 'received', connection: 'connection' };

/** The list, and what holds and empties it. */
export function Frames({ view: { frames: log } }: { readonly view: PlanetView }) {
  const current = useWatched(log.frames);
  const [still, setStill] = useState<readonly Frame[]>();
  const frames = still ?? current;
  const clear = () => {
    log.clear();
    setStill(undefined);
  };
  return (
    <div className="frames">
      <div className="board-tools">
        <p className="muted">The newest {MOST_FRAMES}, without your credential</p>
        <button
          type="button"
          className="button"
          aria-pressed={still !== undefined}
          onClick={() => setStill(still ? undefined : current)}
        >
          {still ? 'Go on' : 'Pause'}
        </button>
        <button type="button" className="button" disabled={frames.length === 0} onClick={clear}>
          Clear
        </button>
      </div>
      {frames.length === 0 ? (
        <p className="nothing-found muted">No frame yet.</p>
      ) : (
        <ol className="frame-list" aria-label="Frames, newest first" tabIndex={0}>
          {frames.map((frame) => (
            <FrameRow key={frame.number} frame={frame} />
          ))}
        </ol>
      )}
    </div>
  );
}

/** A line, which opens to the whole frame. */
const FrameRow = memo(function FrameRow({ frame: { at, direction, text, size } }: { readonly frame: Frame }) {
  const [isOpen, setOpen] = useState(false);
  if (direction === 'connection') {
    return (
      <li className="frame-row" data-direction={direction}>
        <FrameHead {...{ at, direction }} />
        <span className="frame-text">{text}</span>
      </li>
    );
  }
  return (
    <li data-direction={direction}>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="frame-row">
          <FrameHead {...{ at, direction }} />
          <b>{kindOf(text)}</b>
          <span className="frame-text">{text}</span>
          <span className="muted">{sizeText(size)}</span>
        </summary>
        {isOpen && <pre className="code">{frameBlock(text)}</pre>}
        {isOpen && text.length < size && <p className="muted">Only its beginning is kept.</p>}
      </details>
    </li>
  );
});

function FrameHead({ at, direction }: Pick<Frame, 'at' | 'direction'>) {
  return (
    <>
      <span className="frame-arrow" title={WORDS[direction]}>
        <span aria-hidden="true">{ARROWS[direction]}</span>
        <span className="unseen">{WORDS[direction]}</span>
      </span>
      <time className="muted">{timeText(at)}</time>
    </>
  );
}

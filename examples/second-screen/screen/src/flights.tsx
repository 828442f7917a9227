// Votes that fly: one canvas, drawn once a frame, whatever comes in.
import { useEffect, useRef } from 'react';
import { type Board, type Kind, KINDS } from '../../contract';
import { SIGNS } from './signs';

/** A vote in the air. */
interface Flight {
  readonly kind: Kind;
  /** From 0 to 1, from left to right. */
  readonly place: number;
  /** Milliseconds, as frames have them. */
  readonly begins: number;
}

/** Milliseconds that a vote flies, and over which the votes of a leaderboard are spread. */
const LIFE = 1800;
const SPREAD = 1000;
/** Votes in the air, and of one kind in a leaderboard: more are not told apart. */
const MOST = 240;
const MOST_OF_KIND = 60;

/** Pixels. */
const SIZE = 34;
const SHAPES = mapKinds((kind) => new Path2D(SIGNS[kind].path));

/** Makes the sky. The votes of a film are what its leaderboard has more than the one before. */
export function Flights({ board }: { readonly board: Board | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flights = useRef<Flight[]>([]);
  const last = useRef(board);

  useEffect(() => {
    const before = last.current;
    last.current = board;
    if (!board || before?.film !== board.film) return;
    const now = performance.now();
    for (const kind of KINDS)
      launch(flights.current, kind, Math.min(board.counts[kind] - before.counts[kind], MOST_OF_KIND), now);
  }, [board]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
    let frame = requestAnimationFrame(function draw(now) {
      flights.current = paint(context, flights.current, now);
      frame = requestAnimationFrame(draw);
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  return <canvas ref={canvas} className="flights" width={640} height={360} aria-hidden="true" />;
}

function mapKinds<Value>(of: (kind: Kind) => Value): Readonly<Record<Kind, Value>> {
  return { love: of('love'), like: of('like'), meh: of('meh'), unlike: of('unlike') };
}

function launch(flights: Flight[], kind: Kind, count: number, now: number): void {
  for (let index = 0; index < count && flights.length < MOST; index += 1) {
    flights.push({ kind, place: Math.random(), begins: now + (SPREAD * index) / count });
  }
}

/** @returns those that still fly */
function paint(context: CanvasRenderingContext2D, flights: readonly Flight[], now: number): Flight[] {
  const { width, height } = context.canvas;
  context.resetTransform();
  context.clearRect(0, 0, width, height);
  for (const { kind, place, begins } of flights) {
    const part = (now - begins) / LIFE;
    if (part < 0) continue;
    context.globalAlpha = Math.max(0, 1 - part);
    context.setTransform(SIZE / 24, 0, 0, SIZE / 24, place * (width - SIZE), height * (1 - part) - SIZE);
    context.fillStyle = SIGNS[kind].color;
    context.fill(SHAPES[kind], 'evenodd');
  }
  return flights.filter(({ begins }) => now - begins < LIFE);
}

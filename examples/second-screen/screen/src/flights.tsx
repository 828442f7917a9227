// Votes that fly: one canvas, drawn once a frame while there are any, whatever comes in.
import { useEffect, useRef } from 'react';
import { type Board, type Kind, KINDS } from '../../contract';
import { SIGNS } from './signs';

/** A vote in the air. */
interface Flight {
  readonly kind: Kind;
  /** From 0 to 1, from left to right. */
  readonly place: number;
  /** How far it sways, and how large it is, from 0 to 1. */
  readonly sway: number;
  readonly size: number;
  /** Milliseconds, as frames have them. */
  readonly begins: number;
}

/** Milliseconds that a vote flies, and over which the votes of a leaderboard are spread: the next one comes after a second. */
const LIFE = 1800;
const SPREAD = 1000;
/** Votes in the air, and of a leaderboard: more are not told apart, and cover the film. */
const MOST = 120;
const MOST_OF_BOARD = 60;

/** Pixels of the canvas. */
const WIDTH = 800;
const HEIGHT = 450;
const SMALLEST = 26;
const LARGEST = 46;
const SWAY = 26;
/** The part of its life in which a vote comes, and from which on it goes. */
const COMES = 0.12;
const GOES = 0.55;

/** Makes the sky. The votes of a film are what its leaderboard has more than the one before. */
export function Flights({ board }: { readonly board: Board | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const sky = useRef<Sky>(undefined);
  const last = useRef(board);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
    sky.current = new Sky(context);
    return () => sky.current?.clear();
  }, []);

  useEffect(() => {
    const before = last.current;
    last.current = board;
    if (board && before?.film === board.film) sky.current?.launch(before, board);
  }, [board]);

  return <canvas ref={canvas} className="flights" width={WIDTH} height={HEIGHT} aria-hidden="true" />;
}

class Sky {
  readonly #context: CanvasRenderingContext2D;
  /** Drawn once: a picture is copied much faster than a path is filled. */
  readonly #signs = new Map(KINDS.map((kind) => [kind, pictureOf(kind)]));
  #flights: readonly Flight[] = [];
  #frame: number | undefined;

  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
  }

  /** Lets the votes between two leaderboards fly; of many, as many of each kind as its share of them. */
  launch(before: Board, { counts }: Board): void {
    const votes = KINDS.map((kind) => [kind, Math.max(0, counts[kind] - before.counts[kind])] as const);
    const all = votes.reduce((sum, [, count]) => sum + count, 0);
    const share = Math.min(1, MOST_OF_BOARD / all);
    const now = performance.now();
    const more = votes.flatMap(([kind, count]) =>
      Array.from({ length: Math.ceil(count * share) }, () => flightOf(kind, now)),
    );
    this.#flights = [...this.#flights, ...more].slice(-MOST);
    if (this.#flights.length > 0) this.#frame ??= requestAnimationFrame(this.#draw);
  }

  clear(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  readonly #draw = (now: number): void => {
    this.#context.clearRect(0, 0, WIDTH, HEIGHT);
    for (const flight of this.#flights) this.#drawOne(flight, (now - flight.begins) / LIFE);
    this.#flights = this.#flights.filter(({ begins }) => now - begins < LIFE);
    this.#frame = this.#flights.length > 0 ? requestAnimationFrame(this.#draw) : undefined;
  };

  /** @param part of its life: below 0 it is still to come */
  #drawOne({ kind, place, sway, size }: Flight, part: number): void {
    const sign = this.#signs.get(kind);
    if (part < 0 || part >= 1 || !sign) return;
    const grown = Math.min(1, part / COMES);
    const width = (SMALLEST + size * (LARGEST - SMALLEST)) * grown;
    const x = SMALLEST + place * (WIDTH - 2 * SMALLEST) + Math.sin(part * 5 + sway * 6) * sway * SWAY;
    // Fast at first, as something that is let go.
    const y = HEIGHT - (1 - (1 - part) ** 2) * HEIGHT * 0.95;
    this.#context.globalAlpha = part < GOES ? 1 : (1 - part) / (1 - GOES);
    this.#context.drawImage(sign, x - width / 2, y - width / 2, width, width);
  }
}

function flightOf(kind: Kind, now: number): Flight {
  const [place, sway, size] = [Math.random(), Math.random(), Math.random()];
  return { kind, place, sway, size, begins: now + SPREAD * Math.random() };
}

/** A sign with a light edge, so that it is seen on every film. */
function pictureOf(kind: Kind): HTMLCanvasElement {
  const picture = document.createElement('canvas');
  [picture.width, picture.height] = [LARGEST * 2, LARGEST * 2];
  const context = picture.getContext('2d');
  const { path, color } = SIGNS[kind];
  const shape = new Path2D(path);
  context?.scale(picture.width / 28, picture.height / 28);
  context?.translate(2, 2);
  if (context) Object.assign(context, { fillStyle: color, strokeStyle: '#ffffff', lineWidth: 2.4, lineJoin: 'round' });
  context?.stroke(shape);
  context?.fill(shape, 'evenodd');
  return picture;
}

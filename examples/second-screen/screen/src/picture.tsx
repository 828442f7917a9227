// A film's picture, drawn from its data: a poster of nobody's.
import type { JSX } from 'react';
import type { Film } from '../../contract';

const WIDTH = 320;
const HEIGHT = 180;
const HORIZON = 130;

/** Numbers from 0 to 1 that are the same for the same text. */
function numbersFrom(text: string): () => number {
  let state = new TextEncoder().encode(text).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7);
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Things in a row, each made of its number and three numbers from 0 to 1. */
function row(
  count: number,
  next: () => number,
  thing: (index: number, some: readonly [number, number, number]) => JSX.Element,
) {
  return Array.from({ length: count }, (_, index) => thing(index, [next(), next(), next()]));
}

type Scene = (next: () => number) => JSX.Element | readonly JSX.Element[];

const peaks: Scene = (next) =>
  row(6, next, (index, [place, height, width]) => {
    const [middle, half, top] = [place * WIDTH, 40 + width * 50, HORIZON - 30 - height * 70];
    return (
      <path
        key={index}
        d={`M${middle - half} ${HEIGHT}L${middle} ${top}L${middle + half} ${HEIGHT}Z`}
        opacity={0.35 + height / 2}
      />
    );
  });

const city: Scene = (next) =>
  row(12, next, (index, [width, height, shade]) => (
    <rect
      key={index}
      x={index * 28 - 8}
      y={HORIZON - height * 90}
      width={18 + width * 16}
      height={HEIGHT}
      opacity={0.4 + shade / 2}
    />
  ));

const SCENES: Readonly<Record<string, Scene>> = {
  peaks,
  city,
  moon: (next) => (
    <>
      <circle cx={80 + next() * 160} cy={62} r={38} opacity={0.9} />
      {row(30, next, (index, [x, y, size]) => (
        <circle key={index} cx={x * WIDTH} cy={y * 110} r={size * 1.4} />
      ))}
    </>
  ),
  rails: (next) => (
    <>
      <path
        d={`M140 ${HORIZON - 20}L60 ${HEIGHT}H90L152 ${HORIZON - 20}ZM180 ${HORIZON - 20}L260 ${HEIGHT}H230L168 ${HORIZON - 20}Z`}
      />
      {row(7, next, (index, [place, size]) => (
        <circle
          key={index}
          cx={150 + index * 14 + place * 10}
          cy={90 - index * 9}
          r={8 + index * 2 + size * 6}
          opacity={0.5}
        />
      ))}
    </>
  ),
  maze: (next) =>
    row(16, next, (index, [x, slant, height]) => (
      <path key={index} d={`M${x * WIDTH} ${HEIGHT}l${slant * 80 - 40} ${-40 - height * 130}l14 6Z`} opacity={0.5} />
    )),
  desert: (next) => (
    <>
      <circle cx={60 + next() * 200} cy={56} r={24} opacity={0.9} />
      {row(4, next, (index, [one, other]) => (
        <path
          key={index}
          d={`M0 ${HORIZON + index * 14}Q${one * WIDTH} ${HORIZON - 40 + index * 14} ${WIDTH * 0.6} ${HORIZON + index * 12}T${WIDTH} ${HORIZON + other * 20}V${HEIGHT}H0Z`}
          opacity={0.35}
        />
      ))}
    </>
  ),
  beam: (next) => (
    <>
      <path d={`M${next() * WIDTH} 0L${60 + next() * 60} ${HEIGHT}H${200 + next() * 90}Z`} opacity={0.45} />
      <ellipse cx={WIDTH / 2} cy={HORIZON + 22} rx={86} ry={14} opacity={0.7} />
      <path d={`M${WIDTH / 2 - 12} ${HORIZON + 20}l5 -52h14l5 52Z`} />
    </>
  ),
  sea: (next) => (
    <>
      {row(5, next, (index, [one, other]) => (
        <path
          key={index}
          d={`M0 ${110 + index * 15}q${20 + one * 40} ${-12 - other * 14} 80 0t80 0t80 0t80 0V${HEIGHT}H0Z`}
          opacity={0.35}
        />
      ))}
      <path d="M130 108h70l-14 24h-44ZM164 106V50l34 46Z" />
    </>
  ),
};

/** A film's picture. It says nothing that the text beside it does not. */
export function Picture({ film: { id, scene } }: { readonly film: Film }) {
  const next = numbersFrom(id);
  const hue = Math.round(next() * 360);
  const draw = SCENES[scene] ?? peaks;
  return (
    <svg className="picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      <rect width={WIDTH} height={HEIGHT} fill={`hsl(${hue} 45% 22%)`} />
      <rect width={WIDTH} height={HORIZON} fill={`hsl(${(hue + 30) % 360} 45% 34%)`} />
      <g fill={`hsl(${(hue + 190) % 360} 60% 78%)`}>{draw(next)}</g>
    </svg>
  );
}

// What is on the pictures: each scene is drawn from numbers, so that no two films have the same one.
import type { JSX } from 'react';

export const WIDTH = 320;
export const HEIGHT = 180;

/** The colours of a picture. */
export interface Tint {
  /** Of the sky, above and at the horizon. */
  readonly night: string;
  readonly glow: string;
  readonly light: string;
  /** Of things, far and near. */
  readonly far: string;
  readonly near: string;
}

/** @param next a number from 0 to 1 */
type Scene = (next: () => number, tint: Tint) => JSX.Element;

/** Things in a row, each made of its number and three numbers from 0 to 1. */
function row(
  count: number,
  next: () => number,
  thing: (index: number, some: readonly [number, number, number]) => JSX.Element,
) {
  return Array.from({ length: count }, (_, index) => thing(index, [next(), next(), next()]));
}

/** A disc in the sky, and its light around it. */
function disc([x, y, size]: readonly [number, number, number], { light }: Tint): JSX.Element {
  return (
    <>
      <circle cx={x} cy={y} r={size * 3} fill="url(#halo)" />
      <circle cx={x} cy={y} r={size} fill={light} />
    </>
  );
}

/** Heights in a line across the picture, and everything below it. */
function ground(count: number, heightOf: (index: number) => number, isRound: boolean): string {
  const step = WIDTH / (count - 1);
  const points = Array.from({ length: count }, (_, index) => [index * step, heightOf(index)] as const);
  const line = points.map(([x, y], index) => {
    const [beforeX, beforeY] = points[index - 1] ?? [0, y];
    const middle = (beforeX + x) / 2;
    return isRound ? `C${middle} ${beforeY} ${middle} ${y} ${x} ${y}` : `L${x} ${y}`;
  });
  return `M0 ${HEIGHT}V${points[0]?.[1] ?? HEIGHT}${line.join('')}V${HEIGHT}Z`;
}

function stars(count: number, next: () => number, { light }: Tint) {
  return row(count, next, (index, [x, y, size]) => (
    <circle key={index} cx={x * WIDTH} cy={y * 100} r={0.3 + size * 0.9} fill={light} opacity={0.3 + size * 0.6} />
  ));
}

/** Houses side by side, from left to right, with some windows lit. */
function houses(next: () => number, { far, near, light }: Tint) {
  const back = row(14, next, (index, [height, width]) => (
    <rect key={index} x={index * 24 - 8} y={120 - height * 62} width={16 + width * 16} height={HEIGHT} fill={far} />
  ));
  const front = row(9, next, (index, [height, width, lit]) => {
    const [x, y, wide] = [index * 37 - 8, 140 - height * 78, 25 + width * 12];
    return (
      <g key={index}>
        <path
          d={`M${x} ${HEIGHT}V${y}h${wide / 3}v-${5 + lit * 14}h${wide / 3}v${5 + lit * 14}h${wide / 3}V${HEIGHT}Z`}
        />
        {Array.from({ length: 12 }, (_, window) => (
          <rect
            key={window}
            x={x + 4 + (window % 3) * (wide / 3)}
            y={y + 8 + Math.floor(window / 3) * 14}
            width={4}
            height={6}
            fill={light}
            opacity={(lit * 97 * (window + 1)) % 1 < 0.35 ? 0.85 : 0.06}
          />
        ))}
      </g>
    );
  });
  return (
    <>
      {back}
      <g fill={near}>{front}</g>
    </>
  );
}

const peaks: Scene = (next, tint) => (
  <>
    {disc([60 + next() * 200, 50 + next() * 25, 15], tint)}
    <path d={ground(9, () => 65 + next() * 50, false)} fill={tint.far} opacity={0.55} />
    <path d={ground(7, (index) => (index % 2 === 0 ? 140 : 80) + next() * 28, false)} fill={tint.far} />
    <path d={ground(12, () => 138 + next() * 24, false)} fill={tint.near} />
  </>
);

const city: Scene = (next, tint) => (
  <>
    {disc([40 + next() * 240, 62, 18], tint)}
    {houses(next, tint)}
  </>
);

const moon: Scene = (next, tint) => {
  const [x, y] = [90 + next() * 140, 72];
  return (
    <>
      {stars(46, next, tint)}
      {disc([x, y, 42], tint)}
      {row(6, next, (index, [angle, far, size]) => (
        <circle
          key={index}
          cx={x + Math.cos(angle * 6.3) * far * 30}
          cy={y + Math.sin(angle * 6.3) * far * 30}
          r={2 + size * 6}
          fill={tint.glow}
          opacity={0.45}
        />
      ))}
      <path d={ground(8, () => 132 + next() * 30, true)} fill={tint.near} />
    </>
  );
};

const rails: Scene = (next, { far, near, light }) => (
  <>
    {row(9, next, (index, [place, size]) => (
      <circle
        key={index}
        cx={164 + index * 13 + place * 10}
        cy={74 - index * 8}
        r={7 + index * 2 + size * 7}
        fill={light}
        opacity={0.32 - index * 0.025}
      />
    ))}
    <path d={ground(9, () => 96 + next() * 18, true)} fill={far} />
    <path d={`M0 124H${WIDTH}V${HEIGHT}H0Z`} fill={near} />
    <g stroke={far} strokeWidth={3}>
      {[128, 134, 142, 152, 165].map((y) => (
        <path key={y} d={`M${160 - (y - 108) * 2} ${y}H${160 + (y - 108) * 2}`} />
      ))}
    </g>
    <path d={`M152 122L44 ${HEIGHT}h9L156 122ZM168 122L276 ${HEIGHT}h-9L164 122Z`} fill={light} opacity={0.8} />
    <path d="M140 126V92a20 20 0 0 1 40 0V126ZM154 74V60h12V74Z" fill={near} />
    <circle cx={160} cy={92} r={26} fill="url(#halo)" />
    <circle cx={160} cy={92} r={6} fill={light} />
  </>
);

/** Houses that lean, as in the films of the time. */
const maze: Scene = (next, { far, near, light }) => (
  <>
    {row(11, next, (index, [slant, height, width]) => {
      const x = index * 32 - 10;
      return (
        <path
          key={index}
          d={`M${x} ${HEIGHT}l${slant * 50 - 25} ${-70 - height * 70}l${8 + width * 12} -18l14 22L${x + 34} ${HEIGHT}Z`}
          fill={far}
          opacity={0.75}
        />
      );
    })}
    {row(6, next, (index, [slant, height, lit]) => {
      const [x, y, lean] = [index * 60 - 20, 116 - height * 44, slant * 44 - 22];
      return (
        <g key={index}>
          <path d={`M${x} ${HEIGHT}L${x + lean} ${y}l24 ${-18 - lit * 18}l30 22L${x + 58} ${HEIGHT}Z`} fill={near} />
          <path d={`M${x + lean + 18} ${y + 14}l12 -4l3 16l-13 2Z`} fill={light} opacity={lit > 0.35 ? 0.9 : 0.15} />
        </g>
      );
    })}
  </>
);

const desert: Scene = (next, tint) => (
  <>
    {disc([60 + next() * 200, 62 + next() * 20, 24], tint)}
    <path d={ground(5, () => 98 + next() * 26, true)} fill={tint.glow} opacity={0.9} />
    <path d={ground(4, () => 112 + next() * 30, true)} fill={tint.far} />
    <path d={ground(5, () => 140 + next() * 26, true)} fill={tint.near} />
  </>
);

/** A stage with curtains, and somebody in the light. */
const beam: Scene = (next, { near, far, light }) => {
  const [lamp, middle] = [40 + next() * 240, 130 + next() * 60];
  return (
    <>
      <rect width={WIDTH} height={HEIGHT} fill={near} opacity={0.55} />
      <path d={`M${lamp - 5} 0h10L${middle + 62} 146H${middle - 62}Z`} fill={light} opacity={0.3} />
      <path d={`M${lamp - 3} 0h6L${middle + 36} 146H${middle - 36}Z`} fill={light} opacity={0.25} />
      <rect y={140} width={WIDTH} height={40} fill={far} />
      <ellipse cx={middle} cy={148} rx={66} ry={11} fill={light} opacity={0.85} />
      <path d={`M${middle - 11} 148l4 -38q7 -9 14 0l4 38Z`} fill={near} />
      <circle cx={middle} cy={98} r={6.5} fill={near} />
      <path d={`M${middle - 11} 95h22v-2h-6v-8h-10v8h-6Z`} fill={near} />
      {row(12, next, (index, [width]) => {
        const isLeft = index < 6;
        const x = isLeft ? index * 11 - 8 : WIDTH - 4 - (index - 6) * 11;
        const shade = { fill: index % 2 === 0 ? far : near, opacity: 0.95 };
        return <path key={index} d={`M${x} 0h12q${isLeft ? -width * 8 : width * 8} 90 0 ${HEIGHT}h-12Z`} {...shade} />;
      })}
      <path d={`M0 0H${WIDTH}V14q-20 16 -40 0t-40 0t-40 0t-40 0t-40 0t-40 0t-40 0t-40 0Z`} fill={near} />
    </>
  );
};

const sea: Scene = (next, tint) => {
  const [x, ship] = [60 + next() * 200, 90 + next() * 100];
  return (
    <>
      {disc([x, 60, 18], tint)}
      <rect y={112} width={WIDTH} height={HEIGHT} fill={tint.far} />
      {row(9, next, (index, [width, shift]) => (
        <rect
          key={index}
          x={x - 8 - width * 18 + shift * 10}
          y={115 + index * 7}
          width={16 + width * 36}
          height={1.6}
          fill={tint.light}
          opacity={0.6 - index * 0.05}
        />
      ))}
      <g transform={`translate(${ship} 0)`} fill={tint.near}>
        <path d="M0 110h84l-16 22H16Z" />
        <path d="M26 108V48l-20 54ZM30 108V40q34 26 30 62ZM66 108V62q16 18 14 42Z" opacity={0.92} />
      </g>
      {[134, 150, 164].map((height, index) => (
        <path
          key={height}
          d={ground(9, () => height + next() * 10, true)}
          fill={tint.near}
          opacity={0.5 + index * 0.2}
        />
      ))}
    </>
  );
};

/** By the name that a film's data has. */
export const SCENES: ReadonlyMap<string, Scene> = new Map(
  Object.entries({ peaks, city, moon, rails, maze, desert, beam, sea }),
);

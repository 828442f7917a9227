// A film's picture, drawn from its data: a lantern slide of nobody's, tinted as silent films were.
import type { Film } from '../../contract';
import { HEIGHT, SCENES, type Tint, WIDTH } from './scenes';

/** Amber was for indoors, blue for the night, rose for dawn, green for the sea: https://en.wikipedia.org/wiki/Film_tinting */
const TINTS: readonly Tint[] = [
  { night: '#2a1709', glow: '#d7923f', light: '#ffe7b3', far: '#84521f', near: '#170d06' },
  { night: '#0a1430', glow: '#5c8bcb', light: '#edf4ff', far: '#2a4b82', near: '#050b1a' },
  { night: '#290d1d', glow: '#dc7a90', light: '#ffe6e2', far: '#86344f', near: '#16060f' },
  { night: '#05201f', glow: '#57b8a2', light: '#e6fff5', far: '#1e6861', near: '#031110' },
  { night: '#160e2f', glow: '#a486df', light: '#f4eaff', far: '#4c3a8a', near: '#0a0618' },
  { night: '#1a1713', glow: '#c2b08f', light: '#fff6e0', far: '#6d604c', near: '#0e0c0a' },
];

/** Numbers from 0 to 1 that are the same for the same text. */
function numbersFrom(text: string): () => number {
  let state = new TextEncoder().encode(text).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7);
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A film's picture. It says nothing that the text beside it does not. */
export function Picture({ film: { id, scene } }: { readonly film: Film }) {
  const next = numbersFrom(id);
  const tint = TINTS[Math.floor(next() * TINTS.length)] ?? TINTS[0];
  const draw = SCENES.get(scene) ?? SCENES.get('peaks');
  return (
    <svg className="picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" preserveAspectRatio="xMidYMid slice">
      <defs>
        <linearGradient id="sky" x2="0" y2="1">
          <stop offset="0" stopColor={tint?.night} />
          <stop offset="0.8" stopColor={tint?.glow} />
        </linearGradient>
        <radialGradient id="halo">
          <stop offset="0" stopColor={tint?.light} stopOpacity="0.75" />
          <stop offset="1" stopColor={tint?.light} stopOpacity="0" />
        </radialGradient>
        <radialGradient id="edge" r="0.75">
          <stop offset="0.55" stopOpacity="0" />
          <stop offset="1" stopOpacity="0.7" />
        </radialGradient>
      </defs>
      <rect width={WIDTH} height={HEIGHT} fill="url(#sky)" />
      {tint && draw?.(next, tint)}
      <rect width={WIDTH} height={HEIGHT} fill="url(#edge)" />
    </svg>
  );
}

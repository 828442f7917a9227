// How much came to the board, in its panel's head.
import type { PlanetView } from '../planet-view';
import { useWatched } from '../watched';

/** Nothing before the first message; the rest only if there was any. */
export function Counted({ view }: { readonly view: PlanetView }) {
  const { messages, late, gaps } = useWatched(view.counts);
  if (messages === 0 && gaps === 0) return null;
  return (
    <p className="figures muted" data-testid="counts">
      <span>{messages.toLocaleString()} received</span>
      {late > 0 && <span>{late.toLocaleString()} caught up</span>}
      {gaps > 0 && <strong className="bad">{gaps === 1 ? '1 gap' : `${gaps.toLocaleString()} gaps`}</strong>}
    </p>
  );
}

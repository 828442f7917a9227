// How long messages take from each region to this browser.
import type { PlanetView } from '../planet-view';
import { useNow } from '../watched';
import { DOUBT_TEXT, figureText } from './figure';
import { type LatencyWindow, type Percentiles, WINDOW_SECONDS } from './latency-window';
import { scaleText, sparkline, topOf } from './sparkline';

const SECOND = 1000;
/** Units of a plot. */
const WIDTH = 180;
const HEIGHT = 40;

/** With more regions than this, each takes a line. */
const FEW = 3;

/** A plot for each region, drawn once a second, all with one scale. */
export function Latencies({ view }: { readonly view: PlanetView }) {
  const now = useNow(SECOND);
  const isCorrected = view.visit.clockOffset !== 0;
  const { regions } = view.visit.settings;
  const isCompact = regions.length > FEW;
  const series = regions.map(({ name }) => view.latencies.get(name)?.series(now) ?? []);
  const top = topOf(series.flatMap((seconds) => seconds.map((second) => second?.p95)));
  const isAny = series.some((seconds) => seconds.some((second) => second !== undefined));
  return (
    <section className="panel latency-panel" aria-labelledby="latency">
      <div className="panel-head">
        <h2 id="latency">Delivery latency</h2>
        <p className="muted">last minute, by entry region{isCorrected && <Doubt />}</p>
        <p className="legend" aria-hidden="true">
          <span className="scale">{isAny && `0 to ${scaleText(top)}`}</span>
          <span className="line p50" /> p50 <span className="line p95" /> p95
        </p>
      </div>
      <ul className="latencies" data-compact={isCompact}>
        {regions.map(({ name, place }, index) => (
          <li key={name}>
            <RegionLatency
              {...{ place, now, isCorrected, isCompact, top, series: series[index] ?? [] }}
              latencies={view.latencies.get(name)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RegionLatencyProps {
  readonly place: string;
  readonly latencies: LatencyWindow | undefined;
  readonly series: readonly (Percentiles | undefined)[];
  /** Milliseconds at the upper edge. */
  readonly top: number;
  readonly now: number;
  readonly isCorrected: boolean;
  /** Is there one line for it? */
  readonly isCompact: boolean;
}

function Doubt() {
  return (
    <span title="This device’s clock is wrong. It is corrected by the server’s, which is accurate to half a second.">
      {`, ${DOUBT_TEXT}`}
    </span>
  );
}

function RegionLatency({ place, latencies, series, top, now, isCorrected, isCompact }: RegionLatencyProps) {
  const whole = latencies?.percentiles(now);
  const plot = { width: WIDTH, height: HEIGHT, top };
  return (
    <>
      <div className="latency-head">
        <h3>{place}</h3>
        {whole && <span className="muted">{latencies?.count(now) ?? 0}/min</span>}
      </div>
      <svg viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="top" d={`M0 0H${WIDTH}`} />
        <path className="base" d={`M0 ${HEIGHT}H${WIDTH}`} />
        {(['p95', 'p50'] as const).map((share) => {
          const { line, dots } = sparkline(
            series.map((second) => second?.[share]),
            plot,
          );
          return (
            <g key={share} className={share}>
              <path d={line} />
              <path className="dots" d={dots} />
            </g>
          );
        })}
      </svg>
      {whole ? (
        <p className="figures">
          <span>
            <span className={isCompact ? 'unseen' : ''}>p50</span> <b>{figureText(whole.p50, isCorrected)}</b>
          </span>
          <span>
            <span className={isCompact ? 'unseen' : ''}>p95</span> <b>{figureText(whole.p95, isCorrected)}</b>
          </span>
        </p>
      ) : (
        <p className="figures muted">{isCompact ? 'No message' : `No message in the last ${WINDOW_SECONDS} s`}</p>
      )}
    </>
  );
}

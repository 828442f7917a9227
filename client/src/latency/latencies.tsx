// How long messages take from each region to this browser.
import type { PlanetView } from '../planet-view';
import { useNow } from '../watched';
import { DOUBT_TEXT, figureText } from './figure';
import { type LatencyWindow, WINDOW_SECONDS } from './latency-window';
import { sparkline, topOf } from './sparkline';

const SECOND = 1000;
/** Units of a plot. */
const WIDTH = 180;
const HEIGHT = 40;

/** A plot for each region, drawn once a second. */
export function Latencies({ view }: { readonly view: PlanetView }) {
  const now = useNow(SECOND);
  const isCorrected = view.visit.clockOffset !== 0;
  return (
    <section className="panel latency-panel" aria-labelledby="latency">
      <div className="panel-head">
        <h2 id="latency">Delivery latency</h2>
        <p className="muted">last minute, by entry region{isCorrected && <Doubt />}</p>
        <p className="legend" aria-hidden="true">
          <span className="line p50" /> p50 <span className="line p95" /> p95
        </p>
      </div>
      <ul className="latencies">
        {view.visit.settings.regions.map(({ name, place }) => (
          <li key={name}>
            <RegionLatency place={place} latencies={view.latencies.get(name)} now={now} isCorrected={isCorrected} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface RegionLatencyProps {
  readonly place: string;
  readonly latencies: LatencyWindow | undefined;
  readonly now: number;
  readonly isCorrected: boolean;
}

function Doubt() {
  return (
    <span title="This device’s clock is wrong. It is corrected by the server’s, which is accurate to half a second.">
      {`, ${DOUBT_TEXT}`}
    </span>
  );
}

function RegionLatency({ place, latencies, now, isCorrected }: RegionLatencyProps) {
  const whole = latencies?.percentiles(now);
  const series = latencies?.series(now) ?? [];
  const top = topOf(series.map((second) => second?.p95));
  const plot = { width: WIDTH, height: HEIGHT, top };
  return (
    <>
      <div className="latency-head">
        <h3>{place}</h3>
        {whole && <span className="muted">{latencies?.count(now) ?? 0}/min</span>}
      </div>
      <svg viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="base" d={`M0 ${HEIGHT}H${WIDTH}`} />
        <path
          className="p95"
          d={sparkline(
            series.map((second) => second?.p95),
            plot,
          )}
        />
        <path
          className="p50"
          d={sparkline(
            series.map((second) => second?.p50),
            plot,
          )}
        />
      </svg>
      {whole ? (
        <p className="figures">
          <span>
            p50 <b>{figureText(whole.p50, isCorrected)}</b>
          </span>
          <span>
            p95 <b>{figureText(whole.p95, isCorrected)}</b>
          </span>
        </p>
      ) : (
        <p className="figures muted">No message in the last {WINDOW_SECONDS} s</p>
      )}
    </>
  );
}

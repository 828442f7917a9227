// The page before it knows anything: the panels are where they will be.
import { Header } from './header';

/** The panels, empty. */
export function Loading() {
  return (
    <>
      <Header />
      <div className="status">
        <p role="status">
          <span className="lamp" data-tone="wait" />
          Loading …
        </p>
      </div>
      <main className="layout" aria-busy="true">
        <div className="column">
          <section className="panel map-panel">
            <div className="map blank" />
          </section>
          <section className="panel latency-panel">
            <div className="blank" />
          </section>
        </div>
        <section className="panel desk">
          <div className="blank fill" />
        </section>
      </main>
    </>
  );
}

// A slider that sends messages, so that there is something to see.
import { useEffect, useRef, useState } from 'react';
import { deviceClock } from '../clock';
import type { PlanetView } from '../planet-view';
import { useNow } from '../watched';
import { limitText } from './limit-text';
import { LoadGenerator, MOST_RATE } from './load-generator';

const SECOND = 1000;
/** Clients that send: each has one request with up to ten messages on its way, so that five send 200 a second if an answer takes 250 ms. */
const SENDERS = 5;
/** Messages in a row that one of them sends: what the library puts into one request. */
const ROW = 10;

/** @param channel where the messages go; none is sent without one */
export function Load({ view, channel }: { readonly view: PlanetView; readonly channel: string | undefined }) {
  const [rate, setRate] = useState(0);
  const generator = useGenerator(view, channel);
  useNow(SECOND);
  const { sent, failed } = generator.current?.count ?? { sent: 0, failed: 0 };
  const { achieved = 0, limit = 'none', answerTime, failure } = generator.current ?? {};
  return (
    <section className="panel load-panel" aria-labelledby="load">
      <div className="panel-head">
        <h2 id="load">Load</h2>
        <p className="muted">{channel === undefined ? 'listen to a channel first' : `into “${channel}”`}</p>
        <p className="figures">
          {rate > 0 && <span data-testid="achieved">{achieved}/s now</span>}
          <span>{sent} sent</span>
          {failed > 0 && <strong className="bad">{failed} failed</strong>}
        </p>
      </div>
      <label className="load">
        <span className="unseen">Messages per second</span>
        <input
          type="range"
          min={0}
          max={MOST_RATE}
          step={5}
          value={rate}
          disabled={channel === undefined}
          aria-valuetext={`${rate} messages per second`}
          onChange={({ target }) => {
            setRate(Number(target.value));
            generator.current?.setRate(Number(target.value));
          }}
        />
        <output>{rate}/s</output>
      </label>
      <p className="load-limit muted" data-testid="limit">
        {limitText({ rate, limit, answerTime, failure })}
      </p>
    </section>
  );
}

function useGenerator(view: PlanetView, channel: string | undefined) {
  const target = useRef(channel);
  const generator = useRef<LoadGenerator>(null);
  useEffect(() => {
    target.current = channel;
  }, [channel]);
  useEffect(() => {
    const senders = Array.from({ length: SENDERS }, () => view.connect());
    const made = new LoadGenerator(deviceClock, async (number) => {
      if (target.current === undefined) return;
      const sender = senders[Math.floor(number / ROW) % SENDERS];
      await sender?.publish(target.current, { message: `Load ${number}`, data: { number } });
    });
    generator.current = made;
    return () => {
      made.stop();
      for (const sender of senders) sender.close();
    };
  }, [view]);
  return generator;
}

// Latencies: clocks that differ, percentiles, a window of a minute, and its plot.
import { clockOffset } from '../../../../client/src/latency/clock-offset';
import { figureText } from '../../../../client/src/latency/figure';
import { LatencyWindow, WINDOW_SECONDS } from '../../../../client/src/latency/latency-window';
import { percentile } from '../../../../client/src/latency/percentile';
import { scaleText, sparkline, topOf } from '../../../../client/src/latency/sparkline';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const HEADER = 'Thu, 01 Jan 2026 12:00:00 GMT';
const SECOND = 1000;

describe('the clock', () => {
  it.each([0, 400, -600, 1400])(
    'is taken to be right when it differs by %d ms, which rounding explains',
    (difference) => {
      expect(clockOffset({ header: HEADER, asked: NOON + difference, answered: NOON + difference + 100 })).toBe(0);
    },
  );

  it('is corrected when it differs by more', () => {
    expect(clockOffset({ header: HEADER, asked: NOON - 60_000, answered: NOON - 60_000 })).toBe(60_500);
  });

  it('is not corrected by a slow answer', () => {
    expect(clockOffset({ header: HEADER, asked: NOON, answered: NOON + 4000 })).toBe(0);
  });

  it.each([null, 'noon'])('is taken to be right when the header is %j', (header) => {
    expect(clockOffset({ header, asked: 0, answered: 0 })).toBe(0);
  });
});

it.each([
  [0, false, '0 ms'],
  [86.4, false, '86 ms'],
  [0, true, '–'],
  [499, true, '–'],
  [1200.4, true, '1200 ms'],
])('says a latency of %d ms, with the clock corrected or not (%j), as %j', (value, isCorrected, text) => {
  expect(figureText(value, isCorrected)).toBe(text);
});

describe('a percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  it.each([
    [hundred, 0.5, 50],
    [hundred, 0.95, 95],
    [hundred, 1, 100],
    [hundred, 0, 1],
    [[7], 0.95, 7],
    [[1, 2], 0.5, 1],
    [[1, 2, 3], 0.5, 2],
    [[], 0.5, undefined],
  ])('is the nearest rank (case %#)', (sorted, share, expected) => {
    expect(percentile(sorted, share)).toBe(expected);
  });
});

describe('a window', () => {
  it('has the percentiles of its messages', () => {
    const window = new LatencyWindow();
    for (let latency = 100; latency >= 1; latency -= 1) window.add(latency, NOON);

    expect(window.percentiles(NOON)).toEqual({ p50: 50, p95: 95 });
  });

  it('forgets what is older than a minute', () => {
    const window = new LatencyWindow();
    window.add(900, NOON);
    window.add(10, NOON + 30 * SECOND);

    expect(window.percentiles(NOON + 59 * SECOND)).toEqual({ p50: 10, p95: 900 });
    expect(window.percentiles(NOON + 60 * SECOND)).toEqual({ p50: 10, p95: 10 });
    expect(window.percentiles(NOON + 90 * SECOND)).toBeUndefined();
  });

  it('has one entry for each second', () => {
    const window = new LatencyWindow();
    window.add(10, NOON);
    window.add(30, NOON + 2 * SECOND);

    const series = window.series(NOON + 2 * SECOND);

    expect(series).toHaveLength(WINDOW_SECONDS);
    expect(series.slice(-3)).toEqual([{ p50: 10, p95: 10 }, undefined, { p50: 30, p95: 30 }]);
  });

  it('counts more messages than it keeps', () => {
    const window = new LatencyWindow();
    for (let index = 0; index < 1000; index += 1) window.add(1, NOON);

    expect(window.count(NOON)).toBe(1000);
  });

  it('keeps the first 256 latencies of a second', () => {
    const window = new LatencyWindow();
    for (let index = 0; index < 1000; index += 1) window.add(index < 256 ? 10 : 900, NOON);

    expect(window.percentiles(NOON)).toEqual({ p50: 10, p95: 10 });
  });

  it('takes a message from the future for one that took no time', () => {
    const window = new LatencyWindow();
    window.add(-5, NOON);

    expect(window.percentiles(NOON)).toEqual({ p50: 0, p95: 0 });
  });
});

describe('a plot', () => {
  const plot = { width: 30, height: 10, top: 100 };

  it('goes through its values', () => {
    expect(sparkline([0, 50, 100, 200], plot)).toEqual({ line: 'M0.0 10.0L10.0 5.0L20.0 0.0L30.0 0.0', dots: '' });
  });

  it('has a gap where there is no value', () => {
    const { line } = sparkline([0, 0, 0, undefined, 100, 100, 100], { ...plot, width: 60 });

    expect(line).toBe('M0.0 10.0L10.0 10.0L20.0 10.0M40.0 0.0L50.0 0.0L60.0 0.0');
  });

  it('has dots for one value or two, of which a line would be a dash', () => {
    expect(sparkline([0, undefined, 100, 100], plot)).toEqual({ line: '', dots: 'M0.0 10.0h0M20.0 0.0h0M30.0 0.0h0' });
  });

  it.each([
    [250, '250 ms'],
    [2500, '2.5 s'],
  ])('says the upper edge of %d ms', (top, text) => {
    expect(scaleText(top)).toBe(text);
  });

  it.each([
    [[], 10],
    [[undefined, 12, 3], 25],
    [[100], 100],
    [[101], 250],
    [[90_000], 90_000],
  ])('has a round upper edge (case %#)', (values, top) => {
    expect(topOf(values)).toBe(top);
  });
});

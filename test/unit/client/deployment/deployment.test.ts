// Deployments that are seen while the page is open.
import { deploymentText, type Seen, seenWith } from '../../../../client/src/deployment/deployment';
import type { PlanetState } from '../../../../client/src/faults/planet-state';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const MINUTE = 60_000;

/** @param times when each region was last changed, in milliseconds after noon */
function planet(times: Readonly<Record<string, number | null>>): PlanetState {
  const up = { state: 'up', delay: 0, splitFrom: [], isHealthy: true } as const;
  return Object.fromEntries(
    Object.entries(times).map(([region, time]) => [region, { ...up, deployedAt: time === null ? null : NOON + time }]),
  );
}

const seenOf = (...states: readonly PlanetState[]) =>
  states.reduce<Seen | undefined>((seen, state) => seenWith(seen, state), undefined);

it('is nothing new that was there when the page was opened', () => {
  expect(seenOf(planet({ one: 0, other: 5 }))?.last).toBeUndefined();
});

it('is seen when a region has changed', () => {
  const seen = seenOf(planet({ one: 0, other: 5 }), planet({ one: 0, other: MINUTE }));

  expect(seen?.last).toEqual({ regions: ['other'], at: NOON + MINUTE });
});

it('is one when regions change one after the other', () => {
  const seen = seenOf(planet({ one: 0, other: 0 }), planet({ one: 0, other: 900 }), planet({ one: 1900, other: 900 }));

  expect(seen?.last).toEqual({ regions: ['one', 'other'], at: NOON + 1900 });
});

it('is another one after a while', () => {
  const seen = seenOf(
    planet({ one: 0, other: 0 }),
    planet({ one: 0, other: 900 }),
    planet({ one: MINUTE, other: 900 }),
  );

  expect(seen?.last).toEqual({ regions: ['one'], at: NOON + MINUTE });
});

it('is none while a region is being changed, or was rolled back', () => {
  const seen = seenOf(planet({ one: 5, other: 0 }), planet({ one: null, other: 0 }), planet({ one: 5, other: 0 }));

  expect(seen?.last).toBeUndefined();
});

it('is said with places and the time', () => {
  const text = deploymentText({ regions: ['one', 'other'], at: NOON }, (region) => region.toUpperCase());

  expect(text).toBe(`ONE and OTHER deployed at ${new Date(NOON).toLocaleTimeString()}.`);
});

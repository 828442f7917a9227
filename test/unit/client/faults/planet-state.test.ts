// The states of the regions, as the engine says them.
import {
  cutOffFrom,
  planetStateOf,
  type RegionState,
  stateText,
  stateWord,
} from '../../../../client/src/faults/planet-state';

const placeOf = (region: string) => (region === 'ap-southeast-2' ? 'Sydney' : region);

function region(overrides: Partial<RegionState> = {}): RegionState {
  return { state: 'up', delay: 0, splitFrom: [], isHealthy: true, ...overrides };
}

it.each([
  [region(), 'Up'],
  [region({ state: 'down' }), 'Down, not noticed yet'],
  [region({ state: 'down', isHealthy: false, delay: 300 }), 'Down'],
  [region({ isHealthy: false }), 'Not healthy yet'],
  [region({ delay: 300 }), '300 ms slower'],
  [region({ splitFrom: ['ap-southeast-2'], delay: 300 }), 'Split from Sydney, 300 ms slower'],
])('says in a few words how a region is (case %#)', (state, text) => {
  expect(stateText(state, placeOf)).toBe(text);
});

it.each([
  [region(), undefined],
  [region({ state: 'down', splitFrom: ['ap-southeast-2'] }), 'Down'],
  [region({ splitFrom: ['ap-southeast-2'], delay: 300 }), 'Split'],
  [region({ delay: 300, isHealthy: false }), 'Slow'],
  [region({ isHealthy: false }), 'Not healthy yet'],
])('says the worst of it in a word for the map (case %#)', (state, word) => {
  expect(stateWord(state)).toBe(word);
});

it('takes the engine’s answer', () => {
  expect(planetStateOf({ regions: { a: region() } })).toEqual({ a: region() });
});

it.each([null, {}, { regions: null }])('refuses %j', (answer) => {
  expect(() => planetStateOf(answer)).toThrow('The engine did not say how its regions are.');
});

it('knows the regions that a message does not reach: those that are split from its own, and those that are down', () => {
  const planet = {
    oregon: region({ splitFrom: ['sydney'] }),
    sydney: region({ splitFrom: ['oregon'] }),
    ireland: region({}),
    tokyo: region({ state: 'down' }),
  };

  expect(['oregon', 'ireland', 'tokyo', 'mars'].map((name) => cutOffFrom(planet, name))).toEqual([
    ...[['sydney', 'tokyo'], ['tokyo'], [], ['tokyo']],
  ]);
  expect(cutOffFrom(undefined, 'oregon')).toEqual([]);
});

// What the page is told, and what it says of a file that it cannot use.
import { edgeOf } from '../../../../client/src/settings/edge';
import { SettingsError, settingsOf } from '../../../../client/src/settings/settings';

const OREGON = { name: 'us-west-2', place: 'Oregon', airport: 'HIO', latitude: 45.84, longitude: -119.7 };
const LOCAL = { controlKey: 'k', edges: { 'us-west-2': 'https://localhost:8443' } };

function file(overrides: object = {}) {
  return { stage: 'dev', routing: 'latency', regions: [OREGON], ...overrides };
}

it('reads what a deployment writes', () => {
  expect(settingsOf(file())).toEqual({ stage: 'dev', routing: 'latency', regions: [OREGON], hasEvents: false });
});

it('reads where regions are reached by themselves, for how long they keep messages, and of which channels none', () => {
  const there = { ...OREGON, url: 'https://us-west-2.example.com' };

  expect(settingsOf(file({ regions: [there], history: { hours: 0, except: ['chat/*'] } }))).toMatchObject({
    regions: [there],
    historyHours: 0,
    historyExcept: ['chat/*'],
  });
});

it('reads what the engine adds', () => {
  expect(settingsOf(file({ token: 't', local: LOCAL }))).toMatchObject({ token: 't', local: LOCAL });
});

it.each([
  [[], 'The file must be a JSON object.'],
  [null, 'The file must be a JSON object.'],
  [file({ stage: '' }), '"stage" must be text.'],
  [file({ routing: 'near' }), '"routing" must be "latency" or "failover".'],
  [file({ regions: [] }), '"regions" must be a list of regions.'],
  [file({ regions: ['us-west-2'] }), '"regions[0]" must be a JSON object.'],
  [file({ regions: [{ ...OREGON, place: 7 }] }), '"regions[0].place" must be text.'],
  [file({ regions: [OREGON, { ...OREGON, latitude: 200 }] }), '"regions[1].latitude" must be a number of degrees.'],
  [file({ regions: [{ ...OREGON, url: 7 }] }), '"regions[0].url" must be text.'],
  [file({ history: { hours: 'x' } }), '"history.hours" must be a number.'],
  [file({ history: { hours: 1, except: 'chat' } }), '"history.except" must be a list of texts.'],
  [file({ history: { hours: 1, except: [1] } }), '"history.except" must be a list of texts.'],
  [file({ token: 7 }), '"token" must be text.'],
  [file({ local: { edges: {} } }), '"local.controlKey" must be text.'],
  [file({ local: { controlKey: 'k', edges: { a: 1 } } }), '"local.edges.a" must be text.'],
])('refuses %j', (value, sentence) => {
  expect(() => settingsOf(value)).toThrow(new SettingsError(sentence));
});

it('knows the region that an edge is near', () => {
  expect(edgeOf('HIO50-P1', [OREGON])).toEqual({ code: 'HIO50-P1', near: OREGON });
});

it('shows the code of an edge that is near no region', () => {
  expect(edgeOf('FRA56-C2', [OREGON])).toEqual({ code: 'FRA56-C2' });
});

it.each([null, ''])('knows no edge when the header is %j', (header) => {
  expect(edgeOf(header, [OREGON])).toBeUndefined();
});

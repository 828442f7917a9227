// What a screen is told of the counters.
import { boardOf } from '../../../../examples/second-screen/functions/board';

const films = new Map([
  ['kid', { 'love@us-west-2': 2, 'love@eu-west-1': 3, 'meh@us-west-2': 1 }],
  ['wind', { 'love@us-west-2': 9 }],
  ['faust', { 'like@us-west-2': 4 }],
  ['general', { 'like@us-west-2': 4 }],
]);

it('has the films by kind of vote, summed up over the regions', () => {
  expect(boardOf(films, 'kid', []).leaders).toEqual({
    love: [
      ['wind', 9],
      ['kid', 5],
    ],
    like: [
      ['faust', 4],
      ['general', 4],
    ],
    meh: [['kid', 1]],
    unlike: [],
  });
});

it('has the counts of the film that is on', () => {
  expect(boardOf(films, 'kid', [])).toMatchObject({ film: 'kid', counts: { love: 5, like: 0, meh: 1, unlike: 0 } });
});

it('has no counts of a film without votes', () => {
  expect(boardOf(films, 'joan', []).counts).toEqual({ love: 0, like: 0, meh: 0, unlike: 0 });
});

it('has five places', () => {
  const many = new Map(Array.from({ length: 9 }, (_, index) => [`film ${index}`, { 'love@us-west-2': index + 1 }]));

  expect(boardOf(many, 'kid', []).leaders.love.map(([, votes]) => votes)).toEqual([9, 8, 7, 6, 5]);
});

it.each([
  [
    'the last minute, while this one begins',
    [{ 'here@us-west-2': 1 }, { 'here@us-west-2': 5, 'here@eu-west-1': 2 }],
    7,
  ],
  ['this minute, if it has more already', [{ 'here@us-west-2': 9 }, {}], 9],
  ['nobody', [{}, {}], 0],
])('has who watches: %s', (_, here, watching) => {
  expect(boardOf(films, 'kid', here).watching).toBe(watching);
});

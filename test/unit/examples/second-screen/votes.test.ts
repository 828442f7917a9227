// What a message on the bus counts for.
import { countableOf } from '../../../../examples/second-screen/functions/votes';
import { aVote } from '../../../support/second-screen';

it('counts votes for films by kind and by the region where they entered', () => {
  const data = { votes: { metropolis: { love: 2, meh: 1 }, kid: { like: 1 } } };

  expect(countableOf(aVote({ data }, 'eu-west-1'))?.additions).toEqual([
    { list: 'films', item: 'metropolis', counter: 'love@eu-west-1', by: 2 },
    { list: 'films', item: 'metropolis', counter: 'meh@eu-west-1', by: 1 },
    { list: 'films', item: 'kid', counter: 'like@eu-west-1', by: 1 },
  ]);
});

it('counts who watches in the minute in which it was said', () => {
  const event = aVote({ name: 'screen/here', publishedAt: '1970-01-01T00:02:59.999Z' });

  expect(countableOf(event)?.additions).toEqual([{ list: 'here', item: '2', counter: 'here@us-west-2', by: 1 }]);
});

it.each([
  ['no JSON', '{'],
  ['no object', []],
  ['nothing', null],
  ['no votes', { votes: 3 }],
  ['a film that there is not', { votes: { titanic: { love: 1 } } }],
  ['a film of the prototype', { votes: { constructor: { love: 1 } } }],
  ['votes below nothing', { votes: { kid: { love: -1 } } }],
  ['a part of a vote', { votes: { kid: { love: 0.5 } } }],
  ['votes without end', '{"votes":{"kid":{"love":1e999}}}'],
  ['votes as text', { votes: { kid: { love: '1' } } }],
  ['more votes than a person has', { votes: { kid: { love: 101 } } }],
  ['more votes than a person has, of several kinds', { votes: { kid: { love: 51, like: 50 } } }],
  ['a sound vote beside another', { votes: { kid: { love: 1 }, titanic: { love: 1 } } }],
  ['no vote', { votes: { kid: { love: 0, hate: 1 } } }],
])('counts %s for nothing', (_, data) => {
  expect(countableOf(aVote({ data }))).toBeUndefined();
});

it('knows the same message again, wherever it entered', () => {
  expect(countableOf(aVote({}, 'eu-west-1'))?.key).toBe(countableOf(aVote({}, 'us-west-2'))?.key);
});

it.each([
  ['another id', aVote({ id: 'two' })],
  ['another sender', aVote({ userId: 'ana' })],
  ['other votes under its id', aVote({ data: { votes: { kid: { love: 1 } } } })],
  ['the word that somebody is there', aVote({ name: 'screen/here' })],
])('takes %s for another message', (_, other) => {
  expect(countableOf(other)?.key).not.toBe(countableOf(aVote())?.key);
});

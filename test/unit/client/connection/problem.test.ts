// What the client library throws, in words.
import { PublishError, PubSubError } from 'global-pubsub-client';
import { isUnauthorized, problemOf } from '../../../../client/src/connection/problem';

it('has the API’s own sentence, without what a program can do, and what a visitor can', () => {
  const sentence = 'Channel "x; y" is not allowed; the query "channels" lists those that are.';

  expect(problemOf(new PubSubError('ChannelNotAllowed', sentence))).toEqual({
    type: 'ChannelNotAllowed',
    sentence: 'Channel "x; y" is not allowed.',
    remedy: 'Choose a channel from the list, or ask the operator of this stage to allow more.',
  });
});

it('knows credentials that are not accepted', () => {
  expect(isUnauthorized(problemOf(new PubSubError('Unauthorized', 'Not Authorized')))).toBe(true);
  expect(isUnauthorized(problemOf(new PubSubError('ChannelNotAllowed', 'No.')))).toBe(false);
});

it('says of a message whose outcome is not known that it may arrive', () => {
  const error = new PublishError(new PubSubError('Unreachable', 'No answer came; see the cause.'), '01', true);

  expect(problemOf(error)).toEqual({
    type: 'Unreachable',
    sentence: 'No region could be reached.',
    remedy: 'It may arrive all the same: send it again only if it does not appear.',
  });
});

it.each([
  ['an error', new Error('Odd'), 'Unknown', 'Odd.'],
  ['a code of which nothing is known', new PubSubError('Odd', ''), 'Odd', 'The API gave no reason.'],
  ['nothing', undefined, 'Unknown', 'The API gave no reason.'],
])('has a sentence and a remedy for %s', (_what, thrown, type, sentence) => {
  expect(problemOf(thrown)).toEqual({
    type,
    sentence,
    remedy: 'Try again. If it happens again, tell the operator of this stage.',
  });
});

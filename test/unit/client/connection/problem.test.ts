// What Amplify throws, in words. The shapes are those of aws-amplify 6.22.
import { isPassing, isUnauthorized, problemOf } from '../../../../client/src/connection/problem';

const NOT_ALLOWED = 'Channel "x" is not allowed; the query "channels" lists those that are.';

function frameError(payload: unknown) {
  return { errors: [{ message: `Connection failed: ${JSON.stringify(payload)}` }] };
}

function answerError(statusCode: number, body: string, name = 'UnknownError') {
  return { errors: [{ message: 'Unknown error', originalError: { name, response: { statusCode, body } } }] };
}

it('reads an error of a query', () => {
  expect(problemOf({ data: null, errors: [{ errorType: 'ChannelNotAllowed', message: NOT_ALLOWED }] })).toEqual({
    type: 'ChannelNotAllowed',
    sentence: NOT_ALLOWED,
    remedy: 'Choose a channel from the list, or ask the operator of this stage to allow more.',
  });
});

it.each([
  ['a list', { errors: [{ errorType: 'ChannelNotAllowed', message: NOT_ALLOWED }] }],
  ['one error without a list', { errors: { errorType: 'ChannelNotAllowed', message: NOT_ALLOWED } }],
])('reads an error of a subscription’s frame that has %s', (_shape, payload) => {
  expect(problemOf(frameError(payload))).toMatchObject({ type: 'ChannelNotAllowed', sentence: NOT_ALLOWED });
});

it.each([
  ['of a connection', { errors: [{ message: 'Connection failed: UnauthorizedException' }] }],
  ['of a frame', frameError({ errors: [{ errorType: 'Unauthorized', message: 'Not Authorized' }] })],
  ['in an answer’s body', answerError(401, '{"errors":[{"errorType":"UnauthorizedException","message":"No."}]}')],
  ['by an answer’s status', answerError(401, 'No.')],
  [
    'by an older name',
    frameError({ errors: [{ errorType: 'com.amazonaws.deepdish.graphql.auth#UnauthorizedException' }] }),
  ],
])('knows credentials that are not accepted %s', (_where, thrown) => {
  expect(isUnauthorized(problemOf(thrown))).toBe(true);
});

it.each([
  ['a network that fails', { errors: [{ message: 'A network error.', originalError: { name: 'NetworkError' } }] }],
  ['a region that is down', answerError(502, '<html>')],
  ['a bus that is out of reach', { errors: [{ errorType: 'EventBusUnavailable', message: 'Try again.' }] }],
  ['too many requests', frameError({ errors: { errorType: 'LimitExceededError', message: 'Rate limit exceeded' } })],
])('takes %s for something that passes', (_what, thrown) => {
  expect(isPassing(problemOf(thrown))).toBe(true);
});

it('reads what the API said in the body of an answer that was not 200', () => {
  const body = JSON.stringify({ errors: [{ errorType: 'ChannelNotAllowed', message: NOT_ALLOWED }] });

  expect(problemOf(answerError(400, body))).toMatchObject({ type: 'ChannelNotAllowed', sentence: NOT_ALLOWED });
});

it('does not take a refusal for something that passes', () => {
  expect(isPassing(problemOf({ errors: [{ errorType: 'ChannelNotAllowed', message: NOT_ALLOWED }] }))).toBe(false);
});

it.each([
  ['an error', new Error('Odd'), 'Odd.'],
  ['nothing', undefined, 'The API gave no reason.'],
  ['an empty list', { errors: [] }, 'The API gave no reason.'],
])('has a sentence and a remedy for %s', (_what, thrown, sentence) => {
  expect(problemOf(thrown)).toEqual({
    type: 'Unknown',
    sentence,
    remedy: 'Try again. If it happens again, tell the operator of this stage.',
  });
});

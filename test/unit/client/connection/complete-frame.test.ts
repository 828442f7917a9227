// The frame by which the API ends a subscription.
import { completedId } from '../../../../client/src/connection/complete-frame';

it('reads the id', () => {
  expect(completedId('{"id":"7","type":"complete","payload":{"message":"Subscription complete."}}')).toBe('7');
});

it.each([
  '{"type":"ka"}',
  '{"id":"7","type":"start_ack"}',
  '{"type":"complete"}',
  JSON.stringify({
    id: '7',
    type: 'data',
    payload: { data: { subscribe: { message: 'complete', name: 'complete' } } },
  }),
  JSON.stringify({ id: '7', type: 'data', payload: { data: { subscribe: { message: '"complete"' } } } }),
])('passes over %s', (frame) => {
  expect(completedId(frame)).toBeUndefined();
});

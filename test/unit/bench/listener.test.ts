// What the benchmark notes of one client.
import { Listener } from '../../../bench/listener';

it('counts what is missing, and what comes again or too late', () => {
  const listener = new Listener();

  for (const number of [5, 6, 9, 9, 8, 10]) listener.heard(number);

  expect(listener).toMatchObject({ newest: 10, lost: 2, duplicates: 2 });
});

it('has everything only while it is live', async () => {
  const listener = new Listener();
  listener.is('live');
  listener.is('connecting');
  listener.heard(1);
  const events: string[] = [];
  const all = listener.hasAll(2).then(() => events.push('all'));

  listener.heard(2);
  await Promise.resolve();
  events.push('not live');
  listener.is('live');
  await all;

  expect(events).toEqual(['not live', 'all']);
});

it('was not back if it never was live again after it was reset', () => {
  const listener = new Listener();
  listener.is('catching up');
  listener.is('live');

  listener.reset();

  expect(listener).toMatchObject({ reconnectedAt: undefined, liveAt: undefined, hole: 0 });
});

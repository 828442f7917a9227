// Values that are watched, and telling of changes at a bounded pace.
import { paced, Store } from '../../../client/src/store';
import { fakeClock } from '../../../local/test/support/clock';

it('tells of a new value, and not of the same one', () => {
  const store = new Store(1);
  const heard: number[] = [];
  store.watch(() => heard.push(store.value));

  store.set(1);
  store.set(2);

  expect(heard).toEqual([2]);
});

it('does not call a listener that was removed', () => {
  const store = new Store(1);
  const heard: number[] = [];
  store.watch(() => heard.push(store.value))();

  store.set(2);

  expect(heard).toEqual([]);
});

it('tells of the first change at once, and of those that follow together', async () => {
  const clock = fakeClock();
  const tell = jest.fn();
  const change = paced(clock, 100, tell);

  for (let index = 0; index < 50; index += 1) change();
  expect(tell).toHaveBeenCalledTimes(1);
  await clock.advance(100);
  expect(tell).toHaveBeenCalledTimes(2);
  await clock.advance(1000);

  expect(tell).toHaveBeenCalledTimes(2);
});

it('tells at once again after a rest', async () => {
  const clock = fakeClock();
  const tell = jest.fn();
  const change = paced(clock, 100, tell);
  change();
  await clock.advance(100);

  change();

  expect(tell).toHaveBeenCalledTimes(2);
});

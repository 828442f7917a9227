// What a slow region adds to the way of a message.
import { DelayLine, pause } from '../../src/foundation/delay';
import { fakeClock } from '../support/clock';

function aLine() {
  const clock = fakeClock();
  const taken: string[] = [];
  const way = { delay: 0 };
  const line = new DelayLine<string>(
    clock,
    () => way.delay,
    (item) => taken.push(item),
  );
  return { clock, taken, way, line };
}

it('hands on at once what takes no time', () => {
  const { line, taken } = aLine();

  line.send('a');

  expect(taken).toEqual(['a']);
});

it('hands on after the delay, and not before', async () => {
  const { line, taken, way, clock } = aLine();
  way.delay = 100;

  line.send('a');
  await clock.advance(99);
  const before = [...taken];
  await clock.advance(1);

  expect([before, taken]).toEqual([[], ['a']]);
});

it('lets nothing overtake when the way becomes shorter', async () => {
  const { line, taken, way, clock } = aLine();
  way.delay = 100;
  line.send('first');
  way.delay = 10;
  line.send('second');
  way.delay = 0;
  line.send('third');

  await clock.advance(99);
  const before = [...taken];
  await clock.advance(1);

  expect([before, taken]).toEqual([[], ['first', 'second', 'third']]);
});

it('hands on at once again when nothing waits', async () => {
  const { line, taken, way, clock } = aLine();
  way.delay = 100;
  line.send('a');
  await clock.advance(100);
  way.delay = 0;

  line.send('b');

  expect(taken).toEqual(['a', 'b']);
});

it('hands nothing on once it is closed', async () => {
  const { line, taken, way, clock } = aLine();
  way.delay = 100;
  line.send('a');

  line.close();
  await clock.advance(100);

  expect(taken).toEqual([]);
});

it('waits for as long as the way takes', async () => {
  const clock = fakeClock();
  const passed: string[] = [];

  void pause(clock, 100).then(() => passed.push('the pause'));
  await clock.advance(99);
  passed.push('99 ms');
  await clock.advance(1);

  expect(passed).toEqual(['99 ms', 'the pause']);
});

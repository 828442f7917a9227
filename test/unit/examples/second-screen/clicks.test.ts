// What becomes of a viewer's clicks.
import type { Ballot } from '../../../../examples/second-screen/contract';
import { createClicks } from '../../../../examples/second-screen/screen/src/clicks';

/** Clicks, what was sent, and what waits. */
function aViewer() {
  const sent: Ballot[] = [];
  const waiting: { readonly wait: number; readonly call: () => void }[] = [];
  const click = createClicks(
    (ballot) => void sent.push(ballot),
    (wait, call) => void waiting.push({ wait, call }),
  );
  return { click, sent, waiting, pass: () => waiting.shift()?.call() };
}

it('makes two messages of five quick clicks', () => {
  const { click, sent, waiting, pass } = aViewer();

  for (let count = 0; count < 5; count += 1) click('kid', 'love');
  expect(sent).toEqual([{ votes: { kid: { love: 1 } } }]);
  expect(waiting[0]?.wait).toBe(2000);
  pass();

  expect(sent.slice(1)).toEqual([{ votes: { kid: { love: 4 } } }]);
});

it('sends a click at once after two seconds without one', () => {
  const { click, sent, pass } = aViewer();
  click('kid', 'love');
  pass();

  click('kid', 'meh');

  expect(sent).toEqual([{ votes: { kid: { love: 1 } } }, { votes: { kid: { meh: 1 } } }]);
});

it('keeps waiting while there is something to send', () => {
  const { click, sent, pass } = aViewer();
  for (let count = 0; count < 3; count += 1) {
    click('kid', 'love');
    click('wind', 'like');
    pass();
  }

  expect(sent).toHaveLength(4);
});

it('gives votes to the film that they were for', () => {
  const { click, sent, pass } = aViewer();
  click('kid', 'love');
  click('kid', 'love');
  click('wind', 'unlike');
  pass();

  expect(sent[1]).toEqual({ votes: { kid: { love: 1 }, wind: { unlike: 1 } } });
});

it('takes no more clicks than are counted', () => {
  const { click, sent, pass } = aViewer();
  click('kid', 'love');

  const taken = Array.from({ length: 150 }, () => click('kid', 'love')).filter(Boolean);
  pass();

  expect(taken).toHaveLength(100);
  expect(sent[1]).toEqual({ votes: { kid: { love: 100 } } });
});

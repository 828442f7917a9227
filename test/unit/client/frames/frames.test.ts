// The frames of the page's sockets without their drawing: which are kept, what of them, and in which words.
import { fakeClock } from '../../../../local/test/support/clock';
import { FrameLog, MOST_CHARACTERS, MOST_FRAMES } from '../../../../client/src/frames/frame-log';
import { frameBlock, kindOf, sizeText, timeText } from '../../../../client/src/frames/frame-text';

const TOKEN = 'eyJ.secret.token';

async function logged(...texts: readonly string[]) {
  const clock = fakeClock();
  const log = new FrameLog(TOKEN, clock);
  for (const text of texts) log.add('out', text);
  await clock.advance(1000);
  return log.frames.value;
}

it('has the newest first', async () => {
  expect((await logged('one', 'two', 'three')).map(({ text }) => text)).toEqual(['three', 'two', 'one']);
});

it('keeps so many and no more', async () => {
  const frames = await logged(...Array.from({ length: MOST_FRAMES + 5 }, (_, index) => String(index)));

  expect(frames).toHaveLength(MOST_FRAMES);
  expect(frames.at(-1)?.text).toBe('5');
});

it('shows the credential nowhere', async () => {
  const start = { type: 'start', payload: { data: TOKEN, extensions: { authorization: { Authorization: TOKEN } } } };
  const [frame] = await logged(JSON.stringify(start));

  expect(frame?.text).not.toContain('secret');
  expect(frame?.text).toContain('"Authorization":"‹your credential›"');
});

it('shows nothing of a credential at the place where a long frame is cut', async () => {
  const [frame] = await logged('.'.repeat(MOST_CHARACTERS - 5) + TOKEN);

  expect(frame?.text).not.toContain('eyJ');
});

it('keeps the beginning of a long frame, and how long it was', async () => {
  const [frame] = await logged('x'.repeat(MOST_CHARACTERS + 1));

  expect(frame?.text).toHaveLength(MOST_CHARACTERS);
  expect(frame?.size).toBe(MOST_CHARACTERS + 1);
});

it('is empty when it was cleared', async () => {
  const clock = fakeClock();
  const log = new FrameLog(TOKEN, clock);
  log.add('in', 'gone');
  log.clear();
  await clock.advance(1000);

  expect(log.frames.value).toEqual([]);
});

it.each([
  ['{"type":"start_ack","id":"1"}', 'start_ack'],
  ['{"id": "1", "type": "data", "payload": "cut he', 'data'],
  ['something else', ''],
])('knows the kind of %s', (text, kind) => {
  expect(kindOf(text)).toBe(kind);
});

it('indents what is JSON, and leaves what is none', () => {
  expect(frameBlock('{"type":"ka"}')).toBe('{\n  "type": "ka"\n}');
  expect(frameBlock('{"type":"da')).toBe('{"type":"da');
});

it('says sizes and times', () => {
  expect([sizeText(999), sizeText(1449)]).toEqual(['999 B', '1.4 kB']);
  expect(timeText(new Date(2026, 0, 1, 3, 4, 5, 67).getTime())).toBe('03:04:05.067');
});

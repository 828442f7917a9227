// A question that is put again when nothing is heard.
import { RETRANSMISSION_DELAY, withRetransmission, MAX_TRANSMISSIONS } from '../../../edge/retransmission';
import { fakeClock, type FakeClock } from '../../../local/test/support/clock';

/** Who is asked: each question waits until it is answered, or refused. */
class Asked {
  readonly questions: { readonly answer: (text: string) => void; readonly fail: (error: Error) => void }[] = [];

  readonly ask = async (): Promise<string> =>
    new Promise<string>((answer, fail) => {
      this.questions.push({ answer, fail });
    });
}

let clock: FakeClock;
let asked: Asked;

beforeEach(() => {
  clock = fakeClock();
  asked = new Asked();
});

it('puts a question that is answered once', async () => {
  const heard = withRetransmission(asked.ask, clock);
  asked.questions[0]?.answer('first');
  expect(await heard).toBe('first');

  await clock.advance(MAX_TRANSMISSIONS * RETRANSMISSION_DELAY);

  expect(asked.questions).toHaveLength(1);
});

it('puts it again after silence, as often as it may', async () => {
  void withRetransmission(asked.ask, clock);
  const counts: number[] = [];

  for (let time = 0; time < MAX_TRANSMISSIONS + 1; time += 1) {
    counts.push(asked.questions.length);
    await clock.advance(RETRANSMISSION_DELAY);
  }

  expect(counts).toEqual([1, 2, 3, 3]);
});

it.each([0, 1])('takes the answer to question %i', async (number) => {
  const heard = withRetransmission(asked.ask, clock);
  await clock.advance(RETRANSMISSION_DELAY);

  asked.questions[number]?.answer('heard');

  expect(await heard).toBe('heard');
});

it('takes a failure for an answer', async () => {
  const heard = withRetransmission(asked.ask, clock);

  asked.questions[0]?.fail(new Error('queryTxt ENOTFOUND'));

  await expect(heard).rejects.toThrow('queryTxt ENOTFOUND');
  expect(asked.questions).toHaveLength(1);
});

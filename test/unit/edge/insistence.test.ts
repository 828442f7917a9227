// A question that is put again when nothing is heard.
import { ASK_AGAIN_AFTER, insist, QUESTIONS } from '../../../edge/insistence';
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
  const heard = insist(asked.ask, clock);
  asked.questions[0]?.answer('first');
  expect(await heard).toBe('first');

  await clock.advance(QUESTIONS * ASK_AGAIN_AFTER);

  expect(asked.questions).toHaveLength(1);
});

it('puts it again after silence, as often as it may', async () => {
  void insist(asked.ask, clock);
  const counts: number[] = [];

  for (let time = 0; time < QUESTIONS + 1; time += 1) {
    counts.push(asked.questions.length);
    await clock.advance(ASK_AGAIN_AFTER);
  }

  expect(counts).toEqual([1, 2, 3, 3]);
});

it.each([0, 1])('takes the answer to question %i', async (number) => {
  const heard = insist(asked.ask, clock);
  await clock.advance(ASK_AGAIN_AFTER);

  asked.questions[number]?.answer('heard');

  expect(await heard).toBe('heard');
});

it('takes a failure for an answer', async () => {
  const heard = insist(asked.ask, clock);

  asked.questions[0]?.fail(new Error('queryTxt ENOTFOUND'));

  await expect(heard).rejects.toThrow('queryTxt ENOTFOUND');
  expect(asked.questions).toHaveLength(1);
});

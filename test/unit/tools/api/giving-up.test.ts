// What is given up with what it is a part of.
import { once } from 'node:events';
import { givingUpWith } from '../../../../tools/api/giving-up';
import { collectGarbage } from '../../../support/memory';

/** Ends when its signal aborts. @returns the reason */
async function untilAborted({ signal }: AbortController): Promise<unknown> {
  if (!signal.aborted) await once(signal, 'abort');
  return signal.reason;
}

it('ends with the whole, also after garbage was collected', async () => {
  const whole = new AbortController();
  const reason = givingUpWith(whole.signal, untilAborted);
  collectGarbage();

  whole.abort('enough');

  expect(await reason).toBe('enough');
});

it('is over where the whole was given up before', async () => {
  expect(await givingUpWith(AbortSignal.abort('enough'), untilAborted)).toBe('enough');
});

it('ends alone', async () => {
  const whole = new AbortController();

  const reason = await givingUpWith(whole.signal, async (own) => {
    own.abort('late');
    return untilAborted(own);
  });

  expect([reason, whole.signal.aborted]).toEqual(['late', false]);
});

it.each([null, undefined])('needs no whole (%s)', async (whole) => {
  expect(await givingUpWith(whole, async () => Promise.resolve('done'))).toBe('done');
});

it('leaves nothing with the whole, even if it fails', async () => {
  const { signal } = new AbortController();
  const remove = jest.spyOn(signal, 'removeEventListener');

  await expect(givingUpWith(signal, async () => Promise.reject(new Error('It failed.')))).rejects.toThrow('It failed.');

  expect(remove).toHaveBeenCalledWith('abort', expect.any(Function));
});

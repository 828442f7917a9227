// What is given up by itself, or with what it is a part of.

/**
 * Does something that can be given up, also when somebody else gives up all of which it is a part. `AbortSignal.any` would make such a
 * signal, but Node.js 20 may forget it before it aborts, and nothing would end.
 * @param whole aborts what is done, for its own reason
 * @param use is given what aborts it alone
 * @returns what `use` returns
 */
export async function givingUpWith<Result>(
  whole: AbortSignal | null | undefined,
  use: (own: AbortController) => Promise<Result>,
): Promise<Result> {
  const own = new AbortController();
  const giveUp = () => own.abort(whole?.reason);
  if (whole?.aborted) giveUp();
  whole?.addEventListener('abort', giveUp);
  try {
    return await use(own);
  } finally {
    whole?.removeEventListener('abort', giveUp);
  }
}

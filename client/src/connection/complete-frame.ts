// The frame by which the API ends a subscription.

/** A `complete` frame is short; longer ones need not be looked at. */
const MOST_LENGTH = 1000;

/** @returns the subscription's id in a `complete` frame; `undefined` for any other frame */
export function completedId(frame: string): string | undefined {
  if (frame.length > MOST_LENGTH || !frame.includes('"complete"')) return undefined;
  const { type, id } = JSON.parse(frame) as { readonly type?: unknown; readonly id?: unknown };
  return type === 'complete' && typeof id === 'string' ? id : undefined;
}

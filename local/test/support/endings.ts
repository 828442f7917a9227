// What the tests of a file began, and how it ends: no more than that is ended when one of the beginnings fails.
const endings: (() => unknown)[] = [];

/** Has `endAll` do this, before what it was asked to do earlier. */
export function endLater(end: () => unknown): void {
  endings.push(end);
}

/**
 * Ends all that was begun; for `afterAll` or `afterEach`.
 * @throws the first error, once everything else has ended
 */
export async function endAll(): Promise<void> {
  const errors: unknown[] = [];
  for (const end of endings.splice(0).reverse()) {
    try {
      await end();
    } catch (error) {
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
}

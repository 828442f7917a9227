// What Amplify and Apollo do not do by themselves: they ask the history for what was published while they did not listen, and drop what
// they have had. The client library in client/lib does so without being told, keeps each publisher's order, and says what is missing.

/** What the examples ask for of a message. */
export const FIELDS = 'name message id region publishedAt userId';

/** A message, as far as the examples ask for it. */
export interface Message {
  readonly id: string;
  readonly userId: string | null;
}

/** Messages of each region that fill a screen at the start. */
const SCREENFUL = 20;
/** Milliseconds that are read again after an interruption: a message may land late. */
const OVERLAP = 5 * 60_000;
/** Messages of each region that come in one answer. Who misses more asks again, `after` the last one's `position`. */
const MOST = 1000;
/** Messages that are remembered: more than come in the overlap. */
const REMEMBERED = 10_000;

/** The names of the stage's regions, as the front door tells them. */
export async function regionsAt(url: string): Promise<readonly string[]> {
  const answer = await fetch(new URL('/config.json', url));
  const { regions } = (await answer.json()) as { readonly regions: readonly { readonly name: string }[] };
  return regions.map(({ name }) => name);
}

/** What a subscriber has had of a channel. */
export class Received {
  readonly #had = new Set<string>();
  #isFilled = false;
  #heardAt = Date.now();

  /** Takes note of a message. @returns did it come for the first time? An id is its sender's own: others may send the same */
  add({ id, userId }: Message): boolean {
    const key = `${userId ?? ''} ${id}`;
    const isNew = !this.#had.has(key);
    this.#had.add(key);
    const [oldest = ''] = this.#had;
    if (this.#had.size > REMEMBERED) this.#had.delete(oldest);
    this.#heardAt = Date.now();
    return isNew;
  }

  /** At first the newest messages, later those since the last one that came, and a while before. One question for all regions. */
  missing(name: string, regions: readonly string[]) {
    const since = new Date(this.#heardAt - OVERLAP).toISOString();
    const part = this.#isFilled ? { since, limit: MOST } : { last: SCREENFUL };
    this.#isFilled = true;
    const histories = regions.map(
      (region, index) =>
        `r${index}: history(name: $name, region: "${region}", last: $last, since: $since, limit: $limit) { messages { ${FIELDS} } }`,
    );
    const query = `query History($name: String!, $last: Int, $since: AWSDateTime, $limit: Int) { ${histories.join(' ')} }`;
    return { query, variables: { name, ...part } };
  }
}

/** The messages in the answer. */
export function messagesIn(data: unknown): readonly Message[] {
  return Object.values(data as Record<string, { readonly messages: readonly Message[] }>).flatMap(
    ({ messages }) => messages,
  );
}

/** Does the stage keep no history? Then there is nothing to ask for. */
export function isHistoryOff(reason: unknown): boolean {
  return JSON.stringify(reason).includes('HistoryOff');
}

// What the regions of a scene remember, each of them asked by its own name.
import { CHANNELS } from './plan';
import { regionsOf, type Scene } from './scene';

/** Messages of a page: the API's most. */
const PAGE = 1000;
/** Seconds for which a token is good: longer than a storm. */
const LIFE = 7200;
/** The position before every message. */
const FIRST = '0'.repeat(26);
const QUERY = `query History($name: String!, $region: String!, $after: ID!, $limit: Int!) {
  history(name: $name, region: $region, after: $after, limit: $limit) { messages { id } hasMore next } }`;

interface Page {
  readonly messages: readonly { readonly id: string }[];
  readonly hasMore: boolean;
  readonly next: string | null;
}

/** Does every region remember every message? @param ids of all that were acknowledged */
export async function isRememberedEverywhere(ids: readonly string[], scene: Scene): Promise<boolean> {
  const regions = regionsOf(scene);
  const token = await scene.token({ subject: 'witness', mayPublish: false, life: LIFE });
  const answers = await Promise.all(
    regions.map(async ({ url = '' }) => {
      const known = new Set<string>();
      for (const { name } of regions) for (const channel of CHANNELS) await read({ url, token, name, channel }, known);
      return ids.every((id) => known.has(id));
    }),
  );
  return answers.every((has) => has);
}

/** @param from what is read, and where */
async function read(
  from: { readonly url: string; readonly token: string; readonly name: string; readonly channel: string },
  known: Set<string>,
): Promise<void> {
  const { url, token, name: region, channel: name } = from;
  let after: string | undefined = FIRST;
  while (after !== undefined) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: token },
      body: JSON.stringify({ query: QUERY, variables: { name, region, after, limit: PAGE } }),
    });
    const { data } = (await response.json()) as { readonly data?: { readonly history?: Page } | null };
    if (!data?.history) return;
    const { messages, hasMore, next } = data.history;
    for (const { id } of messages) known.add(id);
    after = hasMore ? (next ?? undefined) : undefined;
  }
}

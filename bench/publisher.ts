// The publisher: HTTP calls, on connections that stay open.
import { Pool } from 'undici';
import type { Door } from './protocol';

const PUBLISH = `mutation Publish($name: String!, $message: String!) {
  publish(name: $name, message: $message) { name message id publishedAt region } }`;
const OK = 200;
/** In an answer of GraphQL, and of an Event API. */
const REFUSAL = /"errors"|"failed":\[\{/;

export class Publisher {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #isEvents: boolean;
  /** Milliseconds until each answer. */
  readonly answers: number[] = [];

  constructor({ httpUrl, apiKey, ca, dialect }: Door) {
    const { origin, pathname } = new URL(httpUrl);
    this.#pool = new Pool(origin, ca === undefined ? {} : { connect: { ca } });
    this.#path = pathname;
    this.#isEvents = dialect === 'events';
    this.#headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
  }

  async publish(name: string, message: string): Promise<void> {
    const body = JSON.stringify(
      this.#isEvents
        ? { channel: `/${name}`, events: [JSON.stringify({ message })] }
        : { query: PUBLISH, variables: { name, message } },
    );
    const started = performance.now();
    const answer = await this.#pool.request({ path: this.#path, method: 'POST', headers: this.#headers, body });
    const text = await answer.body.text();
    this.answers.push(performance.now() - started);
    if (answer.statusCode === OK && !REFUSAL.test(text)) return;
    throw new Error(`The server refused a message: ${text}`);
  }
}

// What `npm run pub` makes, at either door, of the answers of servers that are no API, or have trouble.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publishEvent } from '../../../../tools/api/event-publishing';
import { publish } from '../../../../tools/api/publishing';
import { collectGarbage } from '../../../support/memory';

/** What a server answers: status, headers and body. */
type Answer = readonly [status: number, headers: Record<string, string>, body: string | Buffer];

const JSON_TYPE = { 'content-type': 'application/json' };
const PUBLISHED: Answer = [200, JSON_TYPE, '{"successful":[],"failed":[]}'];
const servers: Server[] = [];

/** A server that gives one answer after the other, and the last one again; and what it was asked. */
async function aServer(...answers: readonly Answer[]) {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    const [status, headers, body] = answers[Math.min(requests.push(request), answers.length) - 1] ?? PUBLISHED;
    request.resume();
    response.writeHead(status, headers).end(body);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** A server that gives no answer. `isAsked` resolves with its first request. */
async function aSilentServer() {
  const server = createServer();
  servers.push(server);
  const isAsked = once(server, 'request');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, isAsked };
}

/** Publishes at a server, by the Events door unless another one is given. @returns why not, and what was told meanwhile */
async function publishAt(url: string, { path, timeout = 10_000 }: { path?: string; timeout?: number } = {}) {
  const told: string[] = [];
  const isEvents = path !== '/graphql';
  const publishing = (isEvents ? publishEvent : publish)({
    connection: { url, credentials: { apiKey: 'da2-secret' }, isEvents },
    ...{ channel: 'tech', draft: { message: 'hi' }, timeout, onTrouble: (trouble: string) => told.push(trouble) },
  });
  const problem = await publishing.then(
    () => undefined,
    (error: unknown) => (error as Error).message.replace(url, 'URL').replace(/--id \w{26}/, '--id ID'),
  );
  return { problem, told };
}

const NO_API: readonly (readonly [string, Answer])[] = [
  ['a page', [200, { 'content-type': 'text/html' }, '<html></html>']],
  ['nothing', [200, {}, '']],
  ['JSON that does not say what became of the message', [200, JSON_TYPE, '{}']],
  ['a number for data', [200, JSON_TYPE, '{"data":5}']],
  ['JSON that is not found', [404, JSON_TYPE, '{"message":"Not Found"}']],
];

/** What is said of it. */
function shown([, , body]: Answer): string {
  return body.length === 0 ? '' : `: ${body.toString()}`;
}

it.each(['/event', '/graphql'].flatMap((path) => NO_API.map(([what, answer]) => [what, path, answer] as const)))(
  'takes %s at %s for no API',
  async (_, path, answer) => {
    const { url, requests } = await aServer(answer);

    const outcome = await publishAt(url, { path });

    expect(outcome).toEqual({
      problem: `No API answers at URL${path} (HTTP ${answer[0]}${shown(answer)}); correct the address.`,
      told: [],
    });
    expect(requests.filter((request) => request.url === path)).toHaveLength(1);
  },
);

it.each(['{}', ...['5', '{"id":"01"}', '[]'].map((published) => `{"publish":${published}}`)])(
  'takes an API that answers %s for another one',
  async (data) => {
    const { url } = await aServer([200, JSON_TYPE, `{"data":${data}}`]);

    const { problem } = await publishAt(url, { path: '/graphql' });

    expect(problem).toBe(`No API answers at URL/graphql (HTTP 200: {"data":${data}}); correct the address.`);
  },
);

it('takes a null for a message that was dropped', async () => {
  const { url } = await aServer([200, JSON_TYPE, '{"data":{"publish":null}}']);

  expect(await publishAt(url, { path: '/graphql' })).toEqual({
    problem: 'Dropped: The channel dropped the message.',
    told: [],
  });
});

it('repeats no more than the beginning of what is no answer', async () => {
  const { url } = await aServer([200, {}, `a\nlong  page ${'.'.repeat(100)}`]);

  const { problem } = await publishAt(url);

  expect(problem).toBe(`No API answers at URL/event (HTTP 200: a long page ${'.'.repeat(48)} …); correct the address.`);
});

it.each(['/event', '/graphql'])('waits no longer than it was told for an answer at %s', async (path) => {
  const { url, isAsked } = await aSilentServer();

  const publishing = publishAt(url, { path, timeout: 500 });
  await isAsked;
  collectGarbage();

  expect((await publishing).problem).toBe(
    'URL cannot be reached: no answer. The message may arrive all the same; publish it again with --id ID, and it arrives once.',
  );
});

it('takes the API key nowhere else', async () => {
  const elsewhere = await aServer(PUBLISHED);
  const { url } = await aServer([307, { location: `${elsewhere.url}/event` }, '']);

  const { problem } = await publishAt(url);

  expect([problem, elsewhere.requests]).toEqual(['No API answers at URL/event (HTTP 307); correct the address.', []]);
});

it.each<[string, Answer, string]>([
  ['a server error', [503, JSON_TYPE, '{"message":"no"}'], 'No connection (HTTP 503); trying again.'],
  ['one with a code', [500, JSON_TYPE, '{"errors":[{"errorType":"Odd","message":"no"}]}'], 'Odd: no'],
])('tries again after %s', async (_, answer, told) => {
  const { url } = await aServer(answer, PUBLISHED);

  expect(await publishAt(url)).toEqual({ problem: undefined, told: [told] });
});

it('reads no answer without end', async () => {
  const { url } = await aServer([200, JSON_TYPE, Buffer.alloc(9 * 1024 * 1024, ' ')], PUBLISHED);

  const { problem, told } = await publishAt(url);

  expect([problem, told]).toEqual([undefined, [expect.stringMatching(/^No connection \(.*size.*\); trying again\.$/)]]);
});

it('goes by the code of a refusal, whatever it says of channels', async () => {
  const message = 'ChannelNotAllowed: Channel "TooManyLimits" is not allowed.';
  const failed = [{ index: 0, code: 'HandlerExecutionError', message }];
  const { url, requests } = await aServer([200, JSON_TYPE, JSON.stringify({ successful: [], failed })]);

  expect([await publishAt(url), requests.length]).toEqual([{ problem: message, told: [] }, 1]);
});

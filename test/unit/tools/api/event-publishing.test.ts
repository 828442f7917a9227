// What `npm run pub -- --events` makes of the answers of servers that are no Event API, or have trouble.
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { publishEvent } from '../../../../tools/api/event-publishing';

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

/** Publishes at a server. @returns why not, and what was told meanwhile */
async function publishAt(url: string) {
  const told: string[] = [];
  const publishing = publishEvent({
    connection: { url, credentials: { apiKey: 'da2-secret' }, isEvents: true },
    ...{
      channel: 'tech',
      draft: { message: 'hi' },
      timeout: 10_000,
      onTrouble: (trouble: string) => told.push(trouble),
    },
  });
  const problem = await publishing.then(
    () => undefined,
    (error: unknown) => (error as Error).message.replace(url, 'URL'),
  );
  return { problem, told };
}

it.each<[string, Answer]>([
  ['a page', [200, { 'content-type': 'text/html' }, '<html></html>']],
  ['nothing', [200, {}, '']],
  ['JSON that does not say what became of the events', [200, JSON_TYPE, '{}']],
  ['JSON that is not found', [404, JSON_TYPE, '{"message":"Not Found"}']],
])('takes %s for no API', async (_, answer) => {
  const { url, requests } = await aServer(answer);

  expect([await publishAt(url), requests.length]).toEqual([
    { problem: `No API answers at URL/event (HTTP ${answer[0]}); correct the address.`, told: [] },
    1,
  ]);
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

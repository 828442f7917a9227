// The function as it is deployed, in a process of its own, as Lambda runs it: what it asks of DNS, in packets, and what it prints.
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Answer, AUTHORITATIVE_ANSWER, decode, encode } from 'dns-packet';
import { bundleOf } from '../../../bench/packaged-router';
import { requestOf } from '../../../edge/cloudfront-event';
import { ExecutionEnvironment, type JsonValue, systemClock } from 'local-aws';
import { aConfig, anEvent, EVENT_NAMES } from './requests';

/** https://www.rfc-editor.org/rfc/rfc1035#section-4.1.1 */
const NO_ERROR = 0;
const SERVER_FAILURE = 2;
const NAME_ERROR = 3;

const GRAPHQL = anEvent('graphql_post');
/** Milliseconds: longer than any answer of a test takes. */
const LONG = 20;

/** Put before the function: a clock that can be put forward. */
const CLOCK = `
  let ahead = 0;
  const present = Date.now;
  Date.now = () => present() + ahead;
`;

/** Put behind it: it does what a test tells it to, and so shows that anything printed before would have been seen. */
const ORDERS = `
  const { handler } = module.exports;
  const obey = ({ print, advance = 0 }) => {
    if (print) console.log(print);
    ahead += advance;
  };
  module.exports = { handler: async (event) => (event?.order ? obey(event.order) : handler(event)) };
`;

/** What a DNS server says to whatever it is asked. */
interface Saying {
  /** How many packets it never got. */
  readonly lost?: number;
  readonly code?: number;
  /** Each in one string or in several. */
  readonly texts?: readonly (string | string[])[];
}

/** A DNS server on a free port of 127.0.0.1. */
class DnsServer {
  /** The names and types that were asked for. */
  readonly questions: string[] = [];
  says: Saying = {};
  readonly #socket: Socket = createSocket('udp4');

  async start(): Promise<number> {
    this.#socket.on('message', (message, from) => {
      const answer = this.#answer(message);
      if (this.questions.length > (this.says.lost ?? 0)) this.#socket.send(answer, from.port, from.address);
    });
    this.#socket.bind(0, '127.0.0.1');
    await once(this.#socket, 'listening');
    return this.#socket.address().port;
  }

  async stop(): Promise<void> {
    this.#socket.close();
    await once(this.#socket, 'close');
  }

  #answer(message: Buffer): Buffer {
    const { id = 0, questions = [] } = decode(message);
    this.questions.push(...questions.map(({ name, type }) => `${name} ${type}`));
    const { code = NO_ERROR, texts = [] } = this.says;
    const answers = texts.map((data): Answer => ({ type: 'TXT', name: questions[0]?.name ?? '', ttl: 60, data }));
    return encode({ id, type: 'response', flags: AUTHORITATIVE_ANSWER | code, questions, answers });
  }
}

let folder: string;
let dns: DnsServer;
let environment: ExecutionEnvironment;
let printed: string[];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'router-'));
  writeFileSync(path.join(folder, 'handler.js'), CLOCK + (await bundleOf(aConfig())) + ORDERS);
});

afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  dns = new DnsServer();
  printed = [];
  environment = new ExecutionEnvironment({
    handler: 'handler.handler',
    folder,
    variables: { AWS_REGION: 'eu-central-1' },
    memorySize: 256,
    clock: systemClock,
    dnsPort: await dns.start(),
    printed: (line) => void printed.push(line),
  });
});

afterEach(async () => {
  await environment.stop();
  await dns.stop();
});

/** @throws Error if the function failed */
async function invoke(event: JsonValue): Promise<JsonValue> {
  const context = {
    ...{ awsRequestId: 'b2d1c7f0-5a7e-4f0e-9d3b-2f6f1a7c9e10', callbackWaitsForEmptyEventLoop: true },
    ...{ functionName: 'us-east-1.router', functionVersion: '1', logGroupName: '/aws/lambda/us-east-1.router' },
    ...{ invokedFunctionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:us-east-1.router:1' },
    memoryLimitInMB: '256',
  };
  const { functionError, payload } = await environment.invoke({ event, context }, LONG);
  if (functionError !== undefined) throw new Error(JSON.stringify(payload));
  return payload;
}

/** @param duration milliseconds */
async function advance(duration: number): Promise<void> {
  await invoke({ order: { advance: duration } });
}

/** The host to which a request to the API is led. */
async function host(): Promise<string | undefined> {
  const { origin } = requestOf({ Records: [{ cf: { request: await invoke(GRAPHQL) } }] });
  return origin && 'custom' in origin ? origin.custom.domainName : undefined;
}

it('asks for the TXT record of its stage and takes the region that it names', async () => {
  dns.says = { texts: ['ap-southeast-2'] };

  expect(await host()).toBe('ap-southeast-2.pubsub.example.com');
  expect(dns.questions).toEqual(['_region.pubsub.example.com TXT']);
});

it('takes the nearest of several records', async () => {
  dns.says = { texts: ['ap-southeast-2', 'us-west-2'] };

  expect(await host()).toBe('us-west-2.pubsub.example.com');
});

it('takes a record in several strings', async () => {
  dns.says = { texts: [['ap-south', 'east-2']] };

  expect(await host()).toBe('ap-southeast-2.pubsub.example.com');
});

it.each([1, 2])('asks again in time when %i packets were lost', async (lost) => {
  dns.says = { lost, texts: ['ap-southeast-2'] };

  expect(await host()).toBe('ap-southeast-2.pubsub.example.com');
  expect(dns.questions).toHaveLength(lost + 1);
});

it('sends no second packet while the answer is fresh', async () => {
  dns.says = { texts: ['ap-southeast-2'] };
  await host();
  dns.says = { texts: ['us-west-2'] };
  await advance(40_000);

  expect(await host()).toBe('ap-southeast-2.pubsub.example.com');
  expect(dns.questions).toHaveLength(1);
});

it('asks again when the answer is as old as the settings let it be', async () => {
  dns.says = { texts: ['ap-southeast-2'] };
  await host();
  dns.says = { texts: ['us-west-2'] };
  await advance(60_000);

  expect(await host()).toBe('us-west-2.pubsub.example.com');
  expect(dns.questions).toHaveLength(2);
});

it.each<[string, Saying]>([
  ['that there is no such name', { code: NAME_ERROR }],
  ['that it failed', { code: SERVER_FAILURE }],
  ['nothing', {}],
  ['an unknown region', { texts: ['mars-north-1'] }],
  ['an empty text', { texts: [''] }],
])('takes the nearest region when DNS says %s', async (_, saying) => {
  dns.says = saying;

  expect(await host()).toBe('eu-west-1.pubsub.example.com');
});

it('prints nothing, whatever comes', async () => {
  dns.says = { code: SERVER_FAILURE };

  for (const event of [...EVENT_NAMES.map(anEvent), null, {}, { Records: [{}] }]) await invoke(event);
  await invoke({ order: { print: 'the end' } });
  await environment.stop();

  expect(printed).toEqual(['the end']);
});

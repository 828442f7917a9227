// The programs that others start their own from, and the commands for the terminal, each run as it is typed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UnsecuredJWT } from 'jose';
import { bareSubscriber } from '../support/clients/bare-client';
import { endAll } from '../support/endings';
import { engineFolderOf } from '../support/engine-folder';
import { publish, signedRequest } from '../support/clients/http-client';
import type { Subscriber } from '../../local/test/support/messages';
import type { TestPlanet } from '../support/planet';
import { startSteadyPlanet } from '../support/steady-planet';
import { aSigner, templatesTrusting } from '../support/clients/signer';
import { ROOT } from '../support/packages/templates';
import { command, Program } from '../support/program';
import { tokenOf } from '../support/tokens';

/** The region whose edge is the first, as the engine's file has them here; and the other one. */
const NEAR = 'ap-southeast-2';
const FAR = 'us-west-2';
const EXAMPLES = path.join(ROOT, 'client/examples');
const TSX = path.join(ROOT, 'node_modules/.bin/tsx');

/** A folder in which an engine runs, as its `.local/endpoints.json` says. */
let folder: string;
let planet: TestPlanet;
let subscriber: Subscriber;
const EXPIRED = new UnsecuredJWT({}).setExpirationTime(1_700_000_000).encode();
const EXPIRY = /^The token expired at 2023-11-14T22:13:20\.000Z; use a new one: "npm run token" makes one/;
const subscribers: Subscriber[] = [];
const running: Program[] = [];

beforeAll(async () => {
  const signer = aSigner();
  planet = await startSteadyPlanet('local', { templates: templatesTrusting(signer, 'local') });
  folder = engineFolderOf(planet, tokenOf(signer, { publish: ['*'], subscribe: ['*'] }));
});

beforeEach(async () => {
  subscriber = await bareSubscriber(planet.api(FAR), 'tech');
  subscribers.push(subscriber);
});

afterEach(async () => {
  for (const each of subscribers.splice(0)) await each.close();
  for (const { child, ended } of running.splice(0)) {
    // tsx runs the program in a process of its own, to which it hands this signal on.
    child.kill('SIGTERM');
    await ended;
  }
});

afterAll(endAll);

describe('an example', () => {
  it('publishes with curl', async () => {
    const { code, stdout } = await run('bash', example('curl.sh'), 'tech', 'it\'s "quoted"');

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ data: { publish: { region: NEAR } } });
    await expect(subscriber.find(({ message }) => message === 'it\'s "quoted"')).resolves.toBeDefined();
  });

  it('listens with a bare WebSocket', async () => {
    const program = start('node', example('bare-websocket.mjs'), 'tech');
    await program.line('stderr', 'Listening to tech.');

    await publish(planet.api(FAR), { name: 'tech', message: 'hello, bare WebSocket' });

    const line = await program.line('stdout', 'hello, bare WebSocket');
    expect(JSON.parse(line)).toMatchObject({ name: 'tech', region: FAR });
  });

  it('listens at the Events door', async () => {
    const program = start('node', example('events.mjs'), 'tech');
    await program.line('stderr', 'Listening to tech.');

    await publish(planet.api(FAR), { name: 'tech', message: 'hello, Events' });

    expect(JSON.parse(await program.line('stdout', 'hello, Events'))).toMatchObject({ name: 'tech', region: FAR });
  });

  it.each([
    ['Apollo', 'apollo.ts'],
    ['Amplify', 'amplify.ts'],
  ])('publishes and listens with %s, and asks for what was published before', async (library, file) => {
    const before = await publish(planet.api(FAR), { name: 'tech', message: `before ${library}` });
    await subscriber.find(({ id }) => id === before.id);

    const { code, stdout } = await run(TSX, example(file), 'tech');

    const messages = stdout.split('\n').map((line) => JSON.parse(line) as { id: string });
    expect(code).toBe(0);
    expect(messages).toContainEqual(expect.objectContaining({ message: `Hello from ${library}`, region: NEAR }));
    expect(messages).toContainEqual(expect.objectContaining({ id: before.id, message: `before ${library}` }));
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
  });

  it('publishes from a backend', async () => {
    const { code } = await run(TSX, example('backend.ts'), 'tech', 'from the backend');

    expect(code).toBe(0);
    const received = await subscriber.find(({ message }) => message === 'from the backend');
    expect(received).toMatchObject({ region: NEAR, userId: null, data: '{"from":"a backend"}' });
  });

  it.each([
    ['curl', 'bash', 'curl.sh'],
    ['a bare WebSocket', 'node', 'bare-websocket.mjs'],
    ['Apollo', TSX, 'apollo.ts'],
    ['Amplify', TSX, 'amplify.ts'],
  ])('with %s ends with the sentence of the API about a channel that is not allowed', async (_, command, file) => {
    const { code, stderr } = await run(command, example(file), 'nope');

    expect(code).toBe(1);
    expect(stderr).toMatch(/^ChannelNotAllowed: Channel "nope" is not allowed; [^\n]*\.$/);
  });

  it.each([
    ['curl', 'bash', 'curl.sh'],
    ['a bare WebSocket', 'node', 'bare-websocket.mjs'],
    ['AppSync Events', 'node', 'events.mjs'],
    ['a backend', TSX, 'backend.ts'],
  ])('with %s says that no engine runs here', async (_, command, file) => {
    const { code, stderr } = await runElsewhere(command, example(file));

    expect(code).toBe(1);
    expect(stderr).toMatch(/engine.*\(?npm start\)?, or (give|set) [^\n]*\.$/);
  });

  it('says what to do about a wrong token', async () => {
    const { code, stderr } = await run(TSX, example('amplify.ts'), 'tech', planet.edge(NEAR).graphqlUrl, 'x');

    expect(code).toBe(1);
    expect(stderr).toMatch(/^UnauthorizedException\. Give a token of [^\n]*\.$/);
  });
});

describe('npm run pub', () => {
  it.each([
    ['quotes, a backslash and a dollar', '"it\'s" \\ $HOME `id`'],
    ['emoji', '😀 👨‍👩‍👧 日本語'],
    ['a line break', 'one\ntwo'],
    ['nothing', ''],
  ])('publishes %s', async (_, message) => {
    const { code } = await pub('tech', message);

    expect(code).toBe(0);
    await expect(subscriber.find((received) => received.message === message)).resolves.toMatchObject({ userId: 'ana' });
  });

  it('publishes what no command line could hold', async () => {
    const program = start(...command('pub'), 'tech', '-');
    program.child.stdin.end('x'.repeat(200_000));

    expect(await program.ended).toBe(0);
    await expect(subscriber.find(({ message }) => message.length === 200_000)).resolves.toBeDefined();
  });

  it('publishes data beside the text', async () => {
    await pub('tech', 'with data', '--data', '{"price": 5}');

    await expect(subscriber.find(({ message }) => message === 'with data')).resolves.toMatchObject({
      data: '{"price":5}',
    });
  });

  it.each([
    ['the first edge', [], NEAR],
    ['another edge', ['--edge', FAR], FAR],
    ['a region', ['--region', FAR], FAR],
  ])('publishes through %s', async (_, options, region) => {
    const { stdout } = await pub('tech', 'where', '--json', ...options);

    expect(JSON.parse(stdout)).toMatchObject({ message: 'where', region });
  });

  it.each([
    ['a channel that is not allowed', ['nope', 'hi'], /^ChannelNotAllowed: Channel "nope" is not allowed/],
    ['data that is not JSON', ['tech', 'hi', '--data', '{'], /^--data takes JSON, such as '\{"price": 5\}', not \{\.$/],
    [
      'no time at all',
      ['tech', 'hi', '--timeout', '0'],
      /^--timeout takes a number of seconds up to 86400, not "0"\.$/,
    ],
    ['an id that is none', ['tech', 'hi', '--id', 'x'], /^InvalidId: /],
    ['a wrong token', ['tech', 'hi', '--token', 'x'], /^Unauthorized: You are not authorized to make this call\./],
    ['an expired token', ['tech', 'hi', '--token', EXPIRED], EXPIRY],
    [
      'an unknown edge',
      ['tech', 'hi', '--edge', 'moon'],
      /^--edge takes one of ap-southeast-2, us-west-2, not "moon"\./,
    ],
    [
      'an address without credentials',
      ['tech', 'hi', '--url', 'https://a.example'],
      /^--url needs --token or --api-key\./,
    ],
    ['an empty token', ['tech', 'hi', '--token', ''], /^--token is empty; give its value, or leave it out\.$/],
    ['no message', ['tech'], /^Give CHANNEL and MESSAGE; /],
    ['an unknown option', ['tech', 'hi', '--colour'], /^Unknown option '--colour'/],
  ])('says why it does not publish with %s', async (_, args, sentence) => {
    const { code, stderr } = await pub(...args);

    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

it('npm run pub gives up in time, and says how to try again', async () => {
  const url = await nowhere();

  const { code, stderr } = await pub('tech', 'hi', '--url', url, '--token', 'x', '--timeout', '0.1');

  expect(code).toBe(1);
  // On a busy machine the time is over before the connection is refused.
  expect(stderr.split('\n').at(-1)).toMatch(/ cannot be reached: .* publish it again with --id \w{26}, /);
});

it('npm run pub publishes once what is published again with its id', async () => {
  const { stdout } = await pub('tech', 'only once', '--json');
  const { id } = JSON.parse(stdout) as { readonly id: string };

  const again = await pub('tech', 'only once', '--id', id, '--json');
  await pub('tech', 'and another one');
  await subscriber.find(({ message }) => message === 'and another one');

  expect(JSON.parse(again.stdout)).toMatchObject({ id, userId: 'ana' });
  expect(subscriber.messages.filter(({ message }) => message === 'only once')).toHaveLength(1);
});

describe('npm run sub', () => {
  it('prints the messages of a channel, with nothing that a terminal would obey', async () => {
    const program = await sub('tech');

    await publish(planet.api(FAR), { name: 'tech', message: 'red: \u001b[31m, and\na line' });

    expect(await program.line('stdout', 'red')).toMatch(/ tech \(us-west-2\): red: \\u\{1b\}\[31m, and\\u\{a\}a line$/);
  });

  it('prints JSON, a line each', async () => {
    const program = await sub('tech', '--json');

    const sent = await publish(planet.api(FAR), { name: 'tech', message: 'as\nJSON' });

    expect(JSON.parse(await program.line('stdout', 'JSON'))).toEqual(sent);
  });

  it('connects again by itself when its region goes down, and says so', async () => {
    const program = await sub('tech', '--json');

    planet.network.takeDown(NEAR);
    await program.line('stderr', 'The connection was lost; trying again.');
    await publish(planet.api(FAR), { name: 'tech', message: 'meanwhile' });
    await program.line('stderr', 'Catching up …');
    await program.line('stderr', /^Live again, after \d+ messages? to catch up with\.$/);
    await publish(planet.api(FAR), { name: 'tech', message: 'after all' });

    expect(JSON.parse(await program.line('stdout', 'after all'))).toMatchObject({ region: FAR });
    expect(program.lines.stdout.items.filter((line) => line.includes('meanwhile'))).toHaveLength(1);
    planet.network.restore(NEAR);
  });

  it.each(['--last', '--since'])('begins with what was published before, with %s', async (option) => {
    await publish(planet.api(FAR), { name: 'music', message: `before ${option}` });
    const witness = await bareSubscriber(planet.api(NEAR), 'music');
    subscribers.push(witness);
    await publish(planet.api(NEAR), { name: 'music', message: `also before ${option}` });
    await witness.find(({ message }) => message === `also before ${option}`);

    const program = start(...command('sub'), 'music', option, option === '--last' ? '1' : '1h');

    await expect(program.line('stdout', `also before ${option}`)).resolves.toMatch(/ music \(/);
  });

  it('ends when an operator ends the subscription', async () => {
    const program = await sub('tech', '--region', FAR);

    await signedRequest(planet.api(FAR), planet.aws, 'mutation { unsubscribe(name: "tech") { name } }');

    expect(await program.ended).toBe(0);
    await program.line('stderr', 'An operator has ended the subscription to tech.');
  });

  it('ends on Ctrl-C, and says how much there was', async () => {
    const program = await sub('tech');

    await publish(planet.api(FAR), { name: 'tech', message: 'the only one' });
    await program.line('stdout', 'the only one');
    program.child.kill('SIGINT');

    expect(await program.ended).toBe(0);
    expect(program.lines.stderr.items.at(-1)).toBe('1 message; 0 gaps.');
  });

  it.each([
    ['a channel that is not allowed', ['nope'], /^ChannelNotAllowed: Channel "nope" is not allowed/],
    ['a wrong token', ['tech', '--token', 'x'], /^Unauthorized: You are not authorized to make this call\./],
    ['an expired token', ['tech', '--token', EXPIRED], EXPIRY],
    ['a number that is none', ['tech', '--last', 'x'], /^--last takes a whole number from 1 to 1000, not "x"\.$/],
    ['no channel', [], /^Give CHANNEL; /],
  ])('says why it does not listen with %s', async (_, args, sentence) => {
    const { code, stderr } = await run(...command('sub'), ...args);

    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it('ends at an address that is not of an API', async () => {
    const server = createServer((_, response) => response.writeHead(404).end('Nothing here.'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

    const { code, stderr } = await run(...command('sub'), 'tech', '--url', url, '--token', 'x');
    server.close();

    expect(code).toBe(1);
    expect(stderr).toBe(`No API answers at ${url}/graphql (HTTP 404: Nothing here.); correct the address.`);
  });

  it('ends at a certificate that is not trusted', async () => {
    const { graphqlUrl } = planet.edge(NEAR);

    const { code, stderr } = await runElsewhere(...command('sub'), 'tech', '--url', graphqlUrl, '--token', 'x');

    expect(code).toBe(1);
    expect(stderr).toMatch(/^The certificate of localhost:\d+ is not trusted \(.*\); correct the address, or name its/);
  });

  it('goes on trying when the address does not answer', async () => {
    const program = start(...command('sub'), 'tech', '--url', await nowhere(), '--token', 'x');

    const refused = /^No connection \(connect ECONNREFUSED 127\.0\.0\.1:\d+\); trying again\.$/;
    const { stderr } = program.lines;

    await stderr.find(() => stderr.items.filter((line) => refused.test(line)).length > 1);
    expect(await program.line('stderr', refused)).toBe(stderr.items[0]);
  });
});

describe('with --events', () => {
  it('npm run pub publishes at the Events door', async () => {
    const { code, stdout } = await pub('tech', 'by Events', '--data', '[1]', '--json', '--events');
    const { id } = JSON.parse(stdout) as { readonly id: string };

    expect(code).toBe(0);
    await expect(subscriber.find((message) => message.id === id)).resolves.toMatchObject({
      ...{ message: 'by Events', data: '[1]', userId: 'ana' },
    });
  });

  it('npm run sub connects again by itself when its region was down, and says so', async () => {
    // The front door may not lead there yet, since the region was down before.
    const program = await sub('tech', '--events', '--region', NEAR);

    planet.network.takeDown(NEAR);
    await program.line('stderr', 'The connection was lost; trying again. What comes meanwhile is missed.');
    planet.network.restore(NEAR);
    await program.line('stderr', 'Live again.');
    await publish(planet.api(NEAR), { name: 'tech', message: 'after all' });

    await expect(program.line('stdout', 'after all')).resolves.toMatch(/ tech \(/);
  });

  it('npm run sub listens there, to what enters by either door', async () => {
    const program = await sub('tech', '--json', '--events');

    const { id } = await publish(planet.api(FAR), { name: 'tech', message: 'by GraphQL', data: '{"price":5}' });

    expect(JSON.parse(await program.line('stdout', 'by GraphQL'))).toMatchObject({
      id,
      data: { price: 5 },
      region: FAR,
    });
  });

  it.each([
    ['a channel without a namespace', ['nope', 'hi'], /^BadRequestException: There is no channel namespace nope\.$/],
    ['a pattern', ['tech/*', 'hi'], /^BadRequestException: /],
    ['a channel that is not allowed', ['tech/more', 'hi'], /^ChannelNotAllowed: Channel "tech\/more" is not allowed/],
    ['an id that is none', ['tech', 'hi', '--id', 'x'], /^InvalidId: /],
    ['an expired token', ['tech', 'hi', '--token', EXPIRED], EXPIRY],
  ])('npm run pub says why it does not publish with %s', async (_, args, sentence) => {
    const { code, stderr } = await pub(...args, '--events', '--region', NEAR);

    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
  });

  it.each([
    ['a channel that is not allowed', ['tech/more'], /^ChannelNotAllowed: Channel "tech\/more" is not allowed/],
    ['a wrong token', ['tech', '--token', 'x'], /^UnauthorizedException: /],
    ['a beginning', ['tech', '--last', '3'], /^The Events door keeps no messages: leave --last and --since out/],
  ])('npm run sub says why it does not listen with %s', async (_, args, sentence) => {
    const { code, stderr } = await run(...command('sub'), ...args, '--events', '--region', NEAR);

    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
  });
});

/** An address at which nothing is. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return `https://127.0.0.1:${port}`;
}

function example(file: string): string {
  return path.join(EXAMPLES, file);
}

/** Runs where the engine does, and trusts its certificate. */
function start(command: string, ...args: readonly string[]): Program {
  return startIn(folder, { NODE_EXTRA_CA_CERTS: path.join(folder, '.local/ca.pem') }, [command, ...args]);
}

function startIn(cwd: string, env: NodeJS.ProcessEnv, [command = '', ...args]: readonly string[]): Program {
  const program = new Program(spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'pipe' }));
  running.push(program);
  return program;
}

async function run(...command: readonly [string, ...string[]]) {
  return outcomeOf(start(...command));
}

/** Runs in a folder that knows of no engine, and trusts no certificate of this machine. */
async function runElsewhere(...command: readonly [string, ...string[]]) {
  return outcomeOf(startIn(tmpdir(), { NODE_EXTRA_CA_CERTS: '' }, command));
}

async function outcomeOf(program: Program) {
  program.child.stdin.end();
  const code = await program.ended;
  const [stdout, stderr] = [program.lines.stdout, program.lines.stderr].map(({ items }) => items.join('\n'));
  return { code, stdout: stdout ?? '', stderr: stderr ?? '' };
}

async function pub(...args: readonly string[]) {
  return run(...command('pub'), ...args);
}

/** Waits until it listens. */
async function sub(...args: readonly string[]): Promise<Program> {
  const program = start(...command('sub'), ...args);
  await program.line('stderr', 'Listening to tech');
  return program;
}

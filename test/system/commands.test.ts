// `npm start`, as a newcomer runs it.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CloudFormationClient, DescribeStackResourceCommand } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { decodeJwt } from 'jose';
import { pause } from '../support/attempts';
import { bareSubscriber } from '../support/clients/bare-client';
import { post } from '../support/clients/http-client';
import { startingAlone } from '../../tools/deployment/exclusive';
import { copyProject } from '../../tools/packaging/project-copy';
import { ROOT } from '../support/packages/templates';
import type { Api } from '../support/planet';
import { anApi } from '../support/target';
import { endAll, endLater } from '../support/endings';

const PUBLISH = JSON.stringify({
  query: 'mutation { publish(name: "tech", message: "hello") { name message region } }',
});
const PUBLISH_AS = JSON.stringify({ query: 'mutation { publish(name: "tech", message: "hello") { userId } }' });

const REGION = JSON.stringify({ query: '{ region }' });

/** A service with a stack and no page, and one with a resource that the engine does not have. */
const QUEUE = 'examples/queue';
const TOPIC = 'examples/topic';
const SECOND_SCREEN = 'examples/second-screen';
const SERVICES = {
  [QUEUE]: serviceWith('queue', 'AWS::SQS::Queue'),
  [TOPIC]: serviceWith('topic', 'AWS::SNS::Topic'),
};

const CANNOT_BE_DEPLOYED =
  /^sls deploy --stage local --region \S+ .* failed; fix what it says:$[\s\S]*AWS::SNS::Topic/m;
/** What `npm start` runs. */
const MAIN = ['--require', 'tsx/cjs', 'tools/start.ts'];
const FREE_PORTS = ['--port', '0', '--aws-port', '0', '--edge-port', '0'];
/** What `npm run token` runs. */
const TOKEN = ['--require', 'tsx/cjs', 'tools/token.ts'];
/** What `npm run fault` runs. */
const FAULT = ['--require', 'tsx/cjs', 'tools/fault.ts'];
/** What `npm run pub` runs. */
const PUB = ['--require', 'tsx/cjs', 'tools/pub.ts'];
/** What `npm run deploy` runs. */
const DEPLOY = ['--require', 'tsx/cjs', 'tools/deploy.ts'];

interface Endpoints {
  readonly frontDoor: { readonly url: string; readonly pageUrl: string };
  readonly regions: Record<
    string,
    { readonly graphqlUrl: string; readonly realtimeUrl: string; readonly apiId: string; readonly apiKey: string }
  >;
  /** Where the page asks how the regions are. */
  readonly control: { readonly url: string; readonly key: string };
  readonly aws: { readonly endpointUrl: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly token: string;
  readonly certificateAuthority: string;
}

let project: string;
/** Of the first start. */
let firstEndpoints: Endpoints;

beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), 'project-'));
  endLater(() => rmSync(project, { recursive: true, force: true }));
  copyProject({ root: ROOT, to: project, isKept: false, hasPage: true });
  for (const [folder, service] of Object.entries(SERVICES)) {
    mkdirSync(path.join(project, folder));
    writeFileSync(path.join(project, folder, 'serverless.yml'), service);
  }
});

afterAll(endAll);

describe('npm start', () => {
  let child: ChildProcess;
  let output: string;
  let endpoints: Endpoints;

  beforeAll(async () => {
    child = npmStart(...FREE_PORTS);
    endLater(() => child.kill());
    output = await outputUntil(child, 'Ctrl-C stops all.');
    endpoints = readEndpoints();
    firstEndpoints = endpoints;
  });

  it('writes where everything is', () => {
    const edge: unknown = expect.stringMatching(/^https:\/\/localhost:\d+$/);
    expect(endpoints).toEqual({
      pid: child.pid,
      frontDoor: {
        url: edge,
        pageUrl: expect.stringMatching(/^https:\/\/localhost:\d+\/#invitation=[\w-]{32}$/),
        graphqlUrl: expect.stringMatching(/^https:\/\/localhost:\d+\/graphql$/),
        realtimeUrl: expect.stringMatching(/^wss:\/\/localhost:\d+\/graphql\/realtime$/),
        eventUrl: expect.stringMatching(/^https:\/\/localhost:\d+\/event$/),
        eventRealtimeUrl: expect.stringMatching(/^wss:\/\/localhost:\d+\/event\/realtime$/),
        edges: { 'us-west-2': edge, 'ap-southeast-2': edge },
      },
      control: { url: expect.stringMatching(/^https:\/\/localhost:\d+\/\.local$/), key: expect.any(String) },
      regions: Object.fromEntries(
        ['us-west-2', 'ap-southeast-2'].map((region) => [
          region,
          {
            graphqlUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/),
            realtimeUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/graphql\/realtime$/),
            apiId: expect.stringMatching(/^[a-z0-9]{26}$/),
            apiKey: expect.stringMatching(/^da2-[a-z0-9]{26}$/),
            eventUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/event$/),
            eventRealtimeUrl: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:\d+\/event\/realtime$/),
            eventApiKey: expect.stringMatching(/^da2-[a-z0-9]{26}$/),
            eventBusName: 'global-pubsub-local',
            eventBusArn: `arn:aws:events:${region}:123456789012:event-bus/global-pubsub-local`,
            deadLetterQueueUrl: expect.stringContaining('http://127.0.0.1:'),
          },
        ]),
      ),
      aws: {
        endpointUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        accessKeyId: expect.any(String),
        secretAccessKey: expect.any(String),
      },
      token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      certificateAuthority: '.local/ca.pem',
    });
  });

  it('prints a curl line for each door, that publishes', async () => {
    const lines = [...output.matchAll(/curl [\s\S]*?-d '.*'/g)].map(([line]) => line);

    const answers = await Promise.all(lines.map(async (line) => run('bash', ['-c', `${line} --silent`])));

    expect(answers.map(({ stdout }) => JSON.parse(stdout) as unknown)).toMatchObject([
      { data: { publish: { region: expect.stringMatching(/^(us|ap)-/) } } },
      { failed: [] },
    ]);
  });

  it('says where to type it', () => {
    expect(output).toContain('Publish from another terminal, in this folder:');
  });

  it('prints one token that opens every region', async () => {
    const { token } = endpoints;
    const headers = { 'content-type': 'application/json', authorization: token };

    const answers = await Promise.all(
      Object.values(endpoints.regions).map(async ({ graphqlUrl }) =>
        fetch(graphqlUrl, { method: 'POST', headers, body: PUBLISH_AS }),
      ),
    );

    expect(output).toContain(token);
    expect(await Promise.all(answers.map(async (answer) => answer.json()))).toEqual(
      answers.map(() => ({ data: { publish: { userId: 'developer' } } })),
    );
  });

  it('prints the address of the page, which is there', async () => {
    const [, url = ''] = /The page +(\S+)/.exec(output) ?? [];

    const { stdout } = await run('curl', ['--silent', '--cacert', '.local/ca.pem', url]);

    expect(stdout).toContain('<title>Global Pub/Sub</title>');
  });

  it('answers HTTPS with a certificate of its own authority', async () => {
    const { graphqlUrl, apiKey } = endpoints.regions['us-west-2'] ?? { graphqlUrl: '', apiKey: '' };
    const ca = readFileSync(path.join(project, endpoints.certificateAuthority));

    const body = await new Promise<string>((resolve, reject) => {
      const url = new URL(graphqlUrl.replace('http://127.0.0.1', 'https://localhost'));
      const headers = { 'content-type': 'application/json', 'x-api-key': apiKey };
      const outgoing = httpsRequest(url, { method: 'POST', ca, headers }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve(text));
      });
      outgoing.once('error', reject);
      outgoing.end(PUBLISH);
    });

    expect(JSON.parse(body)).toEqual({
      data: { publish: { name: 'tech', message: 'hello', region: 'us-west-2' } },
    });
  });

  it('lets no other engine run in the folder', async () => {
    expect(await run(process.execPath, [...MAIN, ...FREE_PORTS])).toEqual({
      code: 1,
      stdout: '',
      stderr: `An engine runs here already (process ${String(child.pid)}); stop it first.\n`,
    });
  });

  it('is what npm run deploy deploys the stage of this machine to', async () => {
    const commands = [
      'npx vite build client\n',
      '(cd edge && npx sls deploy --stage local)\n',
      ...['us-west-2', 'ap-southeast-2'].map((region) => `npx sls deploy --stage local --region ${region}\n`),
    ];

    expect(await run(process.execPath, [...DEPLOY, '--stage', 'local', '--dry-run'])).toEqual({
      ...{ code: 0, stderr: '', stdout: commands.join('') },
    });
  });

  it('deploys every stack to an account that is empty', () => {
    expect(linesOfStacks(output)).toEqual(['deployed ap-southeast-2', 'deployed the front door', 'deployed us-west-2']);
  });

  it('tells when the front door leaves a region', async () => {
    await untilHealthy('us-west-2');
    const told = outputUntil(child, 'us-west-2 is unhealthy: the front door leads to ap-southeast-2.');

    expect(await run(process.execPath, [...FAULT, 'down', 'us-west-2'])).toMatchObject({ code: 0 });
    await expect(told).resolves.toBeDefined();
  });

  it('stops on Ctrl-C and leaves no endpoints behind', async () => {
    child.kill('SIGINT');

    const code = await new Promise((resolve) => child.once('exit', resolve));

    expect(code).toBe(0);
    expect(existsSync(path.join(project, '.local/endpoints.json'))).toBe(false);
  });
});

describe('npm start where it has run before', () => {
  let npm: ChildProcess;
  let output: string;

  beforeAll(async () => {
    npm = spawn('npm', ['start', '--', ...FREE_PORTS], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
    endLater(() => npm.kill());
    output = await outputUntil(npm, 'Ctrl-C stops all.');
  });

  it('deploys nothing when nothing has changed', () => {
    expect(linesOfStacks(output)).toEqual([
      'ap-southeast-2 is up to date',
      'the front door is up to date',
      'us-west-2 is up to date',
    ]);
  });

  it('gives the regions the ids and keys that they had', () => {
    const idsIn = ({ regions }: Endpoints) => Object.values(regions).map(({ apiId, apiKey }) => [apiId, apiKey]);

    expect(idsIn(readEndpoints())).toEqual(idsIn(firstEndpoints));
  });

  it('shows the page to who has the link of this start, and not to who has that of an earlier one', async () => {
    const statusOf = async (link: string) => {
      const { origin } = new URL(readEndpoints().frontDoor.pageUrl);
      const invitation = new URL(link).hash.replace('#invitation=', '');
      const args = ['--silent', '--cacert', '.local/ca.pem', '--output', '/dev/null', '--write-out', '%{http_code}'];
      return (await run('curl', [...args, `${origin}/assets/local-${invitation}.json`])).stdout;
    };

    expect(await statusOf(readEndpoints().frontDoor.pageUrl)).toBe('200');
    expect(await statusOf(firstEndpoints.frontDoor.pageUrl)).not.toBe('200');
  });

  it('lets the page connect to the ports of this start only', async () => {
    const { frontDoor, regions } = readEndpoints();

    const { stdout } = await run('curl', ['--silent', '--cacert', '.local/ca.pem', `${frontDoor.url}/config.json`]);

    const urls = (JSON.parse(stdout) as { readonly regions: readonly { readonly url: string }[] }).regions;
    expect(urls.map(({ url }) => url)).toEqual(
      Object.values(regions).map(({ graphqlUrl }) => new URL(graphqlUrl).origin),
    );
  });

  it('stops when npm is ended', async () => {
    // The engine holds the pipe open for as long as it runs.
    const ended = new Promise((resolve) => npm.once('close', resolve));
    npm.kill('SIGTERM');
    await ended;

    expect(existsSync(path.join(project, '.local/endpoints.json'))).toBe(false);
  });
});

// Here, where of the stage itself there is nothing to package and to deploy.
it('npm start says in one sentence what cannot be deployed of a service', async () => {
  const { code, stderr } = await run(process.execPath, [...MAIN, ...FREE_PORTS, '--with', TOPIC]);

  expect(code).toBe(1);
  expect(stderr).toMatch(CANNOT_BE_DEPLOYED);
  expect(stderr).not.toMatch(/^\s+at /m);
});

describe('npm start -- --watch where something has changed, with two services', () => {
  let resolver: string;
  let code: string;
  let child: ChildProcess;
  let output: string;

  beforeAll(async () => {
    resolver = path.join(project, 'resolvers/Query.region.ts');
    code = readFileSync(resolver, 'utf8');
    writeFileSync(resolver, code.replace("return ctx.env['REGION'] ?? ''", 'return "changed"'));
    child = npmStart(...FREE_PORTS, '--watch', '--with', SECOND_SCREEN, '--with', QUEUE);
    endLater(() => child.kill());
    output = await outputUntil(child, 'What you save is deployed.');
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
  });

  it('deploys what has changed since the last start', async () => {
    expect(linesOfStacks(output)).toEqual([
      'deployed ap-southeast-2',
      ...['queue', 'second-screen'].flatMap((service) =>
        ['ap-southeast-2', 'us-west-2'].map((region) => `deployed ${service}-local in ${region}`),
      ),
      ...['deployed the page of second-screen', 'deployed us-west-2', 'the front door is up to date'],
    ]);
    expect(await ask(REGION)).toEqual({ data: { region: 'changed' } });
  });

  it("prints the address of the services' page at each edge, which is there", async () => {
    const pages = await Promise.all(
      addressesIn(output).map(async (address) => run('curl', ['--silent', '--cacert', '.local/ca.pem', address])),
    );

    expect(pages.map(({ stdout }) => /<title>.*<\/title>/.exec(stdout)?.[0])).toEqual([
      ...['<title>Second screen</title>', '<title>Second screen</title>'],
    ]);
  });

  it('counts a vote that npm run pub publishes, in both regions', async () => {
    await vote('intolerance');

    expect(await votesFor('intolerance', 'us-west-2')).toBe(1);
    expect(await votesFor('intolerance', 'ap-southeast-2')).toBe(1);
  });

  it('deploys what is saved of a service: a function and a page', async () => {
    const votes = path.join(project, SECOND_SCREEN, 'functions/votes.ts');
    const index = path.join(project, SECOND_SCREEN, 'screen/index.html');

    const said = outputUntil(child, ' s.\n');
    writeFileSync(votes, readFileSync(votes, 'utf8').replace('by: numberOf(', 'by: 5 * numberOf('));
    writeFileSync(index, readFileSync(index, 'utf8').replace('<title>Second', '<title>Third'));

    expect(await said).toMatch(
      /^2 files: deployed (?:second-screen-local in [\w-]+, ){2}the page of second-screen in [\d.]+ s\.$/m,
    );
    const { stdout } = await run('curl', ['--silent', '--cacert', '.local/ca.pem', addressesIn(output)[0] ?? '']);
    expect(stdout).toContain('<title>Third screen</title>');
    await vote('zorro');
    expect(await votesFor('zorro', 'us-west-2')).toBe(5);
  });

  it.each([
    [
      'its code',
      'functions/votes.ts',
      (text: string) => `${text}export const = 1;\n`,
      /functions\/votes\.ts:\d+:\d+: /,
    ],
    [
      'its page',
      'screen/src/main.tsx',
      (text: string) => `${text}export const = 1;\n`,
      /screen\/src\/main\.tsx:\d+:\d+: /,
    ],
    [
      'its YAML',
      'resources/show.yml',
      (text: string) => text.replace('Resources:', 'Resources: {{'),
      /.* in "examples\/second-screen\/resources\/show\.yml" \(\d+:\d+\)/,
    ],
  ])('says in one line what is wrong in a service, in %s', async (_, name, spoilt, place) => {
    const file = path.join(project, SECOND_SCREEN, name);
    const text = readFileSync(file, 'utf8');

    const said = outputUntil(child, 'what ran goes on');
    writeFileSync(file, spoilt(text));

    const line = (await said).split('\n').find((each) => each.includes('what ran goes on')) ?? '';
    expect(line).toMatch(new RegExp(`^${SECOND_SCREEN}/${name} is not deployed, and what ran goes on: `));
    expect(line).toMatch(place);
    const mended = outputUntil(child, 'deploy');
    writeFileSync(file, text);
    await mended;
  });

  it('deploys what is saved, and leaves connections open', async () => {
    const subscriber = await bareSubscriber(firstApi(), 'tech');

    const said = outputUntil(child, ' s.\n');
    writeFileSync(resolver, code);

    expect(await said).toMatch(
      /^resolvers\/Query\.region\.ts: deployed (?:us-west-2, ap-southeast-2|ap-southeast-2, us-west-2) in [\d.]+ s\.$/m,
    );
    expect(await ask(REGION)).toEqual({ data: { region: 'us-west-2' } });
    await ask(PUBLISH);
    expect(await subscriber.find(({ message }) => message === 'hello')).toMatchObject({ name: 'tech' });
    await subscriber.close();
  });

  it('says in one line what is wrong, and goes on with what ran', async () => {
    const said = outputUntil(child, '\n');
    writeFileSync(resolver, `${code}export const = 1;\n`);

    expect(await said).toMatch(
      /^resolvers\/Query\.region\.ts is not deployed, and what ran goes on: resolvers\/Query\.region\.ts:\d+:\d+: .*\n$/,
    );
    expect(await ask(REGION)).toEqual({ data: { region: 'us-west-2' } });
    writeFileSync(resolver, code);
  });
});

it('npm start says in one sentence what cannot be deployed', async () => {
  const file = path.join(project, 'resources/outputs.yml');
  const outputs = readFileSync(file, 'utf8');
  writeFileSync(file, outputs.replace('Outputs:', 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\nOutputs:'));

  const { code, stderr } = await run(process.execPath, [...MAIN, ...FREE_PORTS]);
  writeFileSync(file, outputs);

  expect(code).toBe(1);
  expect(stderr).toMatch(CANNOT_BE_DEPLOYED);
  expect(stderr).not.toMatch(/^\s+at /m);
});

it.each([
  ['an unknown option', ['--colour', 'red'], /Unknown option '--colour'/],
  [
    'a folder that is no service',
    ['--with', 'docs'],
    /^--with takes the folder of a service in this project, .*, not "docs"\.$/m,
  ],
  [
    'a service outside the project',
    ['--with', '../second-screen'],
    /^--with takes the folder of a service in this project, .*, not "\.\.\/second-screen"\.$/m,
  ],
  ['an invalid port', ['--port', 'x'], /^--port takes a whole number from 0 to 65535, or auto, not "x"\.$/m],
  ['a port below zero', ['--port', '-1'], /^--port takes a whole number from 0 to 65535, or auto, not "-1"\.$/m],
  ['a port with room for only one region', ['--port', '65535'], /^--port takes 65534 at most, /m],
  [
    'an unknown stage',
    ['--stage', 'moon'],
    /^Stage "moon" is not in stages\.yml; use one of local, dev, prod, or add it there\.$/m,
  ],
])('npm start refuses %s in one sentence', async (_, options, sentence) => {
  const { code, stderr } = await run(process.execPath, [...MAIN, ...options]);

  expect(code).toBe(1);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
});

it.each([
  ['an unknown option', ['--colour', 'red'], /Unknown option '--colour'/],
  [
    'claims that are no object',
    ['--claims', '[1]'],
    /^--claims takes a JSON object, such as '\{"rooms": \["blue"\]\}', not \[1\]\.$/m,
  ],
  ['hours that are none', ['--hours', 'x'], /^--hours takes a number up to 8760, not "x"\.$/m],
  [
    'an unknown stage',
    ['--stage', 'moon'],
    /^Stage "moon" is not in stages\.yml; use one of local, dev, prod, or add it there\.$/m,
  ],
  [
    'a stage that does not trust its key',
    ['--stage', 'prod'],
    /^Stage "prod" does not trust this machine's key yet; /m,
  ],
])('npm run token refuses %s in one sentence', async (_, options, sentence) => {
  const { code, stderr } = await run(process.execPath, [...TOKEN, ...options]);

  expect(code).toBe(1);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
});

describe('with an unknown setting in stages.yml', () => {
  const stages = () => path.join(project, 'stages.yml');
  let written: string | undefined;

  beforeEach(() => {
    written = readFileSync(stages(), 'utf8');
    writeFileSync(stages(), `${written}  rooting: failover\n`);
  });

  afterEach(() => {
    if (written !== undefined) writeFileSync(stages(), written);
  });

  it.each([
    ['npm start', [...MAIN, '--stage', 'prod']],
    ['npm run token', [...TOKEN, '--stage', 'prod']],
    ['npm run deploy', [...DEPLOY, '--stage', 'prod']],
    ['npm run deploy -- --dry-run', [...DEPLOY, '--stage', 'prod', '--dry-run']],
  ])('%s says so before anything else', async (_, args) => {
    expect(await run(process.execPath, args)).toEqual({
      code: 1,
      stdout: '',
      stderr:
        'In stages.yml, stage "prod" has no setting "rooting"; there are regions, channels, payloads, introspection, queryDepthLimit, apiKeys, issuers, guests, closeSources, waf, xray, alarms, domain, routing, health, history, archive, events, corsOrigins.\n',
    });
  });
});

it('npm run token makes no key for a stage that there is not', async () => {
  await run(process.execPath, [...TOKEN, '--stage', 'moon']);

  expect(existsSync(path.join(project, '.local/token-keys/moon.json'))).toBe(false);
});

it('npm run token makes a token that says what was asked for', async () => {
  const options = ['--subject', 'ana', '--publish', 'chat/*', '--publish', 'news', '--subscribe', '*', '--hours', '2'];

  const { stdout } = await run(process.execPath, [...TOKEN, ...options]);

  const claims = decodeJwt(stdout.trim());
  expect(claims).toMatchObject({
    sub: 'ana',
    iss: 'https://local.global-pubsub.invalid',
    permissions: { publish: ['chat/*', 'news'], subscribe: ['*'] },
  });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(2 * 60 * 60);
});

it('npm run token adds claims, and replaces none of its own', async () => {
  const claims = { rooms: ['blue'], sub: 'root', iss: 'me', exp: 1, permissions: { publish: ['*'], subscribe: ['*'] } };

  const { stdout } = await run(process.execPath, [...TOKEN, '--subject', 'ana', '--claims', JSON.stringify(claims)]);

  expect(decodeJwt(stdout.trim())).toMatchObject({
    ...{ rooms: ['blue'], sub: 'ana', iss: 'https://local.global-pubsub.invalid' },
    permissions: { publish: [], subscribe: [] },
  });
});

it('npm run token refuses what is neither a channel nor a pattern', async () => {
  expect(await run(process.execPath, [...TOKEN, '--publish', 'chat/*/x'])).toEqual({
    code: 1,
    stdout: '',
    stderr:
      '--publish takes a channel, a prefix that ends in /*, or *, of up to five parts of at most 50 characters, not "chat/*/x"; the shell needs quotes around it.\n',
  });
});

it('npm run token says which channels the stage does not have', async () => {
  const { code, stdout, stderr } = await run(process.execPath, [
    ...TOKEN,
    '--publish',
    'chat/*',
    '--subscribe',
    'tech',
  ]);

  expect(code).toBe(0);
  expect(decodeJwt(stdout.trim())).toMatchObject({ permissions: { publish: ['chat/*'], subscribe: ['tech'] } });
  expect(stderr).toMatch(/^No channel of stage "local" fits "chat\/\*", so the token opens nothing there; [^\n]*\n$/);
});

it('npm start says which port is taken, before anything else', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const result = await run(process.execPath, [...MAIN, ...FREE_PORTS, '--aws-port', String(port)]);
  server.close();

  expect(result).toEqual({
    code: 1,
    stdout: '',
    stderr: `Port ${port} is taken or not allowed; free ones are found by: npm start -- --aws-port auto\n`,
  });
});

it('npm start says that another start is under way in the folder, of whatever stage', async () => {
  const result = await startingAlone(project, async () =>
    run(process.execPath, [...MAIN, ...FREE_PORTS, '--stage', 'dev']),
  );

  expect(result).toEqual({
    code: 1,
    stdout: '',
    stderr: 'An engine is being started in this folder already; stop it first (or wait a minute, if it was killed).\n',
  });
});

it.each([
  ['npm start', [...MAIN, ...FREE_PORTS], '.local'],
  ['npm start', [...MAIN, ...FREE_PORTS], '.build'],
  ['npm run token', TOKEN, '.local'],
])('%s says in one sentence that it cannot write to a folder (%j, %s)', async (_, args, name) => {
  const folder = path.join(project, name);
  rmSync(folder, { recursive: true, force: true });
  writeFileSync(folder, 'a file');

  const { code, stderr } = await run(process.execPath, args);
  rmSync(folder);

  expect(code).toBe(1);
  expect(stderr.split('\n')).toEqual([expect.stringContaining('must be a folder that you can read and write'), '']);
  expect(stderr).toContain(folder);
});

/** A service with one resource. */
function serviceWith(name: string, type: string): string {
  return `
service: ${name}
provider: { name: aws, region: '\${opt:region}' }
resources: { Resources: { Resource: { Type: '${type}' } } }
`;
}

/** Of the page of a service, at each edge. */
function addressesIn(output: string): readonly string[] {
  return output.match(/https:\S+\/assets\/second-screen\/index\.html/g) ?? [];
}

/** Waits until the page shows that the front door leads to a region: of one that was never healthy nobody is told that it is not. */
async function untilHealthy(region: string): Promise<void> {
  const { url, key } = readEndpoints().control;
  const args = ['--silent', '--cacert', '.local/ca.pem', '--header', `x-control-key: ${key}`, `${url}/state`];
  for (;;) {
    const { stdout } = await run('curl', args);
    const { regions } = JSON.parse(stdout) as { readonly regions: Record<string, { readonly isHealthy: boolean }> };
    if (regions[region]?.isHealthy) return;
    await pause();
  }
}

async function vote(film: string): Promise<void> {
  const data = JSON.stringify({ votes: { [film]: { love: 1 } } });
  expect(await run(process.execPath, [...PUB, 'screen/votes', 'votes', '--data', data])).toMatchObject({ code: 0 });
}

/** What the second screen has counted for a film in a region, as soon as it has counted something. */
async function votesFor(film: string, region: string): Promise<number> {
  const { endpointUrl: endpoint, ...credentials } = readEndpoints().aws;
  const access = { endpoint, region, credentials };
  const [stacks, tables] = [new CloudFormationClient(access), new DynamoDBClient(access)];
  const { StackResourceDetail: table } = await stacks.send(
    new DescribeStackResourceCommand({ StackName: 'second-screen-local', LogicalResourceId: 'Table' }),
  );
  const query = { TableName: table?.PhysicalResourceId, Key: { pk: { S: 'films' }, sk: { S: film } } };
  for (;;) {
    const { Item: counters } = await tables.send(new GetItemCommand(query));
    if (counters) {
      for (const client of [stacks, tables]) client.destroy();
      return Object.entries(counters).reduce(
        (sum, [name, { N }]) => (name.startsWith('love@') ? sum + Number(N) : sum),
        0,
      );
    }
    await pause();
  }
}

/** The first region's API. */
function firstApi(): Api {
  const region = 'us-west-2';
  const { graphqlUrl = '', apiKey = '' } = readEndpoints().regions[region] ?? {};
  return anApi({ region, graphqlUrl, apiKey, ca: '' });
}

/** What it answers to a request with its key. */
async function ask(body: string): Promise<unknown> {
  const api = firstApi();
  return (await post(api, body, { 'x-api-key': api.apiKey })).body;
}

function readEndpoints(): Endpoints {
  return JSON.parse(readFileSync(path.join(project, '.local/endpoints.json'), 'utf8')) as Endpoints;
}

/** What is said of each stack, sorted: regions are deployed at the same time. */
function linesOfStacks(output: string): readonly string[] {
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^deployed | is up to date$/.test(line))
    .sort();
}

function npmStart(...options: string[]): ChildProcess {
  return spawn(process.execPath, [...MAIN, ...options], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
}

async function outputUntil(child: ChildProcess, text: string): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`npm start ended with ${String(code)}: ${output}`));
    child.once('exit', fail);
    child.stdout?.on('data', function add(chunk: Buffer) {
      output += chunk.toString();
      if (!output.includes(text)) return;
      child.off('exit', fail);
      child.stdout?.off('data', add);
      resolve(output);
    });
  });
}

async function run(command: string, args: readonly string[]) {
  const child = spawn(command, args, { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}

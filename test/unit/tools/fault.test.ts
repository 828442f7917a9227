// `npm run fault`: what is typed, and what the engine that runs here is asked.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  controlListener,
  createAuthority,
  issueCertificate,
  listen,
  type ListeningServer,
  PlanetNetwork,
} from 'local-aws';
import { readCommandLine } from '../../../tools/command-line';
import { carryOut, type FaultOrder } from '../../../tools/engine/fault';
import { FAULT, faultOrderOf } from '../../../tools/fault';

const KEY = 'the-key-of-the-tests';
const [OREGON, SYDNEY] = ['us-west-2', 'ap-southeast-2'];

const orders: readonly (readonly [string, FaultOrder, string])[] = [
  ['down us-west-2', { fault: 'down', region: OREGON }, 'us-west-2 is down.'],
  ['up us-west-2', { fault: 'up', region: OREGON }, 'us-west-2 is up, and nothing is wrong with it.'],
  [
    'slow us-west-2 --ms 250',
    { fault: 'slow', region: OREGON, ms: 250 },
    'Everything takes 250 ms longer on its way into us-west-2, and out of it.',
  ],
  [
    'split us-west-2 ap-southeast-2',
    { fault: 'split', region: OREGON, other: SYDNEY },
    'Nothing passes between us-west-2 and ap-southeast-2 any more.',
  ],
  [
    'stutter us-west-2 --ms 250',
    { fault: 'stutter', region: OREGON, ms: 250 },
    'The buses of us-west-2 deliver each event twice, each time up to 250 ms late.',
  ],
  ['throttle us-west-2', { fault: 'throttle', region: OREGON }, 'The tables of us-west-2 refuse every call.'],
];

/** What somebody means who types this after `npm run fault --`. */
function typed(text: string): FaultOrder | 'help' {
  const line = readCommandLine(text === '' ? [] : text.split(' '), FAULT);
  return line === 'help' ? line : faultOrderOf(line);
}

describe('what is typed', () => {
  it.each(orders)('%s', (line, order) => {
    expect(typed(line)).toEqual(order);
  });

  it.each([
    ['', 'FAULT_INCOMPLETE', /^Name a fault and a region; "npm run fault -- --help" says what it takes\.$/],
    [
      'flood us-west-2',
      'FAULT_UNKNOWN',
      /^The fault is one of down, up, slow, split, stutter, throttle, not "flood"; "npm run fault -- --help" says what it takes\.$/,
    ],
    ['down', 'FAULT_INCOMPLETE', /^down takes a region; "npm run fault -- --help" says what it takes\.$/],
    ['up us-west-2 now', 'FAULT_INCOMPLETE', /^up takes a region; "npm run fault -- --help" says what it takes\.$/],
    [
      'slow us-west-2',
      'FAULT_INCOMPLETE',
      /^slow takes a region and --ms; "npm run fault -- --help" says what it takes\.$/,
    ],
    ['slow us-west-2 --ms x', 'FAULT_INCOMPLETE', /^--ms takes a number of milliseconds up to 60000, not "x"\.$/],
    ['slow us-west-2 --ms -5', 'FAULT_INCOMPLETE', /^--ms takes a number of milliseconds up to 60000, not "-5"\.$/],
    ['slow us-west-2 --ms', 'OPTION_UNKNOWN', /^--ms needs a value; "npm run fault -- --help" says what it takes\.$/],
    [
      'slow us-west-2 --ms --help',
      'OPTION_UNKNOWN',
      /^--ms needs a value; "npm run fault -- --help" says what it takes\.$/,
    ],
    [
      'down us-west-2 --ms 5',
      'FAULT_INCOMPLETE',
      /^down takes a region; "npm run fault -- --help" says what it takes\.$/,
    ],
    [
      'split us-west-2',
      'FAULT_INCOMPLETE',
      /^split takes two different regions; "npm run fault -- --help" says what it takes\.$/,
    ],
    [
      'split us-west-2 us-west-2',
      'FAULT_INCOMPLETE',
      /^split takes two different regions; "npm run fault -- --help" says what it takes\.$/,
    ],
    ['--now', 'OPTION_UNKNOWN', /^Unknown option '--now'; "npm run fault -- --help" says what it takes\.$/],
  ])('refuses "%s" in a sentence', (line, code, sentence) => {
    expect(() => typed(line)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(sentence) }) as Error,
    );
  });

  it('gives help', () => {
    expect(typed('down --help')).toBe('help');
  });
});

describe('what the engine is asked', () => {
  let network: PlanetNetwork;
  let server: ListeningServer;
  let root: string;

  beforeEach(async () => {
    network = new PlanetNetwork();
    const authority = await createAuthority();
    const regions = [OREGON, SYDNEY];
    server = await listen({
      port: 0,
      tls: await issueCertificate(authority),
      onRequest: controlListener({ network, regions, key: KEY, isHealthy: () => true, deployedAt: () => undefined }),
    });
    root = mkdtempSync(path.join(tmpdir(), 'project-'));
    mkdirSync(path.join(root, '.local'));
    writeFileSync(path.join(root, '.local/ca.pem'), authority.cert);
    writeEndpoints({ key: KEY });
  });

  afterEach(async () => {
    rmSync(root, { recursive: true });
    await server.stop();
  });

  function writeEndpoints({ key, more = [] }: { readonly key: string; readonly more?: readonly string[] }): void {
    const endpoints = {
      regions: Object.fromEntries([OREGON, SYDNEY, ...more].map((region) => [region, {}])),
      certificateAuthority: '.local/ca.pem',
      control: { url: `https://localhost:${server.port}/.local`, key },
    };
    writeFileSync(path.join(root, '.local/endpoints.json'), JSON.stringify(endpoints));
  }

  it.each(orders)('%s: is done, and said', async (_, order, sentence) => {
    expect(await carryOut(root, order)).toBe(sentence);
  });

  it('breaks the region and no other', async () => {
    await carryOut(root, { fault: 'down', region: OREGON });

    expect([OREGON, SYDNEY].map((region) => network.stateOf(region).isUp)).toEqual([false, true]);
  });

  it.each<FaultOrder>([
    { fault: 'down', region: 'moon' },
    { fault: 'split', region: OREGON, other: 'moon' },
  ])('says which regions there are: $fault', async (order) => {
    await expect(carryOut(root, order)).rejects.toMatchObject({
      code: 'REGION_UNKNOWN',
      message: 'Region "moon" is not one of us-west-2, ap-southeast-2.',
    });
  });

  it('hands on why the engine did not do it', async () => {
    writeEndpoints({ key: KEY, more: ['moon'] });

    await expect(carryOut(root, { fault: 'down', region: 'moon' })).rejects.toMatchObject({
      code: 'FAULT_REFUSED',
      message: 'The engine did not do it: The region must be one of us-west-2, ap-southeast-2.',
    });
  });

  it.each<readonly [string, () => void | Promise<void>]>([
    ['has left nothing', () => rmSync(path.join(root, '.local/endpoints.json'))],
    ['has left no more than its address', async () => server.stop()],
  ])('says that the engine does not run when it %s', async (_, leave) => {
    await leave();

    await expect(carryOut(root, { fault: 'down', region: OREGON })).rejects.toMatchObject({
      code: 'ENGINE_NOT_RUNNING',
      message: 'No engine runs here; start one with npm start.',
    });
  });
});

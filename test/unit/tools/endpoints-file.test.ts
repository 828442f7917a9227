// `.local/endpoints.json`: whose it is.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { removeEndpoints, requireNoEngine, writeEndpoints } from '../../../tools/engine/endpoints-file';
import { listen, type ListeningServer, PlanetNetwork } from 'local-aws';
import type { Planet } from '../../../tools/engine/planet';

let root: string;
let file: string;
let server: ListeningServer;

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'project-'));
  file = path.join(root, '.local/endpoints.json');
  mkdirSync(path.dirname(file));
  server = await listen({ port: 0, onRequest: (_, response) => response.end() });
});

afterEach(async () => {
  rmSync(root, { recursive: true });
  await server.stop();
});

/** As little as a planet can be. */
function aPlanet(): Planet {
  return {
    regions: new Map(),
    aws: { endpointUrl: `http://127.0.0.1:${server.port}`, accessKeyId: 'id', secretAccessKey: 'secret' },
    certificateAuthority: '',
    network: new PlanetNetwork(),
    frontDoor: undefined,
    deploy: async () => Promise.resolve(),
    stop: async () => {},
  };
}

/** What an engine has written. */
function record(content: { readonly pid?: unknown; readonly aws?: unknown }): void {
  const aws = { endpointUrl: `http://127.0.0.1:${server.port}` };
  writeFileSync(file, JSON.stringify({ pid: process.ppid, aws, ...content }));
}

/** A process that has ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

it('names its process', () => {
  writeEndpoints(root, aPlanet(), undefined);

  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });
});

it('stays as it was for whoever reads it while it is replaced', () => {
  writeFileSync(file, 'before');
  const reader = openSync(file, 'r');

  writeEndpoints(root, aPlanet(), undefined);

  expect(readFileSync(reader, 'utf8')).toBe('before');
  expect(readdirSync(path.dirname(file))).toEqual(['endpoints.json']);
  closeSync(reader);
});

it('is removed by the engine that wrote it', () => {
  writeEndpoints(root, aPlanet(), undefined);

  removeEndpoints(root);

  expect(existsSync(file)).toBe(false);
});

it.each<[string, () => void]>([
  ['another engine', () => record({})],
  ['an engine that names no process', () => record({ pid: undefined })],
])('is not removed if it is of %s', (_, write) => {
  write();

  removeEndpoints(root);

  expect(existsSync(file)).toBe(true);
});

it('does not have to be there to be removed', () => {
  expect(() => removeEndpoints(root)).not.toThrow();
});

it('keeps another engine from the folder', async () => {
  record({});

  await expect(requireNoEngine(root)).rejects.toMatchObject({
    code: 'ENGINE_RUNNING',
    message: `An engine runs here already (process ${process.ppid}); stop it first.`,
  });
});

it('keeps another engine from the folder when it is of another user', async () => {
  record({});
  jest.spyOn(process, 'kill').mockImplementation(() => {
    throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
  });

  await expect(requireNoEngine(root)).rejects.toMatchObject({ code: 'ENGINE_RUNNING' });
});

it.each<[string, () => void | Promise<void>]>([
  ['not there', () => undefined],
  ['of a process that has ended', () => record({ pid: deadPid() })],
  ['of a number that this very process was given', () => record({ pid: process.pid })],
  ['of a number without a process', () => record({ pid: -1 })],
  ['of an engine that named no process', () => record({ pid: undefined })],
  ['of no address', () => record({ aws: undefined })],
  ['of an invalid address', () => record({ aws: { endpointUrl: 'nowhere' } })],
  ['broken off', () => writeFileSync(file, '{ "pid": 1')],
  [
    'of a number that another program has by now',
    async () => {
      record({});
      await server.stop();
    },
  ],
])('does not block the folder when it is %s', async (_, leave) => {
  await leave();

  await expect(requireNoEngine(root)).resolves.toBeUndefined();
});

// Commands of the framework that share a process, as commands of a framework that says what it finds.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { type Framework, keepingFrameworks, withFramework } from '../../../tools/packaging/framework';

/** Counts how often it was loaded. */
const COUNTER = (name: string) => `
  globalThis.loaded ??= {};
  globalThis.loaded.${name} = (globalThis.loaded.${name} ?? 0) + 1;
  exports.times = globalThis.loaded.${name};
`;
const FRAMEWORK = `
  const [command, word] = process.argv.slice(2);
  const found = {
    folder: process.cwd(),
    temporaryFolder: require('node:os').tmpdir(),
    left: process.env.LEFT,
    framework: require('../lib/state').times,
    plugin: require('serverless-plugin').times,
    other: require('other').times,
    service: require(require('node:path').resolve('service.js')).times,
    listeners: process.listenerCount('SIGUSR2'),
    leading: ['AWS_PROFILE', 'https_proxy', 'AWS_ENDPOINT_URL'].map((name) => process.env[name] ?? 'none'),
  };
  process.env.LEFT = 'by another command';
  process.on('SIGUSR2', () => {});
  const commands = {
    tell: () => console.log(JSON.stringify(found)),
    later: () => setTimeout(() => console.log(word), 1),
    fail: () => { console.error(word); process.exitCode = 2; },
    stop: () => { console.error(word); process.exit(3); },
    throw: () => { throw new Error(word); },
    build: () => { require('esbuild').build(); console.error(word); process.exitCode = 1; },
    kill: () => process.kill(process.pid, 'SIGKILL'),
  };
  commands[command]();
`;
/** Runs until it is stopped. */
const ESBUILD = `
  let service;
  exports.build = () => { service = setInterval(() => {}, 1000); };
  exports.stop = () => clearInterval(service);
`;
let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'framework-')));
  write('node_modules/serverless/bin/serverless.js', FRAMEWORK);
  write('node_modules/serverless/lib/state.js', COUNTER('framework'));
  write('node_modules/serverless-plugin/index.js', COUNTER('plugin'));
  write('node_modules/other/index.js', COUNTER('other'));
  write('node_modules/esbuild/lib/main.js', ESBUILD);
  write('node_modules/esbuild/package.json', '{ "main": "lib/main.js" }');
  for (const service of ['one', 'two']) {
    write(`${service}/service.js`, COUNTER('service'));
    write(`${service}/tmp/empty`, '');
  }
});

afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

const run = async (
  framework: Framework,
  args: readonly string[],
  service = 'one',
  engine?: Readonly<Record<string, string>>,
) =>
  framework.run({
    engine,
    script: path.join(root, 'node_modules/serverless/bin/serverless.js'),
    args,
    cwd: path.join(root, service),
    temporaryFolder: path.join(root, service, 'tmp'),
  });

/** What the second of two commands finds, in another folder than the first. */
async function foundBySecond(): Promise<unknown> {
  const { output } = await withFramework(async (framework) => {
    await run(framework, ['tell'], 'one');
    return run(framework, ['tell'], 'two');
  });
  return JSON.parse(output);
}

it('gives a command the folders that it is run with', async () => {
  expect(await foundBySecond()).toMatchObject({
    folder: path.join(root, 'two'),
    temporaryFolder: path.join(root, 'two/tmp'),
  });
});

it('leaves a command nothing of the one before', async () => {
  const found = await foundBySecond();

  expect(found).toMatchObject({ framework: 2, plugin: 2, service: 2, listeners: 0 });
  expect(found).not.toHaveProperty('left');
});

it("loads others' modules once", async () => {
  expect(await foundBySecond()).toMatchObject({ other: 1 });
});

it('keeps a process that is free while more is to come', async () => {
  const { output } = await keepingFrameworks(async () => {
    await withFramework(async (framework) => run(framework, ['tell']));
    return withFramework(async (framework) => run(framework, ['tell']));
  });

  expect(JSON.parse(output)).toMatchObject({ framework: 2, other: 1 });
});

it('replaces a process that has run enough: each command leaves something in its memory', async () => {
  const loaded = await withFramework(async (framework) => {
    const ends: string[] = [];
    for (let command = 0; command < 41; command += 1) ends.push((await run(framework, ['tell'])).output);
    return ends.map((output) => (JSON.parse(output) as { readonly framework: number }).framework);
  });

  expect(loaded.slice(-2)).toEqual([40, 1]);
});

it('leads a command to the engine, whatever our own variables say', async () => {
  Object.assign(process.env, { AWS_PROFILE: 'work', https_proxy: 'http://proxy.example.com' });
  const engine = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };

  const { output } = await withFramework(async (framework) => run(framework, ['tell'], 'one', engine)).finally(() => {
    delete process.env['AWS_PROFILE'];
    delete process.env['https_proxy'];
  });

  expect(JSON.parse(output)).toMatchObject({ leading: ['none', 'none', 'http://127.0.0.1:4566'] });
});

it('waits for what a command began', async () => {
  const { output } = await withFramework(async (framework) => run(framework, ['later', 'done']));

  expect(output).toBe('done');
});

it.each([
  ['fails', ['fail', 'why'], 2, 'why'],
  ['stops the process', ['stop', 'why'], 3, 'why'],
  ['fails, and leaves esbuild running', ['build', 'why'], 1, 'why'],
  ['throws', ['throw', 'why'], 1, expect.stringContaining('Error: why\n')],
])('says what a command wrote that %s, and how it ended', async (_, args, code, output) => {
  const end = await withFramework(async (framework) => {
    await run(framework, ['fail', 'before']);
    return run(framework, args);
  });

  expect(end).toEqual({ code, output });
});

it.each([['fail'], ['stop'], ['throw'], ['kill']])('runs a command after one that ends by "%s"', async (command) => {
  const end = await withFramework(async (framework) => {
    await run(framework, [command, 'why']);
    return run(framework, ['later', 'done']);
  });

  expect(end).toEqual({ code: 0, output: 'done' });
});

it('has as many at work as there are cores', async () => {
  const all = Array.from({ length: 2 * availableParallelism() }, (_, index) => index);
  let working = 0;

  const most = await Promise.all(
    all.map(async () =>
      withFramework(async (framework) => {
        working += 1;
        const seen = working;
        await run(framework, ['later', 'done']);
        working -= 1;
        return seen;
      }),
    ),
  );

  expect(Math.max(...most)).toBe(availableParallelism());
});

it('goes on with the others when one fails', async () => {
  const uses = [0, 1, 2, 3].map(async (index) =>
    withFramework(async (framework) => {
      if (index < 2) throw new Error(`number ${index}`);
      return run(framework, ['later', 'done']);
    }),
  );

  const ends = await Promise.allSettled(uses);

  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled']);
});

// How the framework is asked to package, and what it refuses.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ProgramEnd, runProgram } from '../../tools/child-process';
import { Framework } from '../../tools/packaging/framework';
import { packageFolder, packageRegions, stackNameIn } from '../../tools/packaging/packaging';
import { ROOT } from '../support/packages/templates';

/** What `npx sls` runs. */
const SLS = require.resolve('serverless/bin/serverless.js');
const MAX_TABLE_OF_CONTENTS_LINES = 120;
const SERVICES = ['serverless.yml', 'edge/serverless.yml'];
const FRAGMENTS = ['resources', 'edge'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ['.yml', '.js'].includes(path.extname(file)))
    .map((file) => path.join(folder, file)),
);
/** Where the framework writes: it leaves files in the folder for temporary ones, too. */
let folder: string;
/** One process for all: loading the framework takes longer than to be refused. */
const framework = new Framework();

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'package-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

afterAll(() => framework.close());

it.each([
  [
    'region',
    'local',
    'us-east-2',
    /^Region "us-east-2" is not a region of stage "local"; use one of us-west-2, ap-southeast-2, or add it to stages\.yml\.$/m,
  ],
  [
    'stage',
    'moon',
    'us-west-2',
    /^Stage "moon" is not in stages\.yml; use one of local, dev, prod, or add it there\.$/m,
  ],
])('refuses an unlisted %s in one sentence', async (_, stage, region, sentence) => {
  const packaging = packageRegions({ root: ROOT, stage, regions: [region] });

  await expect(packaging).rejects.toThrow(sentence);
});

it.each([
  ['stage', ['--stage', 'moon'], 'Stage "moon" is not in stages.yml; use one of local, dev, prod, or add it there.'],
  [
    'region of its own',
    ['--stage', 'local', '--region', 'eu-west-1'],
    'The front door is in us-east-1 and serves every region from there; leave "--region eu-west-1" out.',
  ],
  [
    'API',
    ['--stage', 'dev', '--param', 'hosts={}'],
    'The API of stage "dev" in us-west-2 is not there, or AWS cannot be asked for it: "npm run deploy -- --stage dev" deploys the regions of a stage without a domain before the front door; to package without credentials, add --param hosts=<JSON>.',
  ],
])('refuses, for the front door, an unlisted %s in one sentence', async (_, args, sentence) => {
  const { code, output } = await packaged('edge', args);

  expect(code).toBe(1);
  expect(output.split('\n')).toContain(sentence);
});

describe('in a project with a mistake', () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(path.join(tmpdir(), 'project-'));
    for (const entry of [
      'resources',
      'edge',
      'resolvers',
      'authorizer',
      'tools',
      'schema.graphql',
      'regions.yml',
      'serverless.yml',
    ]) {
      cpSync(path.join(ROOT, entry), path.join(project, entry), { recursive: true });
    }
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  });

  afterAll(() => rmSync(project, { recursive: true }));

  it('ends, and says where the code of a function cannot be built', async () => {
    cpSync(path.join(ROOT, 'stages.yml'), path.join(project, 'stages.yml'));
    appendFileSync(path.join(project, 'edge/handler.ts'), 'const = 5;');
    const args = ['package', '--stage', 'local', '--param', 'hosts={}'];

    // As who runs it by hand: in a process of its own, which nothing of ours ends.
    const run = { script: SLS, args, cwd: path.join(project, 'edge'), temporaryFolder: folder, isShown: false };
    const { code, output } = await runProgram(run);

    expect(code).toBe(1);
    expect(output).toMatch(/^handler\.ts:\d+:6: ERROR: Expected identifier but found "="$/m);
  });

  it.each([
    [
      'regions',
      '.',
      'dev: { regions: us-west-2 }',
      'The regions of stage "dev" in stages.yml must be a list of regions that regions.yml has, each once, not "us-west-2".',
    ],
    ['front door', 'edge', '', 'stages.yml must be a map of names to what belongs to them.'],
  ])('refuses the settings of the %s in one sentence, without a stack', async (_, service, stages, sentence) => {
    writeFileSync(path.join(project, 'stages.yml'), stages);

    const { code, output } = await packaged(service, ['--stage', 'dev'], project);

    expect(code).toBe(1);
    expect(output.split('\n')).toContain(sentence);
    expect(output).not.toMatch(/^\s+at /m);
  });
});

describe('with a framework that leaves something behind', () => {
  const FRAMEWORK = `
    const fs = require('node:fs');
    const path = require('node:path');
    const folder = process.argv.at(-1);
    fs.mkdtempSync(path.join(require('node:os').tmpdir(), 'left-'));
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'cloudformation-template-update-stack.json'), '{}');
    fs.copyFileSync('state.json', path.join(folder, 'serverless-state.json'));
  `;
  const REQUEST = { stage: 'dev', regions: ['us-west-2'] };
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'project-'));
    mkdirSync(path.join(root, 'node_modules/serverless/bin'), { recursive: true });
    writeFileSync(path.join(root, 'node_modules/serverless/bin/serverless.js'), FRAMEWORK);
  });

  afterEach(() => rmSync(root, { recursive: true }));

  async function packageAs(provider: object): Promise<string> {
    writeFileSync(path.join(root, 'state.json'), JSON.stringify({ service: { service: 'shop', provider } }));
    await packageRegions({ root, ...REQUEST });
    return packageFolder({ root, ...REQUEST }, 'us-west-2');
  }

  it('keeps it beside the package, and no longer than until the next time', async () => {
    await packageAs({ stage: 'dev' });

    const folder = await packageAs({ stage: 'dev' });

    expect(readdirSync(path.join(folder, '../tmp'))).toEqual([expect.stringMatching(/^left-/)]);
  });

  it.each([
    ['the service and the stage', {}, 'shop-dev'],
    ['the stage that is packaged, and not that of the service', { stage: 'test' }, 'shop-dev'],
    ['what the service says', { stage: 'dev', stackName: 'market' }, 'market'],
  ])('names the stack by %s', async (_, provider, name) => {
    expect(stackNameIn(await packageAs(provider), REQUEST.stage)).toBe(name);
  });
});

it.each([...SERVICES, 'examples/second-screen/serverless.yml'])(
  'lets no esbuild of %s outlive a mistake',
  (service) => {
    expect(readFileSync(path.join(ROOT, service), 'utf8')).toMatch(/^ {4}skipRebuild: true$/m);
  },
);

it.each(SERVICES)('keeps %s a table of contents', (service) => {
  const text = readFileSync(path.join(ROOT, service), 'utf8');

  expect(text.split('\n').length).toBeLessThanOrEqual(MAX_TABLE_OF_CONTENTS_LINES);
  expect(text).not.toContain('Type: AWS::');
});

it.each(FRAGMENTS)('spells no partition, account or region out in %s', (fragment) => {
  const text = readFileSync(path.join(ROOT, fragment), 'utf8');

  expect(text).not.toMatch(/arn:aws|\b\d{12}\b|us-west-2|ap-southeast-2/);
});

/** Packages in the folder of a service, as somebody who has no account would. */
async function packaged(service: string, args: readonly string[], project = ROOT): Promise<ProgramEnd> {
  const cwd = path.join(project, service);
  return framework.run({ script: SLS, args: ['package', ...args], cwd, temporaryFolder: folder });
}

// `npm run deploy`: what it runs, in which order, and what it says when something fails.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { commandOf, deploy, stepsOf } from '../../../tools/deploy';
import { ROOT } from '../../support/packages/templates';

const STAGES = `
default:
  channels: ['*']
  introspection: true
  queryDepthLimit: 75
  apiKeys: true
  issuers: []
  closeSources: []
  xray: false
  alarms: {}
  waf: { enabled: false, rateLimit: 2000, serverRateLimit: 2000 }
  domain: {}
  routing: latency
  health: { missedHeartbeats: 3, failedPings: 3, ttl: 60 }
  history: { hours: 0, pointInTimeRecovery: false }
  archive: { days: 0 }
  corsOrigins: ['*']
one: { regions: [eu-central-1] }
five: { regions: [us-east-1, us-west-2, eu-west-1, ap-southeast-2, sa-east-1] }
domain: { regions: [us-west-2, ap-southeast-2], domain: { name: pubsub.example.com, hostedZoneId: Z1 } }
local: { regions: [us-west-2] }
odd: { regions: us-west-2 }
`;

/** Notes how it was called, and fails in one region. */
const FAKE_TOOL = `
  const fs = require('node:fs');
  const args = process.argv.slice(2).join(' ');
  fs.writeFileSync(require('node:path').join(require('node:os').tmpdir(), 'left-behind'), '');
  fs.appendFileSync(process.argv[1] + '.log', require('node:path').basename(process.cwd()) + ': ' + args + '\\n');
  process.exitCode = args.includes('sa-east-1') ? 1 : 0;
`;

let root: string;

beforeEach(() => {
  root = path.join(mkdtempSync(path.join(tmpdir(), 'deploy-')), 'project');
  mkdirSync(path.join(root, 'edge'), { recursive: true });
  writeFileSync(path.join(root, 'stages.yml'), STAGES);
  cpSync(path.join(ROOT, 'regions.yml'), path.join(root, 'regions.yml'));
  writeFileSync(path.join(root, 'tool.js'), FAKE_TOOL);
});

afterEach(() => rmSync(path.dirname(root), { recursive: true }));

function commandsOf(stage: string): readonly string[] {
  return stepsOf(root, stage).map(commandOf);
}

/** Deploys with fake tools: what was run, and what was printed. */
async function run(stage: string) {
  const tool = path.join(root, 'tool.js');
  const lines: string[] = [];
  const isDone = await deploy(stepsOf(root, stage), {
    root,
    stage,
    scripts: { sls: tool, vite: tool },
    print: (line) => void lines.push(line),
  });
  return { isDone, printed: lines.join('\n'), calls: readFileSync(`${tool}.log`, 'utf8').trim().split('\n') };
}

/** Types `npm run deploy -- …` in the project itself. */
function typed(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', 'tools/deploy.ts', ...args], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('deploys the front door, with its certificate, before the regions of a stage with a domain', () => {
  expect(commandsOf('domain')).toEqual([
    'npx vite build client',
    '(cd edge && npx sls deploy --stage domain)',
    'npx sls deploy --stage domain --region us-west-2',
    'npx sls deploy --stage domain --region ap-southeast-2',
  ]);
});

it('deploys the regions, with their addresses, before the front door of a stage without one', () => {
  expect(commandsOf('one')).toEqual([
    'npx vite build client',
    'npx sls deploy --stage one --region eu-central-1',
    '(cd edge && npx sls deploy --stage one)',
  ]);
});

it('deploys every region in the order of the list', () => {
  const regions = commandsOf('five').flatMap((command) => / --region (.+)$/.exec(command)?.[1] ?? []);

  expect(regions).toEqual(['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2', 'sa-east-1']);
});

it('runs each command in its folder', async () => {
  const { isDone, calls } = await run('domain');

  expect(isDone).toBe(true);
  expect(calls).toEqual([
    'project: build client',
    'edge: deploy --stage domain',
    'project: deploy --stage domain --region us-west-2',
    'project: deploy --stage domain --region ap-southeast-2',
  ]);
});

it('stops at the first failure, and says what to do', async () => {
  const { isDone, calls, printed } = await run('five');

  expect(isDone).toBe(false);
  expect(calls.at(-1)).toBe('project: deploy --stage five --region sa-east-1');
  expect(printed).toContain('Stopped: region sa-east-1 failed. Not tried: the front door.');
  expect(printed).toContain('run "npm run deploy -- --stage five" again');
});

it('keeps what the tools leave behind in the project', async () => {
  await run('one');

  expect(readdirSync(path.join(root, '.build/one/tmp'))).toEqual(['left-behind']);
});

it('refuses wrong settings before anything is run', () => {
  expect(() => stepsOf(root, 'odd')).toThrow(
    'The regions of stage "odd" in stages.yml must be a list of regions that regions.yml has, each once, not "us-west-2".',
  );
});

it('refuses the stage of this machine', () => {
  expect(() => stepsOf(root, 'local')).toThrow('Stage "local" runs only on this machine; deploy another one.');
});

it('prints what it would do, and does nothing', () => {
  expect(typed('--stage', 'prod', '--dry-run')).toMatchObject({
    status: 0,
    stdout: `${stepsOf(ROOT, 'prod').map(commandOf).join('\n')}\n`,
  });
});

it('refuses an unknown stage in one sentence', () => {
  const { status, stderr } = typed('--stage', 'moon', '--dry-run');

  expect(status).toBe(1);
  expect(stderr.split('\n')).toContain(
    'Stage "moon" is not in stages.yml; use one of local, dev, prod, or add it there.',
  );
});

it.each([
  [[], 'Give --stage NAME'],
  [['--region', 'us-west-2'], "Unknown option '--region'"],
  [['prod'], '"prod" is not an option'],
])('explains itself in one sentence when it is called with %j', (args, sentence) => {
  expect(typed(...args)).toEqual({
    status: 1,
    stdout: '',
    stderr: `${sentence}; "npm run deploy -- --help" says what it takes.\n`,
  });
});

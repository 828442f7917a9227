// `npm run deploy` and `npm run remove`: what they run, in which order, and what they say when something fails.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { changingAlone, exclusively } from '../../../tools/deployment/exclusive';
import { runSteps } from '../../../tools/deployment/run';
import { commandOf, deploymentOf, removalOf } from '../../../tools/deployment/steps';
import { FakeCloudFormation } from '../../support/fake-cloudformation';
import { ROOT } from '../../support/packages/templates';

const STAGES = `
default:
  channels: ['*']
  payloads: {}
  introspection: true
  queryDepthLimit: 75
  apiKeys: true
  issuers: []
  guests: {}
  closeSources: []
  xray: false
  alarms: {}
  waf: { enabled: false, rateLimit: 2000, serverRateLimit: 2000 }
  domain: {}
  routing: latency
  health: { missedHeartbeats: 3, failedPings: 3, ttl: 60 }
  history: { hours: 0, pointInTimeRecovery: false }
  archive: { days: 0 }
  events: false
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

const REGIONS = new Set(['us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2', 'sa-east-1', 'eu-central-1']);

let root: string;

beforeEach(() => {
  root = path.join(mkdtempSync(path.join(tmpdir(), 'deploy-')), 'project');
  mkdirSync(path.join(root, 'edge'), { recursive: true });
  writeFileSync(path.join(root, 'stages.yml'), STAGES);
  cpSync(path.join(ROOT, 'regions.yml'), path.join(root, 'regions.yml'));
  writeFileSync(path.join(root, 'tool.js'), FAKE_TOOL);
});

afterEach(() => rmSync(path.dirname(root), { recursive: true }));

/** The commands of a deployment, when these regions have a bus: all, unless given. */
function commandsOf(stage: string, there: readonly string[] = [...REGIONS]): readonly string[] {
  return deploymentOf(root, stage, new Set(there)).map(commandOf);
}

function removingCommandsOf(stage: string, there: readonly string[] = [...REGIONS, 'edge']): readonly string[] {
  return removalOf(root, stage, new Set(there)).map(commandOf);
}

/** Deploys with fake tools: what was run, and what was printed. */
async function run(stage: string) {
  const tool = path.join(root, 'tool.js');
  const lines: string[] = [];
  const isDone = await runSteps(deploymentOf(root, stage, REGIONS), {
    ...{ root, stage, scripts: { sls: tool, vite: tool } },
    print: (line) => void lines.push(line),
    adviceAfter: ({ title }) => `Mend ${title}.`,
  });
  return { isDone, printed: lines.join('\n'), calls: readFileSync(`${tool}.log`, 'utf8').trim().split('\n') };
}

/** Types a command in the project itself, whose AWS is the given one, or none. */
async function typed(command: 'deploy' | 'remove', args: readonly string[], endpointUrl?: string) {
  const account = endpointUrl !== undefined && {
    ...{ AWS_ENDPOINT_URL: endpointUrl, AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' },
  };
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', `tools/${command}.ts`, ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], HOME: root, AWS_EC2_METADATA_DISABLED: 'true', ...account },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { status: status as number, stdout, stderr };
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
  expect(printed).toContain('Mend region sa-east-1.');
});

it('keeps what the tools leave behind in the project', async () => {
  await run('one');

  expect(readdirSync(path.join(root, '.build/one/tmp'))).toEqual(['left-behind']);
});

describe('a stage of which nothing is deployed', () => {
  it('gets no rule to a bus that is not there', () => {
    expect(commandsOf('domain', []).slice(2)).toEqual([
      'npx sls deploy --stage domain --region us-west-2 --param replicateTo=none',
      'npx sls deploy --stage domain --region ap-southeast-2',
      'npx sls deploy --stage domain --region us-west-2',
    ]);
  });

  it('gets every rule, in the order of the list', () => {
    const regions = commandsOf('five', []).flatMap((command) => / --region (.+)$/.exec(command)?.[1] ?? []);

    expect(regions).toEqual([
      'us-east-1 --param replicateTo=none',
      'us-west-2 --param replicateTo=us-east-1',
      'eu-west-1 --param replicateTo=us-east-1,us-west-2',
      'ap-southeast-2 --param replicateTo=us-east-1,us-west-2,eu-west-1',
      ...['sa-east-1', 'us-east-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2'],
    ]);
  });

  it('is deployed once where there is one region', () => {
    expect(commandsOf('one', [])).toContain('npx sls deploy --stage one --region eu-central-1');
  });
});

it('deploys a new region of a stage before the others, which then learn of it', () => {
  expect(commandsOf('domain', ['us-west-2']).slice(2)).toEqual([
    'npx sls deploy --stage domain --region ap-southeast-2',
    'npx sls deploy --stage domain --region us-west-2',
  ]);
});

describe('a removal', () => {
  it('takes the regions of a stage with a domain first, which use the certificate of the front door', () => {
    expect(removingCommandsOf('domain')).toEqual([
      'npx sls remove --stage domain --region us-west-2',
      'npx sls remove --stage domain --region ap-southeast-2',
      '(cd edge && npx sls remove --stage domain)',
    ]);
  });

  it('takes the front door of a stage without one first, which needs the addresses of the regions', () => {
    expect(removingCommandsOf('one')).toEqual([
      '(cd edge && npx sls remove --stage one)',
      'npx sls remove --stage one --region eu-central-1',
    ]);
  });

  it('leaves out what is not there any more', () => {
    expect(removingCommandsOf('domain', ['ap-southeast-2'])).toEqual([
      'npx sls remove --stage domain --region ap-southeast-2',
    ]);
  });
});

it('refuses wrong settings before anything is run', () => {
  expect(() => commandsOf('odd')).toThrow(
    'The regions of stage "odd" in stages.yml must be a list of regions that regions.yml has, each once, not "us-west-2".',
  );
});

it('removes no stage of this machine, which ends with its engine', async () => {
  expect(await typed('remove', ['--stage', 'local'])).toEqual({
    ...{ status: 1, stdout: '' },
    stderr: 'Stage "local" ends with the engine that runs it: press Ctrl-C there.\n',
  });
});

describe.each(['deploy', 'remove'] as const)('npm run %s', (command) => {
  it('refuses an unknown stage in one sentence', async () => {
    const { status, stderr } = await typed(command, ['--stage', 'moon', '--dry-run']);

    expect(status).toBe(1);
    expect(stderr.split('\n')).toContain(
      'Stage "moon" is not in stages.yml; use one of local, dev, prod, or add it there.',
    );
  });

  it.each([
    [[], 'Give --stage NAME'],
    [['--region', 'us-west-2'], "Unknown option '--region'"],
    [['prod'], '"prod" is not an option'],
  ])('explains itself in one sentence when it is called with %j', async (args, sentence) => {
    expect(await typed(command, args)).toEqual({
      ...{ status: 1, stdout: '' },
      stderr: `${sentence}; "npm run ${command} -- --help" says what it takes.\n`,
    });
  });

  it('ends with AWS’s reason when AWS cannot be asked', async () => {
    const { status, stderr } = await typed(command, ['--stage', 'dev']);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^AWS cannot be asked for the stacks of stage "dev": CredentialsProviderError: [^\n]*\n$/);
  });
});

describe('in an account', () => {
  let account: FakeCloudFormation;

  beforeEach(async () => {
    account = await FakeCloudFormation.start();
  });

  afterEach(async () => account.stop());

  it('deploys the regions that are not there before those that are', async () => {
    account.has('ap-southeast-2', 'global-pubsub-prod', 'UPDATE_COMPLETE', ['EventBus']);
    const { stdout } = await typed('deploy', ['--stage', 'prod', '--dry-run'], account.url);

    expect(stdout.trim().split('\n')).toEqual(deploymentOf(ROOT, 'prod', new Set(['ap-southeast-2'])).map(commandOf));
  });

  it('takes a region whose first deployment was rolled back for one that has no bus', async () => {
    account.has('ap-southeast-2', 'global-pubsub-prod', 'UPDATE_ROLLBACK_COMPLETE', []);
    const { stdout } = await typed('deploy', ['--stage', 'prod', '--dry-run'], account.url);

    expect(stdout.trim().split('\n')).toEqual(deploymentOf(ROOT, 'prod', new Set()).map(commandOf));
  });

  it.each(['deploy', 'remove'] as const)('%s is told of another deployment that runs', async (command) => {
    account.has('us-west-2', 'global-pubsub-prod', 'UPDATE_IN_PROGRESS', ['EventBus']);

    expect(await typed(command, ['--stage', 'prod', '--dry-run'], account.url)).toEqual({
      ...{ status: 1, stdout: '' },
      stderr:
        'Stack global-pubsub-prod in us-west-2 is UPDATE_IN_PROGRESS: somebody else changes it. Wait until that has ended, and try again.\n',
    });
  });

  it.each([
    ['deploy', []],
    ['remove', ['--yes']],
  ] as const)('%s is told of another one in the same folder', async (command, options) => {
    account.has('us-west-2', 'global-pubsub-prod', 'CREATE_COMPLETE', ['EventBus']);

    const second = exclusively(ROOT, 'prod', async () => typed(command, ['--stage', 'prod', ...options], account.url));

    expect(await second).toEqual({
      ...{ status: 1, stdout: '' },
      stderr:
        'Stage "prod" is being changed from this folder already; wait until that has ended (a minute, if it was killed).\n',
    });
  });

  it.each([
    ['deploy', []],
    ['remove', ['--yes']],
  ] as const)('%s is told of another stage that is deployed from the same folder', async (command, options) => {
    account.has('us-west-2', 'global-pubsub-prod', 'CREATE_COMPLETE', ['EventBus']);

    const second = changingAlone(ROOT, 'dev', async () => typed(command, ['--stage', 'prod', ...options], account.url));

    expect(await second).toEqual({
      ...{ status: 1, stdout: '' },
      stderr:
        'A stage is being deployed or removed from this folder already; wait until that has ended (a minute, if it was killed).\n',
    });
  });

  it('removes what is there', async () => {
    account.has('us-west-2', 'global-pubsub-prod', 'CREATE_COMPLETE', ['EventBus']);
    account.has('us-east-1', 'global-pubsub-edge-prod', 'DELETE_FAILED', []);
    const { stdout } = await typed('remove', ['--stage', 'prod', '--dry-run'], account.url);

    const there = new Set(['us-west-2', 'edge']);
    expect(stdout.trim().split('\n')).toEqual(removalOf(ROOT, 'prod', there).map(commandOf));
  });

  it('says so when there is nothing to remove', async () => {
    expect(await typed('remove', ['--stage', 'prod', '--yes'], account.url)).toMatchObject({
      ...{ status: 0, stdout: 'Of stage "prod" nothing is deployed.\n' },
    });
  });

  it('removes nothing without a person who says so, or --yes', async () => {
    account.has('us-west-2', 'global-pubsub-prod', 'CREATE_COMPLETE', ['EventBus']);

    expect(await typed('remove', ['--stage', 'prod'], account.url)).toEqual({
      ...{ status: 1, stdout: '' },
      stderr: 'Nobody is at the terminal to be asked: add --yes to remove the stage all the same.\n',
    });
  });
});

it('changes a stage again after a change that failed', async () => {
  const failed = exclusively(root, 'one', async () => Promise.reject(new Error('It failed.')));
  await expect(failed).rejects.toThrow('It failed.');

  expect(await exclusively(root, 'one', async () => Promise.resolve('changed'))).toBe('changed');
});

it('changes two stages at the same time', async () => {
  const both = exclusively(root, 'one', async () => exclusively(root, 'five', async () => Promise.resolve('changed')));

  expect(await both).toBe('changed');
});

it('prints the commands of a first deployment where AWS cannot be asked', async () => {
  const { status, stdout, stderr } = await typed('deploy', ['--stage', 'prod', '--dry-run']);

  expect({ status, commands: stdout.trim().split('\n') }).toEqual({
    ...{ status: 0, commands: deploymentOf(ROOT, 'prod', new Set()).map(commandOf) },
  });
  expect(stderr).toContain('These are the commands for a stage of which nothing is deployed:');
});

// Every block of code in README and the other documents: it is run here as it is printed, by another test, or says why it is not.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { permissionsOf } from '../../authorizer/permissions';
import { publish, request } from '../support/clients/http-client';
import { aSigner, templatesTrusting } from '../support/clients/signer';
import { endAll, endLater } from '../support/endings';
import { engineFolderOf } from '../support/engine-folder';
import { ROOT } from '../support/packages/templates';
import type { TestPlanet } from '../support/planet';
import { type PrintedBlock, printedBlocks } from '../support/printed-blocks';
import { Program } from '../support/program';
import { startSteadyPlanet } from '../support/steady-planet';
import { tokenOf } from '../support/tokens';

const NEAR = 'ap-southeast-2';
const FAR = 'us-west-2';

type Run = (text: string) => Promise<void> | void;

/** What becomes of the blocks of a document that begin with a text. */
interface Way {
  readonly file: string;
  /** How the block begins; all blocks of the document, and of the language, unless given. */
  readonly begins?: string;
  readonly language?: string;
  /** Does what the block says, as it is printed. */
  readonly run?: Run;
  /** The test that runs it. It reads the document. */
  readonly runBy?: string;
  /** Why nothing runs it. */
  readonly because?: string;
}

const MEASURES = 'measures for minutes, and only on a machine that does nothing else';
const NEEDS_AWS = 'needs an account of AWS: Route 53, S3 and CloudFront as they are there';
const TRANSCRIPT = 'is what a deployment prints; test/system/deployment makes such deployments';

const WAYS: readonly Way[] = [
  { file: 'README.md', language: 'mermaid', because: 'is a drawing, which GitHub makes of it' },
  { file: 'README.md', begins: 'npm ci && npm start', because: 'installs; test/system/commands.test.ts starts a copy' },
  { file: 'README.md', begins: 'npm run sub -- tech', run: subscribePublishBreak },
  { file: 'README.md', begins: 'npm ci && npm test', because: 'is what runs this' },
  { file: 'README.md', begins: "import { readFileSync } from 'node:fs'", run: listening(() => '') },
  { file: 'README.md', begins: 'npm run deploy', run: rehearsed('sls deploy') },
  {
    file: 'docs/CLIENTS.md',
    begins: 'URL=$(node -p "require(\'./.local/endpoints.json\').frontDoor.graphqlUrl")\nTOKEN',
    run: printing('"region":"ap-southeast-2"', '"channels":['),
  },
  {
    file: 'docs/CLIENTS.md',
    begins: "import { Amplify } from 'aws-amplify';\nimport { gen",
    run: listening(atTheFrontDoor),
  },
  { file: 'docs/CLIENTS.md', begins: "import { WebSocket } from 'ws'", run: listening(atTheFrontDoor) },
  { file: 'docs/CLIENTS.md', begins: 'export AWS_ENDPOINT_URL', runBy: 'test/system/aws-cli.test.ts' },
  { file: 'docs/CLIENTS.md', begins: 'EVENTS=$(node', run: printing('"failed":[]') },
  {
    file: 'docs/CLIENTS.md',
    begins: "import { Amplify } from 'aws-amplify';\nimport { eve",
    run: listening(atTheEventsDoor),
  },
  { file: 'docs/CLIENTS.md', language: 'json', run: grantChannels },
  { file: 'docs/CLIENTS.md', begins: 'npm run token', run: printing('eyJ') },
  {
    file: 'docs/CLIENTS.md',
    begins: 'URL=$(node -p "require(\'./.local/endpoints.json\').frontDoor.graphqlUrl")\n\ncurl',
    run: printing('"userId":null'),
  },
  { file: 'client/lib/README.md', begins: "import { connect } from 'global-", run: listening(withTheLibrary) },
  { file: 'client/lib/README.md', begins: 'for await', run: listening(withAClient) },
  { file: 'client/lib/README.md', begins: "import { WebSocket } from 'ws'", run: listening(withTheKeyOfARegion) },
  { file: 'docs/BUILDING.md', begins: 'cd examples', because: NEEDS_AWS },
  ...['ts', 'yaml'].map((language) => ({ file: 'docs/BUILDING.md', language, run: quotedFrom('docs/BUILDING.md') })),
  {
    file: 'examples/second-screen/README.md',
    begins: 'npm start',
    because: 'installs nothing and runs until it is ended; test/browser/second-screen.test.ts does its steps',
  },
  { file: 'examples/second-screen/README.md', begins: 'cd examples', because: NEEDS_AWS },
  { file: 'examples/second-screen/README.md', begins: '(cd site', because: NEEDS_AWS },
  { file: 'docs/COMMANDS.md', begins: 'npm run chaos', because: 'takes minutes; test/unit/tools/chaos has its parts' },
  { file: 'docs/DELIVERY.md', language: 'graphql', run: answered },
  { file: 'docs/DELIVERY.md', language: 'yaml', run: settings },
  { file: 'docs/DELIVERY.md', begins: 'export function onPublish', run: formsOfHooks },
  { file: 'docs/OPERATIONS.md', begins: 'npm run deploy', run: rehearsed('sls deploy') },
  { file: 'docs/OPERATIONS.md', begins: 'npm run remove', run: rehearsed('') },
  { file: 'docs/OPERATIONS.md', begins: 'npm run redrive', run: rehearsed('') },
  { file: 'docs/OPERATIONS.md', begins: '$ ', because: TRANSCRIPT },
  { file: 'docs/OPERATIONS.md', begins: 'HEALTH_CHECK=', because: NEEDS_AWS },
  { file: 'docs/OPERATIONS.md', begins: 'BUCKET=', because: NEEDS_AWS },
  { file: 'docs/OPERATIONS.md', begins: 'ARCHIVE=', because: NEEDS_AWS },
  { file: 'docs/OPERATIONS.md', begins: 'TEST_TARGET=aws', because: NEEDS_AWS },
  { file: 'docs/PERFORMANCE.md', begins: 'npm run bench', because: MEASURES },
  { file: 'docs/PERFORMANCE.md', begins: 'npm run cost', run: printing('per million') },
  { file: 'docs/POLICIES.md', runBy: 'test/unit/docs/policies.test.ts' },
  { file: 'docs/RECIPES.md', language: 'diff', runBy: 'test/system/recipes.test.ts' },
  { file: 'docs/RECIPES.md', begins: 'npm run token', run: printing('eyJ') },
  ...['npm run generate', 'npm test'].map((begins) => ({
    file: 'docs/RECIPES.md',
    begins,
    because: 'is followed after its diff; test/system/recipes.test.ts generates',
  })),
  { file: 'docs/RECIPES.md', language: 'yaml', run: settings },
  { file: 'local/README.md', begins: 'npm test --workspace', because: 'is what "npm test" runs, too' },
  { file: 'local/README.md', begins: 'export AWS_ENDPOINT_URL', because: TRANSCRIPT },
  { file: 'local/CONTRIBUTING.md', language: 'bash', because: 'installs, and runs what "npm test" runs, too' },
  { file: 'local/CONTRIBUTING.md', language: 'ts', run: excerpt },
  { file: 'bench/README.md', because: MEASURES },
];

const blocks = printedBlocks(ROOT);

/** A folder like the project's, in which an engine runs. */
let folder: string;
let planet: TestPlanet;
let token: string;

beforeAll(async () => {
  const signer = aSigner();
  planet = await startSteadyPlanet('local', { templates: templatesTrusting(signer, 'local') });
  token = tokenOf(signer, { publish: ['*'], subscribe: ['*'] });
  folder = engineFolderOf(planet, token);
  for (const name of readdirSync(ROOT).filter((each) => !each.startsWith('.'))) {
    symlinkSync(path.join(ROOT, name), path.join(folder, name));
  }
});

afterAll(endAll);

it.each(blocks.map((block) => [nameOf(block), block] as const))('%s', async (_, block) => {
  const ways = WAYS.filter((each) => isFor(each, block));
  // Every block has one way: run it, name the test that does, or say why it cannot be run.
  expect(ways).toHaveLength(1);
  await ways[0]?.run?.(block.text);
});

it.each(WAYS.flatMap(({ file, runBy }) => (runBy === undefined ? [] : [[file, runBy] as const])))(
  '%s is read by %s',
  (file, runBy) => {
    expect(readFileSync(path.join(ROOT, runBy), 'utf8')).toContain(file);
  },
);

it('has no way for a block that is not there', () => {
  expect(WAYS.filter((way) => !blocks.some((block) => isFor(way, block)))).toEqual([]);
});

it('names no command that there is not', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { readonly scripts: object };
  const names = blocks.flatMap(({ text }) => [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name));

  expect(names.filter((name = '') => !(name in scripts))).toEqual([]);
});

function isFor({ file, language, begins = '' }: Way, block: PrintedBlock): boolean {
  return file === block.file && (language ?? block.language) === block.language && block.text.startsWith(begins);
}

function nameOf({ file, text }: PrintedBlock): string {
  const before = blocks.filter((each) => each.file === file).findIndex((each) => each.text === text);
  return `${file}, block ${before + 1}: ${(text.split('\n')[0] ?? '').slice(0, 60)}`;
}

/** Runs where the engine does, with its account, and trusts its certificate. `endAll` ends it and what it has started. */
function start(command: string, ...args: readonly string[]): Program {
  const { endpointUrl, accessKeyId, secretAccessKey } = planet.aws;
  const env = {
    ...process.env,
    NODE_EXTRA_CA_CERTS: path.join(folder, '.local/ca.pem'),
    ...{ AWS_ENDPOINT_URL: endpointUrl, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  };
  const child = spawn(command, args, { cwd: folder, env, stdio: 'pipe', detached: true });
  const program = new Program(child);
  child.stdin.end();
  endLater(async () => {
    end(program);
    await program.ended;
  });
  return program;
}

/** Ends a program and what it has started; it may have ended. */
function end({ child: { pid } }: Program): void {
  try {
    if (pid !== undefined) process.kill(-pid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** @returns what the commands print @throws Error with what went wrong */
async function bash(text: string): Promise<string> {
  const { ended, lines } = start('bash', '-euo', 'pipefail', '-c', text);
  if ((await ended) !== 0) throw new Error([...lines.stdout.items, ...lines.stderr.items].join('\n'));
  return lines.stdout.items.join('\n');
}

function printing(...texts: readonly string[]): Run {
  return async (commands) => {
    const printed = await bash(commands);
    for (const text of texts) expect(printed).toContain(text);
  };
}

/** Of two commands that differ in `--dry-run`, the one that only says what it would do. */
function rehearsed(text: string): Run {
  return async (commands) => {
    const [rehearsal = '', command = ''] = commands.split('\n').map((line) => line.replace(/ *#.*/, ''));
    expect(rehearsal).toBe(`${command} --dry-run`);
    const stage = command.includes('redrive') ? 'local' : 'dev';
    expect(await bash(rehearsal.replaceAll('STAGE', stage).replaceAll('REGION', FAR))).toContain(text);
  };
}

/** README's commands: the second terminal hears what the third one says, and sees what it breaks. */
async function subscribePublishBreak(text: string): Promise<void> {
  const [sub = '', pub = '', fault = '', chaos = ''] = text.split('\n');
  expect(chaos).toMatch(/^npm run chaos /);
  const program = start('bash', '-c', sub);
  await program.line('stderr', 'Listening to tech');

  await bash(pub);
  await program.line('stdout', 'hello');
  await bash(fault);

  expect(planet.network.stateOf(FAR)).toMatchObject({ isUp: false });
  planet.network.restore(FAR);
}

/** What the text around a program has defined before it, and the name with which it subscribes. */
type Surroundings = () => string;

function atTheFrontDoor(): string {
  return constants({ url: planet.edge(NEAR).graphqlUrl, token });
}

function atTheEventsDoor(): string {
  const [api] = planet.regions.get(NEAR)?.eventApis ?? [];
  return constants({ url: api?.eventUrl.replace('http:', 'https:') ?? '', token });
}

function withTheLibrary(): string {
  return `const fetchToken = () => Promise.resolve(${JSON.stringify(token)});`;
}

function withAClient(): string {
  const { graphqlUrl } = planet.edge(NEAR);
  return `import { connect } from 'global-pubsub-client';
    ${constants({ url: graphqlUrl, token })} const client = connect({ url, token: () => token });`;
}

function withTheKeyOfARegion(): string {
  const { graphqlUrl, apiKey } = planet.api(FAR);
  return `import { connect } from 'global-pubsub-client'; ${constants({ regionUrl: graphqlUrl, apiKey })}`;
}

function constants(values: Readonly<Record<string, string>>): string {
  return `const { ${Object.keys(values).join(', ')} } = ${JSON.stringify(values)};`;
}

/** What Node.js 20 lacks. */
const WEB_SOCKET = "import { WebSocket as Socket } from 'ws'; globalThis.WebSocket ??= Socket;";

let programs = 0;

/** A program that subscribes to `tech`, and writes what it hears. */
function listening(surroundings: Surroundings): Run {
  return async (text) => {
    programs += 1;
    const file = path.join(folder, `printed-${programs}.mjs`);
    const { graphqlUrl } = planet.edge(NEAR);
    writeFileSync(file, `${WEB_SOCKET}\n${surroundings()}\n${text.replace('https://pubsub.example.com', graphqlUrl)}`);
    const before = planet.listeners.items.length;
    const program = start(process.execPath, '--import', 'tsx', file);
    const failed = program.ended.then(() => {
      throw new Error(program.lines.stderr.items.join('\n'));
    });
    await Promise.race([planet.listeners.find((each) => planet.listeners.items.indexOf(each) >= before), failed]);

    await publish(planet.api(FAR), { name: 'tech', message: `heard by program ${programs}` });

    await Promise.race([program.line('stdout', `heard by program ${programs}`), failed]);
    failed.catch(() => undefined);
    end(program);
  };
}

async function answered(query: string): Promise<void> {
  const { body } = await request(planet.api(FAR), query);
  expect(body).toEqual({ data: expect.anything() as unknown });
}

function grantChannels(text: string): void {
  const { permissions } = JSON.parse(text) as { readonly permissions: unknown };
  expect(permissionsOf(permissions)).toEqual(permissions);
}

/** Takes what it says for settings of a stage. */
function settings(text: string): void {
  const isStages = new Ajv().compile(
    parse(readFileSync(path.join(ROOT, 'tools/stages/stages.schema.json'), 'utf8')) as object,
  );
  const stages = parse(readFileSync(path.join(ROOT, 'stages.yml'), 'utf8')) as Readonly<Record<string, object>>;
  const printed = parse(text) as Readonly<Record<string, object>>;
  for (const [stage, more] of Object.entries(printed)) {
    expect([isStages({ [stage]: { ...stages[stage], ...more } }), stage]).toEqual([true, stage]);
  }
}

/** Types of the hooks' file, and functions as the packaging calls them. */
function formsOfHooks(text: string): void {
  const types = readFileSync(path.join(ROOT, 'channels/lib/hook.ts'), 'utf8');
  const packaging = readFileSync(path.join(ROOT, 'resources/api/hooks.js'), 'utf8');
  const forms = [...text.matchAll(/function (\w+)\((\w+): (\w+), (\w+): (\w+)\): (\w+);/g)];

  expect(forms).toHaveLength(text.split('\n').length);
  for (const [, name, first, firstType, second, secondType, answer] of forms) {
    for (const type of [firstType, secondType, answer].filter((each) => each !== 'string')) {
      expect(types).toContain(`export type ${type} `);
    }
    expect(packaging).toContain(`'${name}', ['${first}', '${second}']`);
  }
}

/** The block stands, line for line, in the file that a link before it names; it may be indented there. */
function quotedFrom(document: string): Run {
  const linked = /\[`([^`]+)`\]\([^)]*\):\n\n```\w+\n([\s\S]*?)\n```/g;
  return (text) => {
    const found = [...readFileSync(path.join(ROOT, document), 'utf8').matchAll(linked)];
    const [, file = ''] = found.find(([, , quoted]) => quoted === text) ?? [];
    expect(plainLines(readFileSync(path.join(ROOT, file), 'utf8'))).toContain(plainLines(text));
  };
}

/** Without indentation, which formatters write anew. */
function plainLines(text: string): string {
  return text.replaceAll(/^\s+|\s+$/gm, '');
}

/** Every line stands in the file that the text before it names. */
function excerpt(text: string): void {
  const queue = readFileSync(path.join(ROOT, 'local/src/sqs/resources/queue.ts'), 'utf8');
  const lines = new Set(queue.split('\n').map((line) => line.trim()));
  expect(text.split('\n').filter((line) => !lines.has(line.trim()))).toEqual([]);
}

// Packages, before the tests, the stacks that they look at or run.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { exclusively } from '../../../tools/deployment/exclusive';
import type { HostsByRegion } from '../../../tools/packaging/hosts';
import { buildPage, packageEdge, packageRegion } from '../../../tools/packaging/packaging';
import { stageOf } from '../../../tools/stages/stage';
import { requireOnlyRun } from './only-run';
import {
  ARTIFACTS,
  artifactFolder,
  EDGE_STAGES,
  edgeArtifactFolder,
  EDGES,
  OWN_STAGES,
  ROOT,
  settingsOf,
  TEMPLATES,
  TEST_PROJECT,
  TEST_STAGES,
} from './templates';

/** What a package is made of, and what makes it. */
const INPUTS = [
  ...['serverless.yml', 'regions.yml', 'schema.graphql', 'package.json', 'package-lock.json', 'tsconfig.json'],
  ...['authorizer', 'channels', 'edge', 'resources', 'resolvers', 'tools/packaging', 'tools/stages'],
];
const BUILT_PAGE = 'client/dist';
const TEST_STAGES_FILE = path.join(ROOT, 'test/cases/stages.yml');
/** The hooks of the tests' stages, by file. */
const TEST_HOOKS = {
  'channels/talk.ts': "export { onPublish } from './examples/chat';\n",
  'channels/rooms.ts': "export { onSubscribe, onSubscribePattern } from './examples/rooms';\n",
  'channels/odd.ts': readFileSync(path.join(ROOT, 'test/cases/channels/odd.ts')),
};

/** A stack that is packaged: in the words of the person who waits, and how. */
interface Packaging {
  readonly name: string;
  /** @returns whether it was packaged, and not kept */
  run(): Promise<boolean>;
}

/**
 * Packages the stacks of some stages. What is there and was made of the same stays.
 * @param tell is told how far it is, of what was not there
 * @throws UserError `TESTS_RUNNING`, or `STAGE_BUSY` while `npm start` packages one of them
 */
export async function packageStages(
  stages: readonly string[],
  tell = (line: string) => void process.stdout.write(`${line}\n`),
): Promise<void> {
  requireOnlyRun(path.join(ROOT, '.build'));
  forgetCredentials();
  await buildPage(ROOT);
  const project = stages.some((stage) => TEST_STAGES.includes(stage)) ? projectWith(TEST_STAGES_FILE) : ROOT;
  const rootOf = (stage: string) => (OWN_STAGES.includes(stage) ? ROOT : project);
  const packagings = new Map(stages.map((stage) => [stage, packagingsOf(rootOf(stage), stage)]));
  const count = [...packagings.values()].flat().length;
  let done = 0;
  const run = async (packaging: Packaging) => {
    const isNew = await packaging.run();
    done += 1;
    if (isNew) tell(`Packaged ${packaging.name} (${done} of ${count}).`);
  };
  // `npm start` packages the stages of stages.yml into the same folders.
  await Promise.all(
    [...packagings].map(async ([stage, all]) =>
      exclusively(rootOf(stage), stage, async () => Promise.all(all.map(run))),
    ),
  );
}

/** Everything is packaged as by somebody who has no account. */
function forgetCredentials(): void {
  const given = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_PROFILE'];
  for (const name of given) Reflect.deleteProperty(process.env, name);
  const none = path.join(ROOT, '.build/no-credentials');
  Object.assign(process.env, { AWS_SHARED_CREDENTIALS_FILE: none, AWS_CONFIG_FILE: none });
}

function packagingsOf(root: string, stage: string): readonly Packaging[] {
  for (const folder of [TEMPLATES, ARTIFACTS, EDGES])
    rmSync(path.join(folder, stage), { recursive: true, force: true });
  mkdirSync(path.join(TEMPLATES, stage), { recursive: true });
  mkdirSync(EDGES, { recursive: true });
  const { regions } = stageOf(root, stage);
  const inRegions = regions.map((region) => ({
    name: `stage ${stage} in ${region}`,
    run: async () => packageStageIn(root, stage, region),
  }));
  if (!EDGE_STAGES.includes(stage)) return inRegions;
  return [...inRegions, { name: `the front door of stage ${stage}`, run: async () => packageFrontDoor(root, stage) }];
}

async function packageStageIn(root: string, stage: string, region: string): Promise<boolean> {
  const { domain } = stageOf(root, stage);
  const { template, artifactFolder: from, isKept } = await packageRegion({ root, stage, domain }, region);
  writeFileSync(path.join(TEMPLATES, stage, `${region}.json`), JSON.stringify(template));
  keepArtifacts(from, artifactFolder(stage, region));
  return !isKept;
}

async function packageFrontDoor(root: string, stage: string): Promise<boolean> {
  const { regions, domain } = stageOf(root, stage);
  const hosts = domain === undefined ? hostsOf(regions, settingsOf(stage).events) : undefined;
  const { template, artifactFolder: from, isKept } = await packageEdge({ root, stage, ...(hosts && { hosts }) });
  const to = edgeArtifactFolder(stage);
  keepArtifacts(from, to);
  cpSync(path.join(from, 'page.json'), path.join(to, 'page.json'));
  cpSync(path.join(from, 'page'), path.join(to, 'page'), { recursive: true });
  writeFileSync(path.join(EDGES, `${stage}.json`), JSON.stringify(template));
  return !isKept;
}

/** Such as AppSync gives to the APIs of a stage without a domain. */
export function hostsOf(regions: readonly string[], hasEvents: boolean): HostsByRegion {
  const [id, eventsId] = ['abcdefghijklmnopqrstuvwxyz', 'zyxwvutsrqponmlkjihgfedcba'];
  return Object.fromEntries(
    regions.map((region) => {
      const host = (kind: string, of: string) => `${of}.appsync-${kind}.${region}.amazonaws.com`;
      const events = { http: host('api', eventsId), realtime: host('realtime-api', eventsId) };
      return [region, { graphql: host('api', id), realtime: host('realtime-api', id), ...(hasEvents && { events }) }];
    }),
  );
}

/** The zips of a stack's functions. */
function keepArtifacts(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from)) {
    if (path.extname(file) === '.zip') cpSync(path.join(from, file), path.join(to, file));
  }
}

/** A copy of the project with another stages.yml, and with what was packaged in it before. */
function projectWith(stagesFile: string): string {
  for (const input of [...INPUTS, BUILT_PAGE]) {
    rmSync(path.join(TEST_PROJECT, input), { recursive: true, force: true });
    cpSync(path.join(ROOT, input), path.join(TEST_PROJECT, input), { recursive: true });
  }
  cpSync(stagesFile, path.join(TEST_PROJECT, 'stages.yml'));
  for (const [file, content] of Object.entries(TEST_HOOKS)) writeFileSync(path.join(TEST_PROJECT, file), content);
  rmSync(path.join(TEST_PROJECT, 'node_modules'), { force: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(TEST_PROJECT, 'node_modules'));
  return TEST_PROJECT;
}

// Packages, before the tests, the stacks that they look at or run; each once, until what it is made of changes.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { writePage } from '../../../edge/page/files';
import { buildPage, packageEdge, packageFolder, packageRegions } from '../../../tools/packaging/packaging';
import { LOCAL_STAGE, publicKeyFile } from '../../../tools/stages/names';
import { stageOf } from '../../../tools/stages/stage';
import { keptTokenKey } from '../../../tools/tokens/token-key';
import {
  ARTIFACTS,
  artifactFolder,
  EDGE_STAGES,
  edgeArtifactFolder,
  EDGES,
  OWN_STAGES,
  ROOT,
  TEMPLATES,
  TEST_STAGES,
} from './templates';

/** What a package is made of, and what makes it. */
const INPUTS = [
  ...['serverless.yml', 'stages.yml', 'regions.yml', 'schema.graphql', 'package-lock.json'],
  ...['authorizer', 'edge', 'resources', 'resolvers', 'tools/packaging', 'tools/stages'],
];
const BUILT_PAGE = path.join(ROOT, 'client/dist');
const TEST_STAGES_FILE = path.join(ROOT, 'test/cases/stages.yml');

/** A stack that is packaged: in the words of the person who waits, and how. */
interface Packaging {
  readonly name: string;
  run(): Promise<void>;
}

/** Packages the stacks of some stages, of each stage that was not packaged as it now is. */
export async function packageStages(stages: readonly string[]): Promise<void> {
  await keptTokenKey(ROOT, LOCAL_STAGE);
  const inputs = [...INPUTS, publicKeyFile(LOCAL_STAGE), TEST_STAGES_FILE];
  const digest = digestOf(inputs.map((input) => path.resolve(ROOT, input)));
  const due = stages.filter((stage) => !existsSync(stampOf(stage)) || readFileSync(stampOf(stage), 'utf8') !== digest);
  await buildPage(ROOT);
  if (due.length > 0) await packageAnew(due);
  for (const stage of due) writeFileSync(stampOf(stage), digest);
  renewPages(stages);
}

async function packageAnew(stages: readonly string[]): Promise<void> {
  const project = stages.some((stage) => TEST_STAGES.includes(stage)) ? projectWith(TEST_STAGES_FILE) : ROOT;
  const waiting = stages.flatMap((stage) => packagingsOf(OWN_STAGES.includes(stage) ? ROOT : project, stage));
  const { length: all } = waiting;
  let done = 0;
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await next.run();
      done += 1;
      process.stdout.write(`Packaged ${next.name} (${done} of ${all}).\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

function packagingsOf(root: string, stage: string): readonly Packaging[] {
  for (const folder of [TEMPLATES, ARTIFACTS, EDGES])
    rmSync(path.join(folder, stage), { recursive: true, force: true });
  mkdirSync(path.join(TEMPLATES, stage), { recursive: true });
  mkdirSync(EDGES, { recursive: true });
  const { regions } = stageOf(root, stage);
  const inRegions = regions.map((region) => ({
    name: `stage ${stage} in ${region}`,
    run: async () => packageRegion(root, stage, region),
  }));
  if (!EDGE_STAGES.includes(stage)) return inRegions;
  return [...inRegions, { name: `the front door of stage ${stage}`, run: async () => packageFrontDoor(root, stage) }];
}

async function packageRegion(root: string, stage: string, region: string): Promise<void> {
  const { domain } = stageOf(root, stage);
  const template = (await packageRegions({ root, stage, regions: [region], domain })).get(region);
  writeFileSync(path.join(TEMPLATES, stage, `${region}.json`), JSON.stringify(template));
  keepArtifacts(packageFolder({ root, stage }, region), artifactFolder(stage, region));
}

/** Says of what a stage was packaged last. */
function stampOf(stage: string): string {
  return path.join(TEMPLATES, `${stage}.stamp`);
}

/** The page changes without any template: what was packaged before it was built gets the present one. */
function renewPages(stages: readonly string[]): void {
  const built = path.join(BUILT_PAGE, 'index.html');
  if (!existsSync(built)) return;
  for (const packageFolder of stages.filter((stage) => EDGE_STAGES.includes(stage)).map(edgeArtifactFolder)) {
    const manifest = path.join(packageFolder, 'page.json');
    if (existsSync(manifest) && statSync(manifest).mtimeMs >= statSync(built).mtimeMs) continue;
    const settings = JSON.parse(readFileSync(path.join(packageFolder, 'page/config.json'), 'utf8')) as object;
    writePage({ from: BUILT_PAGE, packageFolder, settings });
  }
}

async function packageFrontDoor(root: string, stage: string): Promise<void> {
  const { regions, domain } = stageOf(root, stage);
  const hosts = domain === undefined ? hostsOf(regions) : undefined;
  const { template, artifactFolder: from } = await packageEdge({ root, stage, ...(hosts && { hosts }) });
  const to = edgeArtifactFolder(stage);
  keepArtifacts(from, to);
  cpSync(path.join(from, 'page.json'), path.join(to, 'page.json'));
  cpSync(path.join(from, 'page'), path.join(to, 'page'), { recursive: true });
  writeFileSync(path.join(EDGES, `${stage}.json`), JSON.stringify(template));
}

/** Such as AppSync gives to the APIs of a stage without a domain. */
function hostsOf(regions: readonly string[]) {
  const id = 'abcdefghijklmnopqrstuvwxyz';
  return Object.fromEntries(
    regions.map((region) => [
      region,
      {
        graphql: `${id}.appsync-api.${region}.amazonaws.com`,
        realtime: `${id}.appsync-realtime-api.${region}.amazonaws.com`,
      },
    ]),
  );
}

/** The zips of a stack's functions. */
function keepArtifacts(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const file of readdirSync(from)) {
    if (path.extname(file) === '.zip') cpSync(path.join(from, file), path.join(to, file));
  }
}

/** A copy of the project with another stages.yml. */
function projectWith(stagesFile: string): string {
  const project = path.join(ROOT, '.build/test-project');
  rmSync(project, { recursive: true, force: true });
  for (const input of [...INPUTS, 'package.json', 'tsconfig.json']) {
    cpSync(path.join(ROOT, input), path.join(project, input), { recursive: true });
  }
  cpSync(stagesFile, path.join(project, 'stages.yml'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  return project;
}

function digestOf(inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap(filesOf).sort()) {
    hash.update(path.relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(input: string): string[] {
  if (path.extname(input) !== '') return [input];
  return readdirSync(input, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

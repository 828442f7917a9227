// Packages once, before any test, every stack that the tests look at or run.
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
import path from 'node:path';
import { writePage } from '../../edge/page-files';
import { buildPage, packageEdge, packageFolder, packageRegions } from '../../tools/packaging/packaging';
import { LOCAL_STAGE, publicKeyFile } from '../../tools/stages/names';
import { stageOf } from '../../tools/stages/stage';
import { keptTokenKey } from '../../tools/tokens/token-key';
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

/** What a package is made of. */
const INPUTS = [
  ...['serverless.yml', 'stages.yml', 'regions.yml', 'schema.graphql', 'package-lock.json'],
  ...['authorizer', 'edge', 'resources', 'resolvers', 'tools'],
];
const BUILT_PAGE = path.join(ROOT, 'client/dist');
const TEST_STAGES_FILE = path.join(ROOT, 'test/cases/stages.yml');

export default async function packageAll(): Promise<void> {
  const stamp = path.join(TEMPLATES, 'stamp');
  await keptTokenKey(ROOT, 'local');
  const inputs = [...INPUTS, publicKeyFile(LOCAL_STAGE)].map((input) => path.join(ROOT, input));
  const digest = digestOf([...inputs, TEST_STAGES_FILE]);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
    for (const folder of [TEMPLATES, ARTIFACTS, EDGES]) rmSync(folder, { recursive: true, force: true });
    await packageStages(ROOT, OWN_STAGES);
    await packageStages(projectWith(TEST_STAGES_FILE), TEST_STAGES);
    writeFileSync(stamp, digest);
  }
  await renewPages();
}

/** The page changes without any template: what was packaged before it was built gets the present one. */
async function renewPages(): Promise<void> {
  await buildPage(ROOT);
  const built = path.join(BUILT_PAGE, 'index.html');
  for (const packageFolder of existsSync(built) ? EDGE_STAGES.map(edgeArtifactFolder) : []) {
    const manifest = path.join(packageFolder, 'page.json');
    if (existsSync(manifest) && statSync(manifest).mtimeMs >= statSync(built).mtimeMs) continue;
    const settings = JSON.parse(readFileSync(path.join(packageFolder, 'page/config.json'), 'utf8')) as object;
    writePage({ from: BUILT_PAGE, packageFolder, settings });
  }
}

async function packageStages(root: string, stages: readonly string[]): Promise<void> {
  for (const stage of stages) {
    const { regions, domain } = stageOf(root, stage);
    const templates = await packageRegions({ root, stage, regions, domain });
    mkdirSync(path.join(TEMPLATES, stage), { recursive: true });
    for (const [region, template] of templates) {
      writeFileSync(path.join(TEMPLATES, stage, `${region}.json`), JSON.stringify(template));
      keepArtifacts(packageFolder({ root, stage }, region), artifactFolder(stage, region));
    }
    if (EDGE_STAGES.includes(stage)) await packageFrontDoor(root, stage);
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

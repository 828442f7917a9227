// Packages once, before any test, every stack that the tests look at or run.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { packageFolder, packageRegions } from '../../local/packaging';
import { regionsOf } from '../../local/stage';
import { keptTokenKey, publicKeyFile } from '../../local/token-key';
import { ARTIFACTS, artifactFolder, OWN_STAGES, ROOT, TEMPLATES, TEST_STAGES } from './templates';

/** What a package is made of. */
const INPUTS = [
  ...['serverless.yml', 'stages.yml', 'schema.graphql', 'package-lock.json'],
  ...['authorizer', 'resources', 'resolvers'],
];
const TEST_STAGES_FILE = path.join(ROOT, 'test/cases/stages.yml');

export default async function packageAll(): Promise<void> {
  const stamp = path.join(TEMPLATES, 'stamp');
  await keptTokenKey(ROOT, 'local');
  const inputs = [...INPUTS, publicKeyFile('local')].map((input) => path.join(ROOT, input));
  const digest = digestOf([...inputs, TEST_STAGES_FILE]);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;

  for (const folder of [TEMPLATES, ARTIFACTS]) rmSync(folder, { recursive: true, force: true });
  await packageStages(ROOT, OWN_STAGES);
  await packageStages(projectWith(TEST_STAGES_FILE), TEST_STAGES);
  writeFileSync(stamp, digest);
}

async function packageStages(root: string, stages: readonly string[]): Promise<void> {
  for (const stage of stages) {
    const templates = await packageRegions({ root, stage, regions: regionsOf(root, stage) });
    mkdirSync(path.join(TEMPLATES, stage), { recursive: true });
    for (const [region, template] of templates) {
      writeFileSync(path.join(TEMPLATES, stage, `${region}.json`), JSON.stringify(template));
      keepArtifacts(packageFolder({ root, stage }, region), artifactFolder(stage, region));
    }
  }
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

// An account that is started empty, and a copy of the project from which one deploys to it.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Engine, type EngineOptions, startEngine } from 'local-aws';
import { type Inventory, inventoryOf } from '../../local/test/support/inventory';
import { type ProgramEnd, scriptOf } from '../../tools/child-process';
import { Framework } from '../../tools/packaging/framework';
import { placesOf } from '../../tools/stages/stage';
import { endLater } from './endings';
import { ROOT } from './packages/templates';
import type { Api } from './planet';

/** How often the framework asks whether a stack is there, in milliseconds. */
const MONITORING_FREQUENCY = '100';

/** An account and a project. */
export interface TestAccount {
  readonly engine: Engine;
  /** Of the copy; may be changed. */
  readonly project: string;
  /** Runs the framework in the project's folder, or in one below it: one command after the other, in one process. */
  sls(args: readonly string[], folder?: string): Promise<ProgramEnd>;
  /** Replaces a text of a file of the project. @throws Error when the file does not have it */
  edit(file: string, before: string, after: string): void;
  /** The API of a region. */
  api(region: string): Api;
  /** What the account has in a region. */
  inventory(region: string): Promise<Inventory>;
}

/** Starts an account, which `endAll` stops. */
export async function startTestAccount(
  regions: readonly string[],
  options: Partial<EngineOptions> = {},
): Promise<TestAccount> {
  const faults: unknown[] = [];
  const engine = await startEngine({
    regions: regions.map((name) => ({ name })),
    places: placesOf(ROOT),
    log: { info: () => undefined, fault: (error) => void faults.push(error) },
    ...options,
  });
  endLater(async () => {
    await engine.stop();
    if (faults.length > 0) throw new Error('The engine logged a fault.', { cause: faults[0] });
  });
  const project = copyOfProject();
  const { endpointUrl, accessKeyId, secretAccessKey } = engine.aws;
  const framework = new Framework();
  endLater(() => framework.close());
  const temporaryFolder = mkdtempSync(path.join(tmpdir(), 'framework-'));
  endLater(() => rmSync(temporaryFolder, { recursive: true, force: true }));
  const variables = {
    ...{ AWS_ENDPOINT_URL: endpointUrl, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
    SLS_AWS_MONITORING_FREQUENCY: MONITORING_FREQUENCY,
  };
  return {
    ...{ engine, project },
    sls: (args, folder = '.') =>
      framework.run({
        ...{ script: scriptOf('sls', project), args, cwd: path.join(project, folder) },
        ...{ temporaryFolder, engine: variables },
      }),
    edit: (file, before, after) => edit(path.join(project, file), before, after),
    api: (region) => apiOf(engine, region),
    inventory: async (region) => inventoryOf(engine, region),
  };
}

function copyOfProject(): string {
  const project = mkdtempSync(path.join(tmpdir(), 'project-'));
  endLater(() => rmSync(project, { recursive: true, force: true }));
  for (const entry of readdirSync(ROOT)) {
    if (entry.startsWith('.') || entry === 'node_modules') continue;
    cpSync(path.join(ROOT, entry), path.join(project, entry), { recursive: true });
  }
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  return project;
}

function edit(file: string, before: string, after: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not have: ${before}`);
  writeFileSync(file, text.replace(before, after));
}

function apiOf({ regions, certificateAuthority: ca }: Engine, region: string): Api {
  const [api] = regions.get(region)?.graphqlApis ?? [];
  if (!api) throw new Error(`No API in ${region}.`);
  return { ...api, region, ca, apiKey: api.apiKeys[0] ?? '' };
}

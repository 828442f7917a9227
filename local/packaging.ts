// Packages the stacks with the Serverless Framework, exactly as a deployment would.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { childEnvironment } from './config';
import { UserError } from './errors';
import { isJsonObject, type JsonObject } from './json';
import { keptTokenKey, publicKeyFile } from './token-key';

/** The template that `sls deploy` would send to CloudFormation. */
const TEMPLATE = 'cloudformation-template-update-stack.json';
/** The stage whose issuers may have `keys: local`. */
const LOCAL_STAGE = 'local';

/** What is packaged. */
export interface PackagingRequest {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  readonly regions: readonly string[];
  /** Told when a region is done. */
  readonly onPackaged?: (region: string) => void;
}

/**
 * Packages the regional stack of each region into `.build/<stage>/<region>`, as many at a time as there are cores.
 * @returns the compiled templates by region, in the order of the request
 * @throws UserError `PACKAGING_FAILED` with what the framework said
 */
export async function packageRegions(request: PackagingRequest): Promise<ReadonlyMap<string, JsonObject>> {
  const waiting = request.regions.map((region, index) => ({ region, index }));
  const templates: [string, JsonObject][] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      templates[next.index] = [next.region, await packageRegion(request, next.region)];
      request.onPackaged?.(next.region);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return new Map(templates);
}

/** Where the framework leaves the template of a region, and the artifacts that a deployment would upload. */
export function packageFolder({ root, stage }: Pick<PackagingRequest, 'root' | 'stage'>, region: string): string {
  return path.join(root, '.build', stage, region, 'package');
}

async function packageRegion(request: PackagingRequest, region: string): Promise<JsonObject> {
  const { root, stage } = request;
  const folder = packageFolder(request, region);
  const service = path.join(folder, '..', 'service');
  copyService(root, service);
  await handOverKey(root, service);
  await runFramework(service, ['package', '--stage', stage, '--region', region, '--package', '../package']);
  const template: unknown = JSON.parse(readFileSync(path.join(folder, TEMPLATE), 'utf8'));
  if (isJsonObject(template)) return template;
  throw new Error(`${TEMPLATE} of ${region} is not an object.`);
}

/**
 * The framework works in `.serverless` of the service's folder, so that two of its runs in one folder break each other:
 * each gets a copy of its own.
 */
function copyService(root: string, service: string): void {
  rmSync(service, { recursive: true, force: true });
  for (const entry of readdirSync(root)) {
    if (entry.startsWith('.') || entry === 'node_modules' || entry === 'coverage') continue;
    cpSync(path.join(root, entry), path.join(service, entry), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(service, 'node_modules'));
}

/** The stage `local` trusts the key of this machine: the copy gets its public half. */
async function handOverKey(root: string, service: string): Promise<void> {
  const { publicJwk } = await keptTokenKey(root, LOCAL_STAGE);
  const file = path.join(service, publicKeyFile(LOCAL_STAGE));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(publicJwk));
}

/** Runs `sls` in a process of its own, without standard input. */
async function runFramework(service: string, args: readonly string[]): Promise<void> {
  const command = require.resolve('serverless/bin/serverless.js', { paths: [service] });
  const child = spawn(process.execPath, [command, ...args], {
    cwd: service,
    env: childEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new UserError(
    'PACKAGING_FAILED',
    `sls ${args.join(' ')} failed; mend what it says:\n${Buffer.concat(output).toString().trim()}`,
  );
}

// Packages the stacks with the Serverless Framework, exactly as a deployment would.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { certificateArnOf, isJsonObject, type JsonObject, UserError } from 'local-aws/terms';
import { writePage } from '../../edge/page/files';
import { type Program, type ProgramEnd, runProgram, scriptOf } from '../child-process';
import { withFramework } from './framework';
import { digestOf, filesBelow, forgetPackage, isKept, keepPackage } from './kept-package';
import { emptyTemporaryFolder } from './temporary-folder';
import { LOCAL_STAGE, publicKeyFile } from '../stages/names';
import { keptTokenKey } from '../tokens/token-key';
import { writingTo } from './writable-folder';

/** The template that `sls deploy` would send to CloudFormation. */
const TEMPLATE = 'cloudformation-template-update-stack.json';
/** What the framework keeps for the deployment: the service, as its variables were resolved. */
const SERVICE_STATE = 'serverless-state.json';
/** The folder of the front door's service, below the project's. */
const EDGE = 'edge';
/** The folder of the web page, the page in it, and where it is built to. */
const CLIENT = 'client';
const PAGE = 'index.html';
const BUILT_PAGE = path.join(CLIENT, 'dist');
/** In a package. */
const PAGE_SETTINGS = 'page/config.json';
/** Says which versions of others' code the page has in it. */
const LOCK = 'package-lock.json';
/** What no package is made of, or what is copied by itself. */
const NOT_COPIED = new Set(['node_modules', 'coverage', 'local', 'test', 'docs', 'bench', CLIENT]);

/** What is packaged. */
export interface PackagingRequest {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  readonly regions: readonly string[];
  /** The stage's domain: its certificate's ARN is handed over, which in AWS is found in the outputs of the front door's stack. */
  readonly domain?: string | undefined;
  /** Told when a region is done. */
  readonly onPackaged?: (region: string) => void;
}

/**
 * Packages the regional stack of each region into `.build/<stage>/<region>`, as many at a time as there are cores; what is there
 * and was made of the same stays.
 * @returns the compiled templates by region, in the order of the request
 * @throws UserError `PACKAGING_FAILED` with what the framework said, or `FOLDER_NOT_WRITABLE`
 */
export async function packageRegions(request: PackagingRequest): Promise<ReadonlyMap<string, JsonObject>> {
  const templates = request.regions.map(async (region) => {
    const template = await packageRegion(request, region);
    request.onPackaged?.(region);
    return [region, template] as const;
  });
  return new Map(await Promise.all(templates));
}

/** Where the framework leaves the template of a region, and the artifacts that a deployment would upload. */
export function packageFolder({ root, stage }: Pick<PackagingRequest, 'root' | 'stage'>, region: string): string {
  return path.join(root, '.build', stage, region, 'package');
}

async function packageRegion(request: PackagingRequest, region: string): Promise<JsonObject> {
  const { root, stage, domain } = request;
  const folder = packageFolder(request, region);
  const certificate = domain === undefined ? [] : ['--param', `certificateArn=${certificateArnOf(domain)}`];
  const args = ['package', '--stage', stage, '--region', region, ...certificate];
  await runFramework({ root, args, folder });
  return templateIn(folder);
}

/**
 * The name that the framework gives to a packaged stack.
 * @param folder of the package
 */
export function stackNameIn(folder: string): string {
  const state = objectIn(path.join(folder, SERVICE_STATE));
  const { service: name, provider } = isJsonObject(state['service']) ? state['service'] : {};
  const { stackName, stage } = isJsonObject(provider) ? provider : {};
  // https://github.com/oss-serverless/osls/blob/v4.3.1/lib/plugins/aws/lib/naming.js
  if (typeof stackName === 'string' && stackName !== '') return stackName;
  if (typeof name === 'string' && typeof stage === 'string') return `${name}-${stage}`;
  throw new Error(`${path.join(folder, SERVICE_STATE)} names no stack.`);
}

/** What the front door of a stage is packaged from. */
export interface EdgePackagingRequest {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  /** The hosts of the regions' APIs; only for a stage without a domain. */
  readonly hosts?: Readonly<Record<string, { readonly graphql: string; readonly realtime: string }>>;
}

/** The front door's stack as it was packaged. */
export interface PackagedEdge {
  readonly stackName: string;
  /** The compiled template. */
  readonly template: JsonObject;
  /** Where the zip of the router is, and the page. */
  readonly artifactFolder: string;
}

/**
 * Packages the front door's stack into `.build/<stage>/edge`, with the page, which is built if it is not up to date.
 * @throws UserError `PACKAGING_FAILED` with what the framework said, or `FOLDER_NOT_WRITABLE`
 */
export async function packageEdge({ root, stage, hosts }: EdgePackagingRequest): Promise<PackagedEdge> {
  const artifactFolder = packageFolder({ root, stage }, EDGE);
  const given = hosts ? ['--param', `hosts=${JSON.stringify(hosts)}`] : [];
  const args = ['package', '--stage', stage, ...given];
  // The framework works in a copy of the project that has no page: what was built is put in afterwards.
  await Promise.all([buildPage(root), runFramework({ root, folderOfService: EDGE, args, folder: artifactFolder })]);
  writingTo(artifactFolder, () => renewPage(path.join(root, BUILT_PAGE), artifactFolder));
  return { stackName: stackNameIn(artifactFolder), template: templateIn(artifactFolder), artifactFolder };
}

/** The page changes without any template: what was packaged before it was built gets the present one. */
function renewPage(from: string, packageFolder: string): void {
  const settings = objectIn(path.join(packageFolder, PAGE_SETTINGS));
  writePage({ from, packageFolder, settings });
}

/**
 * Builds the web page into `client/dist`, if anything that it is made of is younger than what is there.
 * @param root the project's folder
 * @throws UserError `PACKAGING_FAILED` with what Vite said, or `FOLDER_NOT_WRITABLE`
 */
export async function buildPage(root: string): Promise<void> {
  const client = path.join(root, CLIENT);
  if (!existsSync(path.join(client, PAGE))) return;
  const built = path.join(root, BUILT_PAGE, PAGE);
  const sources = filesBelow(client).filter((file) => !file.startsWith(path.join(root, BUILT_PAGE) + path.sep));
  const youngest = Math.max(
    ...[...sources, path.join(root, LOCK)].filter(existsSync).map((file) => statSync(file).mtimeMs),
  );
  if (existsSync(built) && statSync(built).mtimeMs >= youngest) return;
  const args = ['build', CLIENT];
  const temporaryFolder = emptyTemporaryFolder(path.join(root, '.build', CLIENT));
  const script = scriptOf('vite', root);
  requireSuccess('vite', args, await runProgram({ script, args, cwd: root, temporaryFolder, isShown: false }));
}

function templateIn(folder: string): JsonObject {
  return objectIn(path.join(folder, TEMPLATE));
}

function objectIn(file: string): JsonObject {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (isJsonObject(content)) return content;
  throw new Error(`${file} is not an object.`);
}

interface FrameworkRun {
  /** The project's folder. */
  readonly root: string;
  /** The folder of the service in it. */
  readonly folderOfService?: string;
  readonly args: readonly string[];
  /** Where the package goes. */
  readonly folder: string;
}

/** Runs `sls` in the folder of a service, unless its package is there already. */
async function runFramework({ root, folderOfService = '.', args, folder }: FrameworkRun): Promise<void> {
  const publicKey = await handedOverKey(root);
  const entries = readdirSync(root).filter((entry) => !entry.startsWith('.') && !NOT_COPIED.has(entry));
  const ingredients = [...entries, publicKey];
  const digest = digestOf({ root, entries: ingredients, args });
  if (isKept(folder, digest)) return;
  await withFramework(async (framework) => {
    forgetPackage(folder);
    const service = path.join(folder, '..', 'service');
    writingTo(service, () => copyService({ root, entries: ingredients, service }));
    // Its plugins do not remove all that they write into the temporary folder.
    const temporaryFolder = emptyTemporaryFolder(path.join(folder, '..'));
    const cwd = path.join(service, folderOfService);
    const command = { script: scriptOf('sls', cwd), args: [...args, '--package', folder], cwd, temporaryFolder };
    requireSuccess('sls', command.args, await framework.run(command));
  });
  keepPackage(folder, digest);
}

/**
 * The framework works in `.serverless` of the service's folder, so that two of its runs in one folder break each other:
 * each gets a copy of its own.
 */
function copyService({ root, entries, service }: { root: string; entries: readonly string[]; service: string }): void {
  rmSync(service, { recursive: true, force: true });
  for (const entry of entries) cpSync(path.join(root, entry), path.join(service, entry), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(service, 'node_modules'));
}

/** The stage `local` trusts the key of this machine: the package gets its public half. @returns its path in the project */
async function handedOverKey(root: string): Promise<string> {
  await keptTokenKey(root, LOCAL_STAGE);
  return publicKeyFile(LOCAL_STAGE);
}

/** @throws UserError `PACKAGING_FAILED` */
function requireSuccess(program: Program, args: readonly string[], { code, output }: ProgramEnd): void {
  if (code === 0) return;
  throw new UserError('PACKAGING_FAILED', `${program} ${args.join(' ')} failed; fix what it says:\n${output}`);
}

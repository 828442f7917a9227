// Packages the stacks with the Serverless Framework, exactly as a deployment would.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { certificateArnOf, isJsonObject, type JsonObject, UserError } from 'local-aws/terms';
import { writePage } from '../../edge/page/files';
import { type Program, type ProgramEnd, runProgram, scriptOf } from '../child-process';
import { withFramework } from './framework';
import type { HostsByRegion } from './hosts';
import { digestOf, filesBelow, forgetPackage, isKept, keepPackage } from './kept-package';
import { emptyTemporaryFolder } from './temporary-folder';
import { EDGE_REGION, LOCAL_STAGE, publicKeyFile } from '../stages/names';
import { keptTokenKey } from '../tokens/token-key';
import { writingTo } from './writable-folder';

/** The template that `sls deploy` would send to CloudFormation. */
const TEMPLATE = 'cloudformation-template-update-stack.json';
/** What the framework keeps for the deployment: the service, as its variables were resolved. */
const SERVICE_STATE = 'serverless-state.json';
/** The folder of the front door's service, below the project's. */
export const EDGE = 'edge';
/** The folder of the web page, the page in it, and where it is built to. */
const CLIENT = 'client';
const PAGE = 'index.html';
const BUILT_PAGE = path.join(CLIENT, 'dist');
/** In a package. */
const PAGE_SETTINGS = 'page/config.json';
/** Says which versions of others' code the page has in it. */
const LOCK = 'package-lock.json';
/** What no package is made of, or what is copied by itself. */
const NOT_COPIED = new Set([
  'node_modules',
  'coverage',
  'local',
  'test',
  'docs',
  'bench',
  'examples',
  'LICENSE',
  CLIENT,
]);
/** Nor of documents and of the settings of the checks. */
const OF_NO_PACKAGE = /\.(?:md|config\.mjs)$/;
/** The folder of the tools, of which the framework loads what it loads by itself. */
const TOOLS = 'tools';
const LOADED_BY_FRAMEWORK = /\.(?:js|json)$/;

/** What a service of the project is not made of, by its folder: what only the other one has. */
const OF_THE_OTHER: Readonly<Record<string, ReadonlySet<string>>> = {
  '.': new Set([EDGE]),
  [EDGE]: new Set(['channels', 'resolvers', 'authorizer', 'schema.graphql']),
};

/** What is packaged. */
export interface PackagingRequest {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  readonly regions: readonly string[];
  /** The stage's domain: its certificate's ARN is handed over, which in AWS is found in the outputs of the front door's stack. */
  readonly domain?: string | undefined;
}

/**
 * Packages the regional stack of each region into `.build/<stage>/<region>`, as many at a time as there are cores; what is there
 * and was made of the same stays.
 * @returns the compiled templates by region, in the order of the request
 * @throws UserError `PACKAGING_FAILED` with what the framework said, or `FOLDER_NOT_WRITABLE`
 */
export async function packageRegions(request: PackagingRequest): Promise<ReadonlyMap<string, JsonObject>> {
  const templates = request.regions.map(
    async (region) => [region, (await packageRegion(request, region)).template] as const,
  );
  return new Map(await Promise.all(templates));
}

/** A stack as it was packaged. */
export interface PackagedStack {
  readonly stackName: string;
  /** The region that it is for. */
  readonly region: string;
  /** The compiled template. */
  readonly template: JsonObject;
  /** Was it there already, made of the same? */
  readonly isKept: boolean;
  /** Where the zips of its functions are, and the page. */
  readonly artifactFolder: string;
  /** The folder of the service of which it was made, and the options of the framework's command line. */
  readonly serviceFolder: string;
  readonly options: readonly string[];
}

/** Where the framework leaves the template of a region, and the artifacts that a deployment would upload. */
export function packageFolder({ root, stage }: Pick<PackagingRequest, 'root' | 'stage'>, region: string): string {
  return path.join(root, '.build', stage, region, 'package');
}

/**
 * Packages the stack of one region.
 * @throws UserError as above
 */
export async function packageRegion(
  { root, stage, domain }: Omit<PackagingRequest, 'regions'>,
  region: string,
): Promise<PackagedStack> {
  const certificate = domain === undefined ? [] : ['--param', `certificateArn=${certificateArnOf(domain)}`];
  const options = ['--region', region, ...certificate];
  return packageService({ root, stage, region, options, folder: packageFolder({ root, stage }, region) });
}

/** What another service is packaged from. */
export interface ServicePackagingRequest {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  /** The folder of the service, below the project's. */
  readonly service: string;
}

/** esbuild: a place in a file, from the folder in which it runs. */
const PLACE = /^(\s*)([^\s:]+)(?=:\d+:\d+:)/gm;

/** What the folder of a service has. */
export const SERVICE_FILE = 'serverless.yml';
/** In the folder of another service: its page, which has a way of its own. */
export const SCREEN = 'screen';

/**
 * Packages the stack that another service of this folder has in a region, into `.build/<stage>/<region>/<service>`.
 * @throws UserError as above
 */
export async function packageOther(request: ServicePackagingRequest, region: string): Promise<PackagedStack> {
  const { root, stage, service } = request;
  const folder = path.join(root, '.build', stage, region, path.basename(service), 'package');
  const entries = readdirSync(path.join(root, service))
    .filter((entry) => entry !== SCREEN && isDeployedOfService(path.join(root, service), entry))
    .map((entry) => path.join(service, entry));
  const options = ['--region', region];
  return packageService({ root, stage, region, folderOfService: service, entries, options, folder });
}

/**
 * The name that the framework gives to a packaged stack.
 * @param folder of the package
 * @param stage of the framework's command line, which counts more than what the service says
 */
export function stackNameIn(folder: string, stage: string): string {
  const state = objectIn(path.join(folder, SERVICE_STATE));
  const { service: name, provider } = isJsonObject(state['service']) ? state['service'] : {};
  const { stackName } = isJsonObject(provider) ? provider : {};
  // https://github.com/oss-serverless/osls/blob/v4.3.1/lib/plugins/aws/lib/naming.js
  if (typeof stackName === 'string' && stackName !== '') return stackName;
  if (typeof name === 'string') return `${name}-${stage}`;
  throw new Error(`${path.join(folder, SERVICE_STATE)} names no stack.`);
}

/** What the front door of a stage is packaged from. */
export interface EdgePackagingRequest {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  /** The hosts of the regions' APIs; only for a stage without a domain. */
  readonly hosts?: HostsByRegion;
}

/**
 * Packages the front door's stack into `.build/<stage>/edge`, with the page, which is built if it is not up to date.
 * @throws UserError `PACKAGING_FAILED` with what the framework said, or `FOLDER_NOT_WRITABLE`
 */
export async function packageEdge({ root, stage, hosts }: EdgePackagingRequest): Promise<PackagedStack> {
  const folder = packageFolder({ root, stage }, EDGE);
  const options = hosts ? ['--param', `hosts=${JSON.stringify(hosts)}`] : [];
  // The framework works in a copy of the project that has no page: what was built is put in afterwards.
  const [packaged] = await Promise.all([
    packageService({ root, stage, region: EDGE_REGION, folderOfService: EDGE, options, folder }),
    buildPage(root),
  ]);
  writingTo(folder, () => renewPage(path.join(root, BUILT_PAGE), folder));
  return packaged;
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
  await buildPageIn(root, CLIENT);
}

/**
 * As above, for a page in another folder, which builds it into `dist`. Nothing is done where there is no page.
 * @param folder below the project's
 * @throws UserError as above
 */
export async function buildPageIn(root: string, folder: string): Promise<void> {
  const page = path.join(root, folder);
  if (!existsSync(path.join(page, PAGE))) return;
  const dist = path.join(page, 'dist');
  const built = path.join(dist, PAGE);
  const sources = filesBelow(page).filter((file) => !file.startsWith(dist + path.sep));
  const youngest = Math.max(
    ...[...sources, path.join(root, LOCK)].filter(existsSync).map((file) => statSync(file).mtimeMs),
  );
  if (existsSync(built) && statSync(built).mtimeMs >= youngest) return;
  const args = ['build', folder];
  const temporaryFolder = emptyTemporaryFolder(path.join(root, '.build', folder));
  const script = scriptOf('vite', root);
  const begun = new Date();
  requireSuccess('vite', args, await runProgram({ script, args, cwd: root, temporaryFolder, isShown: false }));
  // What was saved meanwhile is younger, and the page is built again.
  if (existsSync(built)) utimesSync(built, begun, begun);
}

function templateIn(folder: string): JsonObject {
  return objectIn(path.join(folder, TEMPLATE));
}

function objectIn(file: string): JsonObject {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (isJsonObject(content)) return content;
  throw new Error(`${file} is not an object.`);
}

interface ServiceToPackage {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  readonly region: string;
  /** The folder of the service in the project. */
  readonly folderOfService?: string;
  /** What it is made of, below the project's folder; all of the project that is packaged unless given. */
  readonly entries?: readonly string[];
  /** Of the framework's command line, after the stage. */
  readonly options: readonly string[];
  /** Where the package goes. */
  readonly folder: string;
}

/** Packages a service, unless its package is there already. */
async function packageService(service: ServiceToPackage): Promise<PackagedStack> {
  const { root, stage, region, folderOfService = '.', folder } = service;
  const options = ['--stage', stage, ...service.options];
  const entries = service.entries ?? (await entriesOf(root, folderOfService));
  const copy = path.join(folder, '..', 'service');
  const serviceFolder = path.join(copy, folderOfService);
  const args = ['package', ...options];
  const isNew = await runFramework({ root, folder, copy, folderOfService, entries, args });
  return {
    ...{ region, serviceFolder, options, artifactFolder: folder, isKept: !isNew },
    ...{ stackName: stackNameIn(folder, stage), template: templateIn(folder) },
  };
}

interface FrameworkRun {
  readonly root: string;
  readonly folder: string;
  /** Where the project is copied to. */
  readonly copy: string;
  /** The folder of the service in it. */
  readonly folderOfService: string;
  /** What is copied. */
  readonly entries: readonly string[];
  readonly args: readonly string[];
}

/** The files of the tools that the framework loads, by their paths below the project's folder. */
function frameworkTools(root: string): readonly string[] {
  const folder = path.join(root, TOOLS);
  if (!existsSync(folder)) return [];
  return filesBelow(folder)
    .filter((file) => LOADED_BY_FRAMEWORK.test(file))
    .map((file) => path.relative(root, file));
}

/** Is an entry of the project's folder part of packages, as a whole? */
function isIngredient(entry: string): boolean {
  return !entry.startsWith('.') && !NOT_COPIED.has(entry) && !OF_NO_PACKAGE.test(entry) && entry !== TOOLS;
}

/**
 * Does a deployment change when a file does?
 * @param file below the project's folder
 */
export function isDeployed(file: string): boolean {
  const [entry = ''] = file.split(path.sep);
  if (entry === CLIENT) return !file.startsWith(BUILT_PAGE);
  return isIngredient(entry) || (entry === TOOLS && LOADED_BY_FRAMEWORK.test(file));
}

/**
 * As above, of another service. What is a service of its own in its folder is none of it.
 * @param service its folder
 * @param file below it
 */
export function isDeployedOfService(service: string, file: string): boolean {
  const [entry = ''] = file.split(path.sep);
  if (entry.startsWith('.') || entry === 'node_modules' || OF_NO_PACKAGE.test(entry)) return false;
  return !existsSync(path.join(service, entry, SERVICE_FILE));
}

/** What a service of the project is made of, with what the framework loads. */
async function entriesOf(root: string, folderOfService: string): Promise<readonly string[]> {
  const others = OF_THE_OTHER[folderOfService];
  const entries = readdirSync(root).filter((entry) => isIngredient(entry) && others?.has(entry) !== true);
  return [...entries, ...frameworkTools(root), await handedOverKey(root)];
}

/**
 * Runs `sls` in the folder of a service, unless its package is there already.
 * @returns whether it was run
 */
async function runFramework({ root, folder, copy, folderOfService, entries, args }: FrameworkRun): Promise<boolean> {
  const cwd = path.join(copy, folderOfService);
  const digest = digestOf({ root, entries, args });
  if (isKept(folder, digest) && existsSync(cwd)) return false;
  await withFramework(async (framework) => {
    forgetPackage(folder);
    writingTo(copy, () => copyService({ root, entries, service: copy }));
    // Its plugins do not remove all that they write into the temporary folder.
    const temporaryFolder = emptyTemporaryFolder(path.join(folder, '..'));
    const command = { script: scriptOf('sls', cwd), args: [...args, '--package', folder], cwd, temporaryFolder };
    const { code, output } = await framework.run(command);
    requireSuccess('sls', command.args, { code, output: withPlaces(output, cwd, folderOfService) });
  });
  keepPackage(folder, digest);
  return true;
}

/** What esbuild says of a file in the folder of a service, with the file's place in the project. */
function withPlaces(output: string, cwd: string, folderOfService: string): string {
  return output.replaceAll(PLACE, (place, before: string, file: string) =>
    existsSync(path.join(cwd, file)) ? `${before}${path.join(folderOfService, file)}` : place,
  );
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

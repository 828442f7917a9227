// `npm start -- --watch`: what is saved is deployed, while sockets stay open.
import type { Stats } from 'node:fs';
import path from 'node:path';
import { watch } from 'chokidar';
import { UserError } from 'local-aws/terms';
import { mistakeIn } from '../packaging/mistake';
import { isDeployed, isDeployedOfService } from '../packaging/packaging';

/** Folders that are not looked into, wherever they are; and those of the project in which nothing is deployed but services. */
const UNSEEN = new Set(['node_modules', 'coverage', 'dist']);
const NOT_OF_THE_STAGE = new Set(['local', 'test', 'docs', 'bench', 'examples']);
/** Milliseconds without another change after which files are taken for saved: editors write several, or one in pieces. */
const PAUSE = 50;
/** Milliseconds for which a file that is gone may come again, in less than the pause: a file that is renamed is one change. */
const COMING_AGAIN = 10;
/** Milliseconds until what waits for another change of the stage is tried again. */
const BUSY_PAUSE = 500;

/** What a watcher does. */
export interface WatchOptions {
  /** The project's folder. */
  readonly root: string;
  /** The folders of other services, below it. */
  readonly services: readonly string[];
  /** Deploys what has changed, and tells the title of each stack in which there was something to deploy. */
  readonly deploy: (tell: (title: string) => void) => Promise<void>;
  /** Takes a line for the person at the terminal. */
  readonly tell: (line: string) => void;
}

/**
 * Watches until the process ends.
 * @returns what ends it earlier
 */
export async function watchProject({ root, services, deploy, tell }: WatchOptions): Promise<() => Promise<void>> {
  const saved = new Set<string>();
  let isDeploying = false;
  let isWaiting = false;
  let pause: NodeJS.Timeout | undefined;

  const deploySaved = async () => {
    if (isDeploying || saved.size === 0) return;
    isDeploying = true;
    const files = [...saved];
    saved.clear();
    const isBusy = (await deployFiles(files, deploy, tell)) === 'busy';
    isDeploying = false;
    if (isBusy) {
      if (!isWaiting) tell(`${nounOf(files)} will be deployed when the stage is not being changed from elsewhere.`);
      for (const file of files) saved.add(file);
      deployAfter(BUSY_PAUSE);
    }
    isWaiting = isBusy;
    // What was saved meanwhile.
    if (!isBusy) await deploySaved();
  };
  const deployAfter = (milliseconds: number) => {
    clearTimeout(pause);
    pause = setTimeout(() => void deploySaved(), milliseconds);
  };

  const watcher = watch(root, {
    ignoreInitial: true,
    atomic: COMING_AGAIN,
    ignored: (file, stats) => isUnseen(path.relative(root, file), { root, services }, stats),
  });
  watcher.on('all', (event, file) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    saved.add(path.relative(root, file));
    deployAfter(PAUSE);
  });
  watcher.on('error', (error) => tell(`Files cannot be watched any more: ${String(error)}.`));
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return async () => {
    clearTimeout(pause);
    await watcher.close();
  };
}

/** One file, or how many. */
function nounOf(files: readonly string[]): string {
  return files.length === 1 ? (files[0] ?? '') : `${files.length} files`;
}

/** Deploys, and says how it went, unless something else is changing the stage. Never throws: what ran goes on. */
async function deployFiles(
  files: readonly string[],
  deploy: WatchOptions['deploy'],
  tell: WatchOptions['tell'],
): Promise<'busy' | 'done'> {
  const started = performance.now();
  const stacks: string[] = [];
  const what = nounOf(files);
  try {
    await deploy((title) => stacks.push(title));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    tell(
      stacks.length === 0 ? `${what}: nothing to deploy.` : `${what}: deployed ${stacks.join(', ')} in ${seconds} s.`,
    );
  } catch (error) {
    if (error instanceof UserError && error.code === 'STAGE_BUSY') return 'busy';
    const reason =
      error instanceof UserError ? mistakeIn(error.message) : String(error instanceof Error ? error.stack : error);
    tell(`${what} ${files.length === 1 ? 'is' : 'are'} not deployed, and what ran goes on: ${reason}`);
  }
  return 'done';
}

function isUnseen(
  file: string,
  { root, services }: Pick<WatchOptions, 'root' | 'services'>,
  stats: Stats | undefined,
): boolean {
  // The innermost.
  const [service] = services.filter((folder) => isBelow(folder, file)).sort((one, other) => other.length - one.length);
  const own = service === undefined ? file : path.relative(service, file);
  if (own.split(path.sep).some((name) => UNSEEN.has(name) || (name.startsWith('.') && name !== ''))) return true;
  if (service !== undefined) return stats?.isFile() === true && !isDeployedOfService(path.join(root, service), own);
  if (NOT_OF_THE_STAGE.has(own.split(path.sep)[0] ?? '')) return !services.some((folder) => isBelow(file, folder));
  return stats?.isFile() === true && !isDeployed(file);
}

/** Is it the folder, or below it? */
function isBelow(folder: string, file: string): boolean {
  return file === folder || file.startsWith(folder + path.sep);
}

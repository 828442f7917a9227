// The programs that the commands run: the Serverless Framework, Vite, which builds the page, npm and Jest.
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { UserError } from 'local-aws/terms';

/** A program, by the name with which `npx` runs it. */
export type Program = 'sls' | 'vite';

/** Else these say with every run what a new version would bring. */
const SILENCE = {
  SLS_NOTIFICATIONS_MODE: 'off',
  SLS_TELEMETRY_DISABLED: '1',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
};

/** Of our own variables, those that would lead a program to another account than that of this machine's engine, or past it. */
const LEADS_ELSEWHERE = /^(?:AWS_.*|(?:https?_|all_)?proxy)$/i;

/** How a program is run. */
export interface ProgramRun {
  /** The program's JavaScript. */
  readonly script: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Where it leaves what it does not remove; the machine's own folder when absent. */
  readonly temporaryFolder?: string;
  /** Variables besides our own. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Does the person at the terminal see what it writes? */
  readonly isShown: boolean;
  /** Takes what the program sends by `process.send`; without it, a program has nobody to send to. */
  readonly onMessage?: (message: unknown) => void;
}

/** How a program ended. */
export interface ProgramEnd {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  /** What it wrote, unless it was shown. */
  readonly output: string;
}

/**
 * The JavaScript of a program.
 * @param root the project's folder
 * @throws UserError `NPM_MISSING`
 */
export function scriptOf(program: Program | 'npm' | 'jest', root: string): string {
  const options = { paths: [root] };
  if (program === 'npm') return npmScript();
  if (program === 'sls') return require.resolve('serverless/bin/serverless.js', options);
  return path.join(path.dirname(require.resolve(`${program}/package.json`, options)), `bin/${program}.js`);
}

/** Of the npm that runs us: https://docs.npmjs.com/cli/using-npm/scripts#environment */
function npmScript(): string {
  const script = process.env['npm_execpath'];
  if (script !== undefined) return script;
  throw new UserError('NPM_MISSING', 'This command needs npm: start it with "npm run".');
}

/** Runs a program. It ends with the process that runs it. */
export async function runProgram({ script, args, cwd, isShown, onMessage, ...run }: ProgramRun): Promise<ProgramEnd> {
  // Through a pipe a program would see that the reader of our output has gone, and print a stack.
  const output = isShown && process.stdout.isTTY ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, [script, ...args], {
    cwd,
    env: programEnvironment(run),
    // The framework may ask for the code of an MFA device.
    stdio: [isShown ? 'inherit' : 'ignore', output, output, ...(onMessage ? (['ipc'] as const) : [])],
  });
  if (onMessage) child.on('message', onMessage);
  endWithUs(child);
  const chunks: Buffer[] = [];
  for (const [from, to] of [[child.stdout, process.stdout] as const, [child.stderr, process.stderr] as const]) {
    if (isShown) from?.pipe(to, { end: false });
    else from?.on('data', (chunk: Buffer) => chunks.push(chunk));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, output: Buffer.concat(chunks).toString().trim() };
}

/** Ends a process, if it is still there, when our own ends. */
export function endWithUs(child: ChildProcess): void {
  const end = () => child.kill();
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

/** What a program would read there, if it were run now. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name];
}

/**
 * The variables that a program is run with.
 * @param isForEngine does it work on the account of this machine's engine, of which `variables` tell?
 */
export function programEnvironment({
  temporaryFolder,
  variables,
  isForEngine = false,
}: Pick<ProgramRun, 'temporaryFolder' | 'variables'> & { readonly isForEngine?: boolean }): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !isForEngine || !LEADS_ELSEWHERE.test(name));
  // Node.js reads the first on Linux and macOS, and the others on Windows: https://nodejs.org/api/os.html#ostmpdir
  const temporary = temporaryFolder !== undefined && {
    ...{ TMPDIR: temporaryFolder, TEMP: temporaryFolder, TMP: temporaryFolder },
  };
  return { ...Object.fromEntries(own), ...temporary, ...SILENCE, ...variables };
}

/** Has libraries say nothing in this process that is not the user's. To be called before the AWS SDK is loaded. */
export function silenceLibraries(): void {
  Object.assign(process.env, SILENCE);
}

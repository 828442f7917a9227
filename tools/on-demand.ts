// Packages that few need: they are installed when they are used, in the versions that a folder's package.json pins.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { runProgram, scriptOf } from './child-process';

const ROOT = path.join(__dirname, '..');
const ARGS = ['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];

/**
 * Installs what a folder's package.json asks for, unless it is there.
 * @returns why it is not there; `undefined` when it is
 */
export async function installProblem(folder: string): Promise<string | undefined> {
  if (isInstalled(folder)) return undefined;
  try {
    const { code, output } = await runProgram({
      script: scriptOf('npm', ROOT),
      args: ARGS,
      cwd: folder,
      isShown: false,
    });
    if (code === 0) return undefined;
    return output.split('\n')[0] ?? 'npm failed';
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** In the pinned versions. */
function isInstalled(folder: string): boolean {
  const { dependencies } = packageIn(folder) as { readonly dependencies: Readonly<Record<string, string>> };
  return Object.entries(dependencies).every(([name, version]) => {
    const installed = path.join(folder, 'node_modules', name);
    return existsSync(installed) && (packageIn(installed) as { readonly version: string }).version === version;
  });
}

function packageIn(folder: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

// Installs the peers that are not the project's dependencies: graphql-ws, and AWS's simulator of AppSync.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { runProgram, scriptOf } from '../tools/child-process';
import { ROOT } from './project';

const PEERS = path.join(__dirname, 'peers');
const ARGS = ['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund'];

/** @returns why they are not there; `undefined` when they are */
export async function peersProblem(): Promise<string | undefined> {
  if (areInstalled()) return undefined;
  try {
    const { code, output } = await runProgram({
      script: scriptOf('npm', ROOT),
      args: ARGS,
      cwd: PEERS,
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
function areInstalled(): boolean {
  const { dependencies } = packageIn(PEERS) as { readonly dependencies: Readonly<Record<string, string>> };
  return Object.entries(dependencies).every(([name, version]) => {
    const folder = path.join(PEERS, 'node_modules', name);
    return existsSync(folder) && (packageIn(folder) as { readonly version: string }).version === version;
  });
}

function packageIn(folder: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

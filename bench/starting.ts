// How long `npm start` takes in a copy of the project.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { scriptOf } from '../tools/child-process';
import { ROOT } from './project';

const READY = 'Ready in';

/** @returns seconds until the planet is ready; it is stopped again */
export async function startSeconds(project: string): Promise<number> {
  const started = performance.now();
  const args = [scriptOf('npm', ROOT), 'start', '--', '--port', 'auto'];
  const child = spawn(process.execPath, args, { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close');
  const end = () => void child.kill();
  process.once('exit', end);
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const onOutput = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(READY)) resolve();
    };
    child.stdout.on('data', onOutput);
    child.stderr.on('data', onOutput);
    child.once('close', () => reject(new Error(`npm start ended before it was ready:\n${output}`)));
  });
  const seconds = (performance.now() - started) / 1_000;
  process.kill(engineIn(project));
  await ended;
  process.off('exit', end);
  return seconds;
}

/** The process of the engine, which is npm's grandchild. */
function engineIn(project: string): number {
  const { pid } = JSON.parse(readFileSync(path.join(project, '.local/endpoints.json'), 'utf8')) as {
    readonly pid: number;
  };
  return pid;
}

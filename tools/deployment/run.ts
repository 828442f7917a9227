// Runs the commands of a deployment or a removal.
import path from 'node:path';
import { type Program, runProgram } from '../child-process';
import { emptyTemporaryFolder } from '../packaging/temporary-folder';
import { commandOf, type Step } from './steps';

/** What steps are run with. */
export interface Run {
  /** The project's folder. */
  readonly root: string;
  readonly stage: string;
  /** The JavaScript of each program. */
  readonly scripts: Readonly<Record<Program, string>>;
  /** Takes a line for the person at the terminal. */
  readonly print: (line: string) => void;
  /** What to do after a step has failed. */
  readonly adviceAfter: (failed: Step) => string;
}

/**
 * Runs the steps, and stops at the first one that fails.
 * @returns whether all of them were successful
 */
export async function runSteps(
  steps: readonly Step[],
  { root, stage, scripts, print, adviceAfter }: Run,
): Promise<boolean> {
  for (const [index, step] of steps.entries()) {
    print(`\n[${index + 1}/${steps.length}] ${step.title}: ${commandOf(step)}`);
    const { code } = await runProgram({
      script: scripts[step.program],
      args: step.args,
      cwd: path.join(root, step.folder),
      temporaryFolder: emptyTemporaryFolder(path.join(root, '.build', stage)),
      isShown: true,
    });
    if (code === 0) continue;
    const left = steps.slice(index + 1).map(({ title }) => title);
    const rest = left.length === 0 ? '' : ` Not tried: ${left.join('; ')}.`;
    print(`\nStopped: ${step.title} failed.${rest}\n${adviceAfter(step)}`);
    return false;
  }
  return true;
}

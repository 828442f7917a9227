// One run of the tests at a time in a folder: two would package over each other.
import { locked } from '../../../tools/deployment/exclusive';

const LOCK = 'testing';
const BUSY = {
  code: 'TESTS_RUNNING',
  sentence: 'Tests run in this folder already; wait until they have ended (a minute, if they were killed).',
};
/** Folders of which this process has the lock: each project of a run asks for it. */
const held = new Set<string>();

/**
 * Keeps other runs away until this process ends.
 * @param folder of what is packaged
 * @throws UserError `TESTS_RUNNING`
 */
export function requireOnlyRun(folder: string): void {
  if (held.has(folder)) return;
  // The library ends its locks when a signal ends the process, and not when Jest does.
  process.once('exit', locked(folder, LOCK, BUSY));
  held.add(folder);
}

// What is done once at a time in a folder: the change of a stage, since two would package into the same folders; the deployment of one to
// AWS, whichever it is, since the framework has one folder for all; and the start of an engine, since two would both find that none runs.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { lockSync } from 'proper-lockfile';
import { writingTo } from '../packaging/writable-folder';
import { STATE_FOLDER } from '../stages/names';

/** Milliseconds after which a lock counts no more that nobody has renewed: what held it was killed. A busy machine may renew it late. */
const STALE = 60_000;
/** The locks' names in the folders that they are for. */
const CHANGING = 'changing';
const DEPLOYING = 'deploying';
const STARTING = 'starting';

/**
 * Changes a stage while nothing else in this folder does.
 * @param root the project's folder
 * @param change packages, deploys or removes
 * @throws UserError `STAGE_BUSY`, `FOLDER_NOT_WRITABLE`, or whatever the change does
 */
export async function exclusively<Result>(root: string, stage: string, change: () => Promise<Result>): Promise<Result> {
  const busy = `Stage "${stage}" is being changed from this folder already; wait until that has ended (a minute, if it was killed).`;
  return locking(path.join(root, '.build', stage), CHANGING, { change, busy: { code: 'STAGE_BUSY', sentence: busy } });
}

/**
 * Changes a stage in AWS while nothing else in this folder changes one there, whichever: the framework works in `.serverless` of the project's
 * own folder, from which one run would upload what another one has just put there, and all stages have one built page.
 * @param root the project's folder
 * @param change deploys or removes
 * @throws UserError `STAGE_BUSY`, `FOLDER_NOT_WRITABLE`, or whatever the change does
 */
export async function changingAlone<Result>(
  root: string,
  stage: string,
  change: () => Promise<Result>,
): Promise<Result> {
  const sentence =
    'A stage is being deployed or removed from this folder already; wait until that has ended (a minute, if it was killed).';
  return locking(path.join(root, '.build'), DEPLOYING, {
    change: async () => exclusively(root, stage, change),
    busy: { code: 'STAGE_BUSY', sentence },
  });
}

/**
 * Starts an engine, of whatever stage, while nothing else in this folder does.
 * @param root the project's folder
 * @param change makes sure that none runs, starts one, and writes where it is
 * @throws UserError `ENGINE_RUNNING`, `FOLDER_NOT_WRITABLE`, or whatever the start does
 */
export async function startingAlone<Result>(root: string, change: () => Promise<Result>): Promise<Result> {
  const busy = 'An engine is being started in this folder already; stop it first (or wait a minute, if it was killed).';
  return locking(path.join(root, STATE_FOLDER), STARTING, { change, busy: { code: 'ENGINE_RUNNING', sentence: busy } });
}

/** Thrown while somebody else has the lock. */
interface Busy {
  readonly code: string;
  readonly sentence: string;
}

interface Locking<Result> {
  readonly change: () => Promise<Result>;
  readonly busy: Busy;
}

async function locking<Result>(folder: string, lock: string, { change, busy }: Locking<Result>): Promise<Result> {
  const release = locked(folder, lock, busy);
  try {
    return await change();
  } finally {
    release();
  }
}

/**
 * Takes a lock.
 * @param folder what it is for, made if it is not there
 * @param lock its name in it
 * @returns what ends it
 * @throws UserError that it is taken, or `FOLDER_NOT_WRITABLE`
 */
export function locked(folder: string, lock: string, { code, sentence }: Busy): () => void {
  try {
    return writingTo(folder, () => {
      mkdirSync(folder, { recursive: true });
      let isLost = false;
      const onCompromised = () => {
        // The change goes on: CloudFormation by itself refuses two at a time.
        isLost = true;
      };
      const release = lockSync(folder, { stale: STALE, lockfilePath: path.join(folder, lock), onCompromised });
      return () => {
        if (!isLost) release();
      };
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') throw new UserError(code, sentence, { cause: error });
    throw error;
  }
}

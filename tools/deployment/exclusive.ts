// One change of a stage at a time in a folder: two would package into the same folders.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { lockSync } from 'proper-lockfile';
import { writingTo } from '../packaging/writable-folder';

/** Milliseconds after which a lock counts no more that nobody has renewed: what held it was killed. A busy machine may renew it late. */
const STALE = 60_000;
/** The lock's name in the folder in which a stage is packaged. */
const LOCK = 'changing';

/**
 * Changes a stage while nothing else in this folder does.
 * @param root the project's folder
 * @param change packages, deploys or removes
 * @throws UserError `STAGE_BUSY`, `FOLDER_NOT_WRITABLE`, or whatever the change does
 */
export async function exclusively<Result>(root: string, stage: string, change: () => Promise<Result>): Promise<Result> {
  const release = locked(path.join(root, '.build', stage), stage);
  try {
    return await change();
  } finally {
    release();
  }
}

/** @returns what ends the lock */
function locked(folder: string, stage: string): () => void {
  try {
    return writingTo(folder, () => {
      mkdirSync(folder, { recursive: true });
      let isLost = false;
      const onCompromised = () => {
        // The change goes on: CloudFormation by itself refuses two at a time.
        isLost = true;
      };
      const release = lockSync(folder, { stale: STALE, lockfilePath: path.join(folder, LOCK), onCompromised });
      return () => {
        if (!isLost) release();
      };
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOCKED') throw busy(stage, error);
    throw error;
  }
}

function busy(stage: string, cause?: unknown): UserError {
  return new UserError(
    'STAGE_BUSY',
    `Stage "${stage}" is being changed from this folder already; wait until that has ended (a minute, if it was killed).`,
    { cause },
  );
}

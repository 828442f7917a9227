// Packages of regions and stages that are there no more: of each some megabytes that nobody would look for.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { UserError } from 'local-aws/terms';
import { EDGE, packageFolder } from '../packaging/packaging';
import { writingTo } from '../packaging/writable-folder';
import { stageNamesIn, stageOf } from '../stages/stage';
import { exclusively } from './exclusive';

/**
 * Removes what was packaged for regions that the stage does not have any more, and for stages that are not in stages.yml; unless one of
 * these is being changed at this moment.
 * @param root the project's folder
 * @param stage is being changed by nobody else
 * @throws UserError `FOLDER_NOT_WRITABLE`, or for a stage that is wrong
 */
export async function forgetGone(root: string, stage: string): Promise<void> {
  const there = [...stageOf(root, stage).regions, EDGE];
  for (const region of packagedOf(root, stage)) {
    if (!there.includes(region)) await remove(path.join(folderOf(root, stage), region));
  }
  const names = stageNamesIn(root);
  const others = readdirSync(path.join(root, '.build')).filter((entry) => !names.includes(entry));
  for (const gone of others.filter((entry) => packagedOf(root, entry).length > 0)) {
    await exclusively(root, gone, async () => remove(folderOf(root, gone))).catch(unlessBusy);
  }
}

function folderOf(root: string, stage: string): string {
  return path.join(root, '.build', stage);
}

/** For what of a stage there is a package; nothing for a folder that is of no stage. */
function packagedOf(root: string, stage: string): readonly string[] {
  try {
    return readdirSync(folderOf(root, stage)).filter((entry) => existsSync(packageFolder({ root, stage }, entry)));
  } catch {
    // A file, or somebody's lock that is gone meanwhile.
    return [];
  }
}

async function remove(folder: string): Promise<void> {
  writingTo(folder, () => rmSync(folder, { recursive: true, force: true }));
  return Promise.resolve();
}

function unlessBusy(error: unknown): void {
  if (!(error instanceof UserError) || error.code !== 'STAGE_BUSY') throw error;
}

// Where a tool leaves what it does not remove: beside what it makes, and no longer than until the next time.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writingTo } from './writable-folder';

const NAME = 'tmp';

/**
 * Makes a temporary folder with nothing in it.
 * @param place the folder in which it is
 * @returns its path
 * @throws UserError `FOLDER_NOT_WRITABLE`
 */
export function emptyTemporaryFolder(place: string): string {
  const folder = path.join(place, NAME);
  writingTo(place, () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  });
  return folder;
}

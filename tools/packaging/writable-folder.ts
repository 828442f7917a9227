// A folder of the project that the engine writes to: `.local` or `.build`. If it cannot, the user has to fix it.
import { renameSync, rmSync, writeFileSync, type WriteFileOptions } from 'node:fs';
import { UserError } from 'local-aws/terms';

/** Something else is there, it is not allowed, or there is no space. */
const NOT_WRITABLE = new Set(['EACCES', 'EDQUOT', 'EEXIST', 'EISDIR', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS']);

/**
 * Reads from a folder and writes to it.
 * @param folder its path, for the sentence
 * @param use is done at once, and reaches no other folder that could fail
 * @returns what `use` returns
 * @throws UserError `FOLDER_NOT_WRITABLE` with the reason that the operating system gives
 */
export function writingTo<Result>(folder: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    const { code = '', message, syscall } = error as NodeJS.ErrnoException;
    // Node.js says so when it may not make a folder above.
    const isUnmade = code === 'ENOENT' && syscall === 'mkdir';
    if (!isUnmade && !NOT_WRITABLE.has(code)) throw error;
    throw new UserError(
      'FOLDER_NOT_WRITABLE',
      `${folder} must be a folder that you can read and write, with space left: ${message}.`,
      { cause: error },
    );
  }
}

/**
 * Writes a file, or leaves none: half of one would be taken for a whole one the next time.
 * @throws Error of the operating system; `EEXIST` leaves the file that is there
 */
export function writeWhole(file: string, content: string | Buffer, options: WriteFileOptions): void {
  try {
    writeFileSync(file, content, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(file, { force: true });
    throw error;
  }
}

/**
 * Replaces a file: who reads it meanwhile has it as it was, or as it will be, and never half of it.
 * @param mode of the new one
 * @throws Error of the operating system, which leaves what was there
 */
export function replaceWhole(file: string, content: string, mode: number): void {
  const unfinished = `${file}.new`;
  try {
    writeFileSync(unfinished, content, { mode });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

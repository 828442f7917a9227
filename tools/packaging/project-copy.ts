// Copies of the project: for whoever runs it with other stages, or as it is after a fresh clone.
import { cpSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/** What no clone has. */
const MADE = new Set(['node_modules', '.git', '.build', '.local', '.serverless', 'coverage']);
const BUILT_PAGE = 'client/dist';
/** What a copy has that was used before: packages, and keys. */
const KEPT = new Set(['.build', '.local']);

/** What a copy is made of. */
export interface CopyOptions {
  /** The project's folder. */
  readonly root: string;
  /** The copy's. */
  readonly to: string;
  /** Does what was made in the copy before stay? */
  readonly isKept: boolean;
  /** Does the copy get the page as it was built? */
  readonly hasPage: boolean;
}

/** Copies the project. */
export function copyProject({ root, to, isKept, hasPage }: CopyOptions): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(to)) {
    if (!isKept || !KEPT.has(entry)) rmSync(path.join(to, entry), { recursive: true, force: true });
  }
  const page = path.join(root, BUILT_PAGE);
  const filter = (source: string) => !MADE.has(path.basename(source)) && (hasPage || source !== page);
  for (const entry of readdirSync(root)) {
    const source = path.join(root, entry);
    // Nothing is copied into itself.
    if (filter(source)) cpSync(source, path.join(to, entry), { recursive: true, preserveTimestamps: true, filter });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(to, 'node_modules'));
}

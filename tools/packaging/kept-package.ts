// A package that is still what packaging again would make: nothing that it was made of has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { environmentVariable } from '../child-process';
import { writeWhole, writingTo } from './writable-folder';

/** Beside the package's folder: the digest of what it was made of. */
const STAMP = 'packaged';
const YAML = new Set(['.yml', '.yaml']);
/** Variables of the framework whose values are neither in a file nor in the command line. */
const FROM_ENVIRONMENT = /\$\{env:(\w+)/g;
const FROM_AWS = /\$\{(?:aws|cf|s3|ssm)\b[^}]*:/;

/** What a package is made of. */
export interface Ingredients {
  /** The project's folder, and what in it is packaged: files, and folders with all that is in them. */
  readonly root: string;
  readonly entries: readonly string[];
  /** The framework's command line. */
  readonly args: readonly string[];
}

/** @returns a digest of all that decides what the package is; `undefined` if AWS decides it, too */
export function digestOf({ root, entries, args }: Ingredients): string | undefined {
  const hash = createHash('sha256').update(JSON.stringify(args));
  for (const file of entries.flatMap((entry) => filesAt(path.join(root, entry))).sort()) {
    const content = readFileSync(file);
    hash.update(`\0${path.relative(root, file)}\0${content.byteLength}\0`).update(content);
    if (!YAML.has(path.extname(file))) continue;
    const text = content.toString();
    if (FROM_AWS.test(text)) return undefined;
    for (const [, name = ''] of text.matchAll(FROM_ENVIRONMENT)) {
      hash.update(JSON.stringify([name, environmentVariable(name)]));
    }
  }
  return hash.digest('hex');
}

/** Was the package in this folder made of the same? */
export function isKept(folder: string, digest: string | undefined): boolean {
  return (
    digest !== undefined &&
    [folder, stampOf(folder)].every(existsSync) &&
    readFileSync(stampOf(folder), 'utf8') === digest
  );
}

/** Before a package is made: until it is whole, there is none. */
export function forgetPackage(folder: string): void {
  writingTo(path.dirname(folder), () => rmSync(stampOf(folder), { force: true }));
}

/** After a package was made. */
export function keepPackage(folder: string, digest: string | undefined): void {
  if (digest !== undefined) writingTo(path.dirname(folder), () => writeWhole(stampOf(folder), digest, {}));
}

function stampOf(folder: string): string {
  return path.join(path.dirname(folder), STAMP);
}

/** The file, or every file below the folder; nothing if it is not there. */
function filesAt(entry: string): readonly string[] {
  if (!existsSync(entry)) return [];
  return statSync(entry).isDirectory() ? filesBelow(entry) : [entry];
}

/** Every file below the folder. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

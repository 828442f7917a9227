// The code of a function, unpacked where its processes find it.
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { AwsError } from '../foundation/errors';

/** Packages that Lambda's Node.js runtimes bring along: https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html */
const RUNTIME_PACKAGES = ['@aws-sdk', '@smithy'];

/** A folder that holds a function's code. */
export interface CodeFolder {
  /** Lambda's `/var/task`. */
  readonly path: string;
  remove(): void;
}

/**
 * Unpacks a zip into a folder of its own, outside of the project: code finds what was packaged with it, and no more.
 * @throws AwsError `InvalidParameterValueException` when it is not a zip
 */
export function unpack(zip: Uint8Array): CodeFolder {
  const files = unzipped(zip);
  const root = mkdtempSync(path.join(tmpdir(), 'lambda-'));
  const remove = () => rmSync(root, { recursive: true, force: true });
  try {
    const task = path.join(root, 'task');
    for (const [name, content] of Object.entries(files)) write(task, name, content);
    mkdirSync(task, { recursive: true });
    linkRuntimePackages(path.join(root, 'node_modules'));
    return { path: task, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function unzipped(zip: Uint8Array): Readonly<Record<string, Uint8Array>> {
  try {
    return unzipSync(zip);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidParameterValueException', `Could not unzip uploaded file: ${reason}.`);
  }
}

function write(task: string, name: string, content: Uint8Array): void {
  const file = path.resolve(task, name);
  if (!file.startsWith(task + path.sep)) {
    throw new AwsError('InvalidParameterValueException', `Could not unzip uploaded file: ${name} leaves the archive.`);
  }
  if (name.endsWith('/')) {
    mkdirSync(file, { recursive: true });
    return;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** Of the packages that are installed here: a bundle leaves the SDK out, because Lambda has it. */
function linkRuntimePackages(modules: string): void {
  mkdirSync(modules);
  for (const name of RUNTIME_PACKAGES) {
    const installed = (require.resolve.paths(name) ?? []).map((folder) => path.join(folder, name)).find(existsSync);
    if (installed !== undefined) symlinkSync(installed, path.join(modules, name), 'junction');
  }
}

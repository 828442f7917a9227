// What the check of types said of code, kept on disk: the compiler need not even be loaded for code that it has seen.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isJsonObject, jsonIn } from '../../../foundation/json';
import type { CodeError } from '../javascript';

/** Code whose verdict is kept. Then all are forgotten, and what is still in use is checked anew. */
const MAX_VERDICTS = 500;

export class KeptVerdicts {
  readonly #folder: string;
  readonly #checker: string;

  /**
   * @param folder is made when it is needed; where it cannot be, nothing is kept
   * @param checker what the verdicts depend on beside the code: those of another checker are not found
   */
  constructor(folder: string, checker: string) {
    this.#folder = folder;
    this.#checker = checker;
  }

  find(code: string): readonly CodeError[] | undefined {
    try {
      return verdictIn(readFileSync(this.#fileOf(code), 'utf8'));
    } catch {
      return undefined;
    }
  }

  keep(code: string, errors: readonly CodeError[]): void {
    const file = this.#fileOf(code);
    const draft = `${file}.${process.pid}`;
    try {
      mkdirSync(this.#folder, { recursive: true });
      if (readdirSync(this.#folder).length >= MAX_VERDICTS) this.#forget();
      writeFileSync(draft, JSON.stringify(errors));
      // Whole or not at all, whoever else reads and writes here.
      renameSync(draft, file);
    } catch {
      // A folder that cannot be written to costs time and nothing else.
    }
  }

  #forget(): void {
    for (const name of readdirSync(this.#folder)) rmSync(path.join(this.#folder, name), { force: true });
  }

  #fileOf(code: string): string {
    const digest = createHash('sha256').update(`${this.#checker}\n${code}`).digest('hex');
    return path.join(this.#folder, `${digest}.json`);
  }
}

function verdictIn(text: string): readonly CodeError[] | undefined {
  const value = jsonIn(text);
  return Array.isArray(value) && value.every(isCodeError) ? value : undefined;
}

function isCodeError(value: unknown): value is CodeError {
  if (!isJsonObject(value)) return false;
  const { errorType, location } = value;
  return typeof errorType === 'string' && typeof value['value'] === 'string' && isJsonObject(location);
}

// The folder in which an account is kept between two starts of the engine. Everything is under the digest of its content; one small
// file, which is replaced as a whole, says which content is the account's.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { StackSnapshot } from '../cloudformation/stack-snapshot';
import { isJsonObject, jsonIn } from '../foundation/json';
import type { Log } from '../foundation/log';
import type { BucketSnapshot, StoredObject } from '../s3/s3';
import type { AccountSnapshot } from './account-snapshot';

/** Of what the folder holds: another one is not read. */
const VERSION = 1;
const POINTER = 'account.json';
const CONTENTS = 'contents';
/** A content, or what was left of one that was being written. */
const CONTENT = /^[\da-f]{64}(?:\.new)?$/;
/** Bytes of an account, in all. */
const MAX_BYTES = 256 * 1024 ** 2;
/** Milliseconds in which changes are written together. */
const PAUSE = 50;
/** Templates and objects are what only the user may know: tokens and keys are among them. */
const [OWNER_FOLDER, OWNER_FILE] = [0o700, 0o600];

/** An account as it is written: bodies and templates are contents of their own, named by their digests. */
type WrittenAccount = readonly (readonly [region: string, WrittenRegion])[];

interface WrittenRegion {
  readonly stacks: readonly StackSnapshot[];
  readonly buckets: readonly WrittenBucket[];
  readonly ownBuckets: readonly string[];
}

interface WrittenBucket extends Omit<BucketSnapshot, 'objects'> {
  readonly objects: readonly (readonly [key: string, WrittenObject])[];
}

interface WrittenObject extends Omit<StoredObject, 'body'> {
  readonly body: string;
}

/** Where an account is kept. */
export interface AccountFolderOptions {
  readonly folder: string;
  /** Whose ids the account's stacks have. */
  readonly seed: Buffer;
  readonly log: Log;
}

export class AccountFolder {
  readonly #options: AccountFolderOptions;
  #snapshot: (() => AccountSnapshot) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(options: AccountFolderOptions) {
    this.#options = options;
  }

  /** Reads the account. One that cannot be used is removed, with a sentence that says why; without one there is nothing in it. */
  async read(): Promise<AccountSnapshot> {
    try {
      const pointer = await this.#pointer();
      return pointer === undefined ? new Map() : await this.#accountOf(pointer);
    } catch (error) {
      const { folder, log } = this.#options;
      log.info(`The account in ${folder} is left out and begins empty: ${(error as Error).message}.`);
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
      return new Map();
    }
  }

  /** From now on, keeps what the account is after each change. */
  keep(snapshot: () => AccountSnapshot): void {
    this.#snapshot = snapshot;
  }

  /** Something of the account has changed. */
  changed(): void {
    if (this.#snapshot) this.#timer ??= setTimeout(() => this.#writeNow(), PAUSE);
  }

  /** Writes what has changed, and nothing any more. */
  async stop(): Promise<void> {
    if (this.#timer) this.#writeNow();
    this.#snapshot = undefined;
    await this.#writing;
  }

  #writeNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const account = this.#snapshot?.();
    if (!account) return;
    this.#writing = this.#writing
      .then(async () => this.#write(account))
      .catch((error: unknown) => {
        const { folder, log } = this.#options;
        const sentence = `The account cannot be kept in ${folder}, so the next start deploys it again: ${(error as Error).message}.`;
        if (!this.#hasFailed) log.info(sentence);
        this.#hasFailed = true;
      });
  }

  async #write(account: AccountSnapshot): Promise<void> {
    const contents = new Map<string, Buffer>();
    const name = (content: Buffer) => {
      const digest = digestOf(content);
      contents.set(digest, content);
      return digest;
    };
    const pointer = name(Buffer.from(JSON.stringify(writtenAccount(account, name))));
    const bytes = [...contents.values()].reduce((sum, { length }) => sum + length, 0);
    if (bytes > MAX_BYTES) throw new Error(`it has ${bytes} bytes, and ${MAX_BYTES} are kept at most`);
    const folder = this.#contentsFolder();
    await mkdir(folder, { recursive: true, mode: OWNER_FOLDER });
    const there = new Set(await readdir(folder));
    for (const [digest, content] of contents) {
      if (!there.has(digest)) await writeWhole(path.join(folder, digest), content);
    }
    const { seed } = this.#options;
    const about = { version: VERSION, seed: digestOf(seed), account: pointer };
    await writeWhole(path.join(this.#options.folder, POINTER), JSON.stringify(about));
    const old = [...there].filter((name) => CONTENT.test(name) && !contents.has(name));
    for (const name of old) await rm(path.join(folder, name), { force: true });
  }

  /** @returns the digest of the account; nothing if there is none */
  async #pointer(): Promise<string | undefined> {
    const text = await readFile(path.join(this.#options.folder, POINTER), 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return undefined;
    const about = jsonIn(text);
    if (!isJsonObject(about)) throw new Error(`${POINTER} is broken`);
    if (about['version'] !== VERSION) throw new Error('another version of the engine has kept it');
    if (about['seed'] !== digestOf(this.#options.seed)) throw new Error('it has the ids of another seed');
    if (typeof about['account'] !== 'string') throw new Error(`${POINTER} is broken`);
    return about['account'];
  }

  async #accountOf(pointer: string): Promise<AccountSnapshot> {
    let room = MAX_BYTES;
    const bodies = new Map<string, Buffer>();
    const read = async (digest: string) => {
      const file = path.join(this.#contentsFolder(), path.basename(digest));
      room -= (await stat(file)).size;
      if (room < 0) throw new Error(`it has more than ${MAX_BYTES} bytes`);
      const content = await readFile(file);
      if (digestOf(content) !== digest) throw new Error(`${file} is not what was written`);
      bodies.set(digest, content);
      return content;
    };
    // By its digest it is what this version has written.
    const account = JSON.parse((await read(pointer)).toString()) as WrittenAccount;
    for (const digest of digestsIn(account)) if (!bodies.has(digest)) await read(digest);
    const body = (digest: string) => bodies.get(digest) ?? Buffer.alloc(0);
    return new Map(account.map(([name, region]) => [name, readRegion(region, body)] as const));
  }

  #contentsFolder(): string {
    return path.join(this.#options.folder, CONTENTS);
  }
}

function writtenAccount(account: AccountSnapshot, name: (content: Buffer) => string): WrittenAccount {
  return [...account].map(([region, { stacks, buckets, ownBuckets }]) => [
    region,
    {
      ownBuckets,
      stacks: stacks.map((stack) => ({
        ...stack,
        source: { ...stack.source, templateBody: name(Buffer.from(stack.source.templateBody)) },
      })),
      buckets: buckets.map((bucket) => ({
        ...bucket,
        objects: [...bucket.objects].map(([key, object]) => [key, { ...object, body: name(object.body) }]),
      })),
    },
  ]);
}

function digestsIn(account: WrittenAccount): readonly string[] {
  return account.flatMap(([, { stacks, buckets }]) => [
    ...stacks.map(({ source }) => source.templateBody),
    ...buckets.flatMap(({ objects }) => objects.map(([, { body }]) => body)),
  ]);
}

function readRegion({ stacks, buckets, ownBuckets }: WrittenRegion, body: (digest: string) => Buffer) {
  return {
    ownBuckets,
    stacks: stacks.map((stack) => ({
      ...stack,
      source: { ...stack.source, templateBody: body(stack.source.templateBody).toString() },
    })),
    buckets: buckets.map((bucket) => ({
      ...bucket,
      objects: new Map(bucket.objects.map(([key, object]) => [key, { ...object, body: body(object.body) }] as const)),
    })),
  };
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The file is there as a whole, or as it was. */
async function writeWhole(file: string, content: Buffer | string): Promise<void> {
  const unfinished = `${file}.new`;
  await writeFile(unfinished, content, { mode: OWNER_FILE });
  await rename(unfinished, file);
}

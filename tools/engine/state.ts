// What the engine keeps in `.local/` between its starts.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createAuthority, type TlsIdentity } from 'local-aws';
import { AUTHORITY_CERTIFICATE } from './authority-file';
import { writeWhole, writingTo } from '../packaging/writable-folder';
import { STATE_FOLDER } from '../stages/names';

/** Whom the person sees who is asked to trust the certificate. */
const AUTHORITY = 'Global Pub/Sub local authority';

const SEED_BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * The certificate authority of this machine, made at the first start: who has trusted it need not do so again.
 * @throws UserError `FOLDER_NOT_WRITABLE`
 */
export async function keptAuthority(root: string): Promise<TlsIdentity> {
  const [key, cert] = [path.join(root, STATE_FOLDER, 'ca-key.pem'), path.join(root, AUTHORITY_CERTIFICATE)];
  const kept = { key: readIfThere(key)?.toString(), cert: readIfThere(cert)?.toString() };
  if (kept.key !== undefined && kept.cert !== undefined) return { key: kept.key, cert: kept.cert };

  const authority = await createAuthority(AUTHORITY);
  write(key, authority.key, OWNER_ONLY);
  write(cert, authority.cert);
  return authority;
}

/**
 * The seed of this machine's ids and keys, made at the first start: a client's settings hold after a restart.
 * @throws UserError `FOLDER_NOT_WRITABLE`
 */
export function keptSeed(root: string): Buffer {
  const file = path.join(root, STATE_FOLDER, 'seed');
  const kept = readIfThere(file);
  if (kept) return kept;

  const seed = randomBytes(SEED_BYTES);
  write(file, seed, OWNER_ONLY);
  return seed;
}

/** Where the account of a stage is kept. Each stage has one of its own: the front door leads to one stage only. */
export function accountFolder(root: string, stage: string): string {
  return path.join(root, STATE_FOLDER, 'accounts', stage);
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return writingTo(path.dirname(file), () => readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function write(file: string, content: string | Buffer, mode?: number): void {
  writingTo(path.dirname(file), () => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, content, { mode });
  });
}

// A team's own key pairs, kept in `.local/` and made on demand: the private half never leaves this machine.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import { writeWhole, writingTo } from '../packaging/writable-folder';
import { keyFile, publicKeyFile } from '../stages/names';

/** A key pair as JSON Web Keys. */
export interface TokenKey {
  readonly privateJwk: JWK;
  /** For `keys:` in stages.yml. */
  readonly publicJwk: JWK;
}

/** The algorithm of our own tokens. */
export const TOKEN_ALGORITHM = 'ES256';

const OWNER_ONLY = 0o600;
/** Characters of a key's id after the stage's name. */
const KEY_ID_LENGTH = 8;

/**
 * The key pair of a stage, made when it is first asked for.
 * @param root the project's folder
 * @throws UserError `FOLDER_NOT_WRITABLE`
 */
export async function keptTokenKey(root: string, stage: string): Promise<TokenKey> {
  const file = path.join(root, keyFile(stage));
  const privateJwk = read(file) ?? (await made(file, stage));
  const publicJwk = { ...privateJwk };
  delete publicJwk.d;
  const publicFile = path.join(root, publicKeyFile(stage));
  writingTo(path.dirname(publicFile), () => writeFileSync(publicFile, JSON.stringify(publicJwk)));
  return { privateJwk, publicJwk };
}

async function made(file: string, stage: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(TOKEN_ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const thumbprint = await calculateJwkThumbprint(jwk);
  const key = { ...jwk, kid: `${stage}-${thumbprint.slice(0, KEY_ID_LENGTH)}`, alg: TOKEN_ALGORITHM };
  const folder = path.dirname(file);
  try {
    writingTo(folder, () => {
      mkdirSync(folder, { recursive: true });
      writeWhole(file, JSON.stringify(key), { mode: OWNER_ONLY, flag: 'wx' });
    });
    return key;
  } catch (error) {
    // Another process made one in the meantime, and may have used it.
    const kept = read(file);
    if (kept) return kept;
    throw error;
  }
}

function read(file: string): JWK | undefined {
  try {
    return JSON.parse(writingTo(path.dirname(file), () => readFileSync(file, 'utf8'))) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

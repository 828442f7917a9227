// The web page: the engine puts the files into their bucket that a deployment would put there.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Stack } from '../cloudformation/stack';
import type { EdgeLocation } from '../cloudfront/cloudfront';
import type { Opening } from './front-door';
import { isJsonObject, type JsonObject } from '../foundation/json';

/** Below the package's folder: the files, and how each is served. */
const FILES = 'page';
const MANIFEST = 'page.json';
/** What the page reads first. The engine adds what only an engine has. */
const CONFIG = 'config.json';

/** How a file is served. */
interface Served {
  readonly contentType: string;
  readonly cacheControl: string;
}

/** Where the page comes from, and where it goes. */
export interface Upload {
  /** The artifacts of the edge stack. */
  readonly artifactFolder: string;
  readonly stack: Stack;
  readonly edges: ReadonlyMap<string, EdgeLocation>;
}

/** Puts the page into the bucket of the edge stack. */
export function uploadPage(
  { edgeRegion, controlKey, token }: Pick<Opening, 'edgeRegion' | 'controlKey' | 'token'>,
  { artifactFolder, stack, edges }: Upload,
): void {
  const folder = path.join(artifactFolder, FILES);
  const bucket = stack.outputs['PageBucketName'] ?? '';
  for (const [key, served] of Object.entries(manifestOf(artifactFolder))) {
    const file = readFileSync(path.join(folder, key));
    const body = key === CONFIG ? withLocalSettings(file, { controlKey, token, edges }) : file;
    edgeRegion.services.s3.putObject(bucket, key, { body, ...served });
  }
}

function manifestOf(folder: string): Readonly<Record<string, Served>> {
  return JSON.parse(readFileSync(path.join(folder, MANIFEST), 'utf8')) as Readonly<Record<string, Served>>;
}

function withLocalSettings(
  file: Buffer,
  {
    controlKey,
    token,
    edges,
  }: Pick<Opening, 'controlKey' | 'token'> & { readonly edges: ReadonlyMap<string, EdgeLocation> },
): Buffer {
  const config: unknown = JSON.parse(file.toString());
  const settings: JsonObject = {
    ...(isJsonObject(config) && config),
    ...(token !== undefined && { token }),
    local: { controlKey, edges: Object.fromEntries([...edges].map(([location, { url }]) => [location, url])) },
  };
  return Buffer.from(JSON.stringify(settings));
}

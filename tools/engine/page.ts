// The web page: its files are put into their bucket, as a deployment would put them there.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type EdgeLocation, type EngineRegion, isJsonObject, type JsonObject, type Stack } from 'local-aws';

/** Below the package's folder: the files, and how each is served. */
const FILES = 'page';
const MANIFEST = 'page.json';
/** What the page reads first. It is told what only a planet on one machine has. */
const CONFIG = 'config.json';

/** How a file is served. */
interface Served {
  readonly contentType: string;
  readonly cacheControl: string;
}

/** What the page is told. */
interface LocalSettings {
  readonly edges: ReadonlyMap<string, EdgeLocation>;
  readonly controlKey: string;
  /** What visitors are signed in with. */
  readonly token: string | undefined;
}

/** Where the page comes from, where it goes, and what it is told. */
export interface Upload extends LocalSettings {
  /** The artifacts of the edge stack. */
  readonly artifactFolder: string;
  readonly stack: Stack;
}

/** Puts the page into the bucket of the edge stack. */
export function uploadPage(edgeRegion: EngineRegion, { artifactFolder, stack, ...settings }: Upload): void {
  const folder = path.join(artifactFolder, FILES);
  const bucket = stack.outputs['PageBucketName'] ?? '';
  for (const [key, served] of Object.entries(manifestOf(artifactFolder))) {
    const file = readFileSync(path.join(folder, key));
    const body = key === CONFIG ? withLocalSettings(file, settings) : file;
    edgeRegion.putObject(bucket, key, { body, ...served });
  }
}

function manifestOf(folder: string): Readonly<Record<string, Served>> {
  return JSON.parse(readFileSync(path.join(folder, MANIFEST), 'utf8')) as Readonly<Record<string, Served>>;
}

function withLocalSettings(file: Buffer, { controlKey, token, edges }: LocalSettings): Buffer {
  const config: unknown = JSON.parse(file.toString());
  const settings: JsonObject = {
    ...(isJsonObject(config) && config),
    ...(token !== undefined && { token }),
    local: { controlKey, edges: Object.fromEntries([...edges].map(([location, { url }]) => [location, url])) },
  };
  return Buffer.from(JSON.stringify(settings));
}

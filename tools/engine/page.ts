// The web page: its files are put into their bucket, as a deployment would put them there.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { EdgeLocation, EngineRegion, JsonObject, Stack } from 'local-aws';

/** Below the package's folder: the files, and how each is served. */
const FILES = 'page';
const MANIFEST = 'page.json';
/** Bytes of an invitation: too many to guess. */
const INVITATION_LENGTH = 24;

/** How a file is served. */
interface Served {
  readonly contentType: string;
  readonly cacheControl: string;
}

/** What the page is told of a planet on one machine. */
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

/**
 * Puts the page into the bucket of the edge stack, and beside it what only this machine's user may know: every user of the
 * machine reaches the page.
 * @returns the link to the page at each edge location; its fragment is what the file is found by
 */
export function uploadPage(
  edgeRegion: EngineRegion,
  { artifactFolder, stack, ...settings }: Upload,
): ReadonlyMap<string, string> {
  const folder = path.join(artifactFolder, FILES);
  const bucket = stack.outputs['PageBucketName'] ?? '';
  for (const [key, served] of Object.entries(manifestOf(artifactFolder))) {
    edgeRegion.putObject(bucket, key, { body: readFileSync(path.join(folder, key)), ...served });
  }
  const invitation = randomBytes(INVITATION_LENGTH).toString('base64url');
  const links = new Map(
    [...settings.edges].map(([location, { url }]) => [location, `${url}/#invitation=${invitation}`] as const),
  );
  edgeRegion.putObject(bucket, `assets/local-${invitation}.json`, {
    body: localSettings(settings, links),
    contentType: 'application/json',
    cacheControl: 'no-store',
  });
  return links;
}

function manifestOf(folder: string): Readonly<Record<string, Served>> {
  return JSON.parse(readFileSync(path.join(folder, MANIFEST), 'utf8')) as Readonly<Record<string, Served>>;
}

function localSettings({ controlKey, token }: LocalSettings, links: ReadonlyMap<string, string>): Buffer {
  const settings: JsonObject = {
    ...(token !== undefined && { token }),
    local: { controlKey, edges: Object.fromEntries(links) },
  };
  return Buffer.from(JSON.stringify(settings));
}

// The web page: its files are put into their bucket, as a deployment would put them there.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { withConnections } from '../../edge/page/files';
import type { ApiEndpoint, EdgeLocation, EngineRegion, JsonObject, Stack } from 'local-aws';

/** Below the package's folder: the files, and how each is served. */
const FILES = 'page';
const MANIFEST = 'page.json';
const SETTINGS = 'config.json';
const INDEX = 'index.html';
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
  /** By region: where its API is on this machine, whose names are nobody's outside of the engine. */
  readonly apis: ReadonlyMap<string, ApiEndpoint>;
}

/**
 * Puts the page into the bucket of the edge stack, and beside it what only this machine's user may know: every user of the
 * machine reaches the page.
 * @returns the link to the page at each edge location; its fragment is what the file is found by
 */
export function uploadPage(
  edgeRegion: EngineRegion,
  { artifactFolder, stack, apis, ...settings }: Upload,
): ReadonlyMap<string, string> {
  const folder = path.join(artifactFolder, FILES);
  const bucket = stack.outputs['PageBucketName'] ?? '';
  for (const [key, served] of Object.entries(manifestOf(artifactFolder))) {
    edgeRegion.s3.putObject(bucket, key, { body: adapted(key, readFileSync(path.join(folder, key)), apis), ...served });
  }
  const invitation = randomBytes(INVITATION_LENGTH).toString('base64url');
  const links = new Map(
    [...settings.edges].map(([location, { url }]) => [location, `${url}/#invitation=${invitation}`] as const),
  );
  edgeRegion.s3.putObject(bucket, `assets/local-${invitation}.json`, {
    body: localSettings(settings, links),
    contentType: 'application/json',
    cacheControl: 'no-store',
  });
  return links;
}

function manifestOf(folder: string): Readonly<Record<string, Served>> {
  return JSON.parse(readFileSync(path.join(folder, MANIFEST), 'utf8')) as Readonly<Record<string, Served>>;
}

/** A file of the page, with the addresses of this machine's regions in place of those of AWS. */
function adapted(key: string, file: Buffer, apis: Upload['apis']): Buffer {
  if (key === SETTINGS) return withAddresses(file, apis);
  if (key !== INDEX) return file;
  return Buffer.from(
    withConnections(
      file.toString(),
      [...apis.values()].map(({ graphqlUrl: url }) => ({ url })),
    ),
  );
}

/** The stage's settings, with the addresses of the regions' APIs. */
function withAddresses(file: Buffer, apis: Upload['apis']): Buffer {
  const { regions, ...settings } = JSON.parse(file.toString()) as { readonly regions: readonly { name: string }[] };
  const here = regions.map((region) => {
    const api = apis.get(region.name);
    return { ...region, ...(api && { url: new URL(api.graphqlUrl).origin }) };
  });
  return Buffer.from(JSON.stringify({ ...settings, regions: here }));
}

function localSettings({ controlKey, token }: LocalSettings, links: ReadonlyMap<string, string>): Buffer {
  const settings: JsonObject = {
    ...(token !== undefined && { token }),
    local: { controlKey, edges: Object.fromEntries(links) },
  };
  return Buffer.from(JSON.stringify(settings));
}

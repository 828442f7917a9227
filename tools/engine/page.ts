// The web page in its bucket: what only this machine knows is put beside what a deployment has uploaded.
import { randomBytes } from 'node:crypto';
import { withConnections } from '../../edge/page/files';
import type { EdgeLocation, EngineRegion, JsonObject } from 'local-aws';

const SETTINGS = 'config.json';
const INDEX = 'index.html';
/** Of what only this machine's user may know. */
const INVITATIONS = 'assets/local-';
/** Bytes of an invitation: too many to guess. */
const INVITATION_LENGTH = 24;

/** A file of the page. */
export interface PageFile {
  readonly body: Buffer;
  readonly contentType: string;
  readonly cacheControl?: string | undefined;
}

/** The bucket of the page. */
export interface PageBucket {
  /** @returns nothing when there is no such file */
  read(key: string): Promise<PageFile | undefined>;
  write(key: string, file: PageFile): Promise<void>;
}

/** What the page is told of a planet on one machine. */
export interface LocalSettings {
  readonly edges: ReadonlyMap<string, EdgeLocation>;
  readonly controlKey: string;
  /** What visitors are signed in with. */
  readonly token: string | undefined;
}

/** A page's bucket in an engine of this process. */
export function pageBucketIn({ s3 }: EngineRegion, bucketName: string): PageBucket {
  return {
    read: async (key) =>
      Promise.resolve(s3.keysOf(bucketName, key).includes(key) ? s3.objectOf(bucketName, key) : undefined),
    write: async (key, file) => {
      s3.putObject(bucketName, key, file);
      return Promise.resolve();
    },
  };
}

/**
 * Puts the addresses of this machine's regions in place of those of AWS, whose names are nobody's outside of the engine. To be called
 * after each deployment of the page.
 * @param apis the URL of each region's API
 */
export async function addressPage(bucket: PageBucket, apis: ReadonlyMap<string, string>): Promise<void> {
  await change(bucket, SETTINGS, (text) => withAddresses(text, apis));
  await change(bucket, INDEX, (text) =>
    withConnections(
      text,
      [...apis.values()].map((url) => ({ url })),
    ),
  );
}

/**
 * Puts beside the page what only this machine's user may know: every user of the machine reaches the page. What was there for an
 * earlier start goes.
 * @returns the link to the page at each edge location; its fragment is what the file is found by
 */
export function inviteTo(
  { s3 }: EngineRegion,
  bucketName: string,
  settings: LocalSettings,
): ReadonlyMap<string, string> {
  // What is in a folder is the page of another service.
  const before = s3.keysOf(bucketName, INVITATIONS).filter((key) => !key.includes('/', INVITATIONS.length));
  for (const key of before) s3.deleteObject(bucketName, key);
  const invitation = randomBytes(INVITATION_LENGTH).toString('base64url');
  const links = new Map(
    [...settings.edges].map(([location, { url }]) => [location, `${url}/#invitation=${invitation}`] as const),
  );
  s3.putObject(bucketName, `${INVITATIONS}${invitation}.json`, {
    body: localSettings(settings, links),
    contentType: 'application/json',
    cacheControl: 'no-store',
  });
  return links;
}

async function change(bucket: PageBucket, key: string, changed: (text: string) => string): Promise<void> {
  const file = await bucket.read(key);
  if (!file) return;
  const [before, after] = [file.body.toString(), changed(file.body.toString())];
  if (after !== before) await bucket.write(key, { ...file, body: Buffer.from(after) });
}

/** The stage's settings, with the addresses of the regions' APIs. */
function withAddresses(text: string, apis: ReadonlyMap<string, string>): string {
  const { regions, ...settings } = JSON.parse(text) as { readonly regions: readonly { readonly name: string }[] };
  const here = regions.map((region) => {
    const url = apis.get(region.name);
    return { ...region, ...(url !== undefined && { url: new URL(url).origin }) };
  });
  return JSON.stringify({ ...settings, regions: here });
}

function localSettings({ controlKey, token }: LocalSettings, links: ReadonlyMap<string, string>): Buffer {
  const settings: JsonObject = {
    ...(token !== undefined && { token }),
    local: { controlKey, edges: Object.fromEntries(links) },
  };
  return Buffer.from(JSON.stringify(settings));
}

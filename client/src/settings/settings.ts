// What the page is told in /config.json, which the deployment writes, so that no source has to be edited.

/** The file, below the page's own address. */
export const SETTINGS_PATH = '/config.json';

/** A region of the stage, and where it is. */
export interface StageRegion {
  /** AWS's name: `us-west-2`. */
  readonly name: string;
  /** What people call it: `Oregon`. */
  readonly place: string;
  /** The code of CloudFront's edge locations near there: `HIO`. */
  readonly airport: string;
  /** Degrees. */
  readonly latitude: number;
  readonly longitude: number;
  /** The API's own address there, for when the front door does not answer. */
  readonly url?: string;
}

/** What the engine on a laptop adds. */
export interface LocalSettings {
  /** What the engine's own paths must be called with. */
  readonly controlKey: string;
  /** The page's link at the edge near each region. */
  readonly edges: Readonly<Record<string, string>>;
}

/** The page's settings. */
export interface Settings {
  readonly stage: string;
  readonly routing: 'latency' | 'failover';
  /** In the order of the stage. */
  readonly regions: readonly StageRegion[];
  /** Hours for which the stage keeps its messages; 0 if it keeps none. */
  readonly historyHours?: number;
  /** Channels and patterns of which it keeps none. */
  readonly historyExcept?: readonly string[];
  /** Is the Events door open, at `/event` of the front door? */
  readonly hasEvents: boolean;
  /** What visitors are signed in with, on a laptop. */
  readonly token?: string;
  readonly local?: LocalSettings;
}

/** Settings that the page cannot work with; the message says what is wrong with them. */
export class SettingsError extends Error {}

/**
 * The settings in the file's JSON.
 * @throws SettingsError with a sentence that names the key
 */
export function settingsOf(value: unknown): Settings {
  const file = recordAt(value, 'The file');
  const { token, local, history, events } = file;
  return {
    stage: textAt(file, 'stage'),
    routing: routingOf(file['routing']),
    regions: regionsOf(file['regions']),
    hasEvents: events === true,
    ...(history !== undefined && historyOf(recordAt(history, '"history"'))),
    ...(token !== undefined && { token: textAt(file, 'token') }),
    ...(local !== undefined && { local: localOf(local) }),
  };
}

function routingOf(value: unknown): Settings['routing'] {
  if (value === 'latency' || value === 'failover') return value;
  throw new SettingsError('"routing" must be "latency" or "failover".');
}

function regionsOf(value: unknown): readonly StageRegion[] {
  if (!Array.isArray(value) || value.length === 0) throw new SettingsError('"regions" must be a list of regions.');
  return value.map((entry: unknown, index) => {
    const at = `regions[${index}]`;
    const region = recordAt(entry, `"${at}"`);
    return {
      name: textAt(region, 'name', at),
      place: textAt(region, 'place', at),
      airport: textAt(region, 'airport', at),
      latitude: degreesAt(region, 'latitude', at),
      longitude: degreesAt(region, 'longitude', at),
      ...(region['url'] !== undefined && { url: textAt(region, 'url', at) }),
    };
  });
}

function historyOf(history: Readonly<Record<string, unknown>>): Pick<Settings, 'historyHours' | 'historyExcept'> {
  const { except } = history;
  return {
    historyHours: numberAt(history, 'hours', 'history'),
    ...(except !== undefined && { historyExcept: textsAt(history, 'except', 'history') }),
  };
}

function localOf(value: unknown): LocalSettings {
  const local = recordAt(value, '"local"');
  const edges = recordAt(local['edges'], '"local.edges"');
  return {
    controlKey: textAt(local, 'controlKey', 'local'),
    edges: Object.fromEntries(Object.keys(edges).map((region) => [region, textAt(edges, region, 'local.edges')])),
  };
}

function recordAt(value: unknown, name: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw new SettingsError(`${name} must be a JSON object.`);
}

/** Is it a JSON object? */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textAt(record: Readonly<Record<string, unknown>>, key: string, within = ''): string {
  const value = record[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new SettingsError(`"${within && `${within}.`}${key}" must be text.`);
}

function textsAt(record: Readonly<Record<string, unknown>>, key: string, within: string): readonly string[] {
  const value = record[key];
  if (Array.isArray(value) && value.every((item: unknown) => typeof item === 'string')) return value;
  throw new SettingsError(`"${within}.${key}" must be a list of texts.`);
}

function numberAt(record: Readonly<Record<string, unknown>>, key: string, within: string): number {
  const value = record[key];
  if (typeof value === 'number') return value;
  throw new SettingsError(`"${within}.${key}" must be a number.`);
}

function degreesAt(record: Readonly<Record<string, unknown>>, key: string, within: string): number {
  const value = numberAt(record, key, within);
  if (Math.abs(value) <= 180) return value;
  throw new SettingsError(`"${within}.${key}" must be a number of degrees.`);
}

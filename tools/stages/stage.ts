// Which regions and which domain a stage has and whose tokens it accepts, read and checked as the framework does before it
// packages the stacks.
import { namesOf, settingsOf } from './settings-check';
import { readStages } from './stages';
import { UserError } from '../../local/src/foundation/errors';
import { isJsonObject, type JsonObject } from '../../local/src/foundation/json';

/** The stage of the engine: it trusts the key of the machine on which it is packaged, and is never deployed. */
export const LOCAL_STAGE = 'local';

/** What the engine knows of a stage before it is packaged. */
export interface Stage {
  /** Its regions, in their order. */
  readonly regions: readonly string[];
  /** The allowed channels: names, prefixes that end in `/*`, or `*`. */
  readonly channels: readonly string[];
  /** The issuers whose tokens it accepts, as they are written in stages.yml. */
  readonly issuers: readonly JsonObject[];
  /** The name of the one domain in front of its regions; absent for a stage without one. */
  readonly domain: string | undefined;
}

/**
 * Reads a stage. Every setting of it is right, also those that are not asked for here.
 * @param root the project's folder
 * @throws UserError `STAGE_UNKNOWN` or `STAGES_INVALID`
 */
export function stageOf(root: string, name: string): Stage {
  const files = readStages(root);
  const { settings, problem } = settingsOf(files, name);
  if (problem !== undefined) {
    const isUnknown = files.problem === undefined && !namesOf(files).includes(name);
    if (isUnknown) throw new UserError('STAGE_UNKNOWN', problem);
    throw new UserError('STAGES_INVALID', problem);
  }
  const { regions, channels, issuers, domain } = settings as Settings;
  const domainName = isJsonObject(domain) ? domain['name'] : undefined;
  return {
    regions: Array.isArray(regions) ? regions.map(String) : [],
    channels: Array.isArray(channels) ? channels.map(String) : [],
    issuers: Array.isArray(issuers) ? issuers.filter(isJsonObject) : [],
    domain: typeof domainName === 'string' ? domainName : undefined,
  };
}

interface Settings {
  readonly regions?: unknown;
  readonly channels?: unknown;
  readonly issuers?: unknown;
  readonly domain?: unknown;
}

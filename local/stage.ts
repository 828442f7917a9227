// Which regions and which domain a stage has and whose tokens it accepts, read and checked as the framework does before it
// packages the stacks.
import { namesOf, settingsOf } from '../resources/settings-check';
import { readStages } from '../resources/stages';
import { UserError } from './errors';
import { isJsonObject, type JsonObject } from './json';

/**
 * The regions of a stage, in their order.
 * @param root the project's folder
 * @throws UserError `STAGE_UNKNOWN` or `STAGES_INVALID`
 */
export function regionsOf(root: string, stage: string): readonly string[] {
  const { regions } = checkedSettings(root, stage);
  return Array.isArray(regions) ? regions.map(String) : [];
}

/**
 * The issuers whose tokens a stage accepts, as they are written in stages.yml.
 * @param root the project's folder
 * @throws UserError `STAGE_UNKNOWN` or `STAGES_INVALID`
 */
export function issuersOf(root: string, stage: string): readonly JsonObject[] {
  const { issuers } = checkedSettings(root, stage);
  return Array.isArray(issuers) ? issuers.filter(isJsonObject) : [];
}

/**
 * The name of the one domain in front of a stage's regions; `undefined` for a stage without one.
 * @param root the project's folder
 * @throws UserError `STAGE_UNKNOWN` or `STAGES_INVALID`
 */
export function domainOf(root: string, stage: string): string | undefined {
  const { domain } = checkedSettings(root, stage);
  const name = isJsonObject(domain) ? domain['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

interface Settings {
  readonly regions?: unknown;
  readonly issuers?: unknown;
  readonly domain?: unknown;
}

/** Every setting of the stage is right, whichever is asked for. */
function checkedSettings(root: string, stage: string): Settings {
  const files = readStages(root);
  const { settings, problem } = settingsOf(files, stage);
  if (problem === undefined) return settings;
  if (files.problem === undefined && !namesOf(files).includes(stage)) throw new UserError('STAGE_UNKNOWN', problem);
  throw new UserError('STAGES_INVALID', problem);
}

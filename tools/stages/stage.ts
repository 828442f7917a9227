// A stage and the places of its regions, for the tools.
import { UserError } from 'local-aws/terms';
import type { Place, Settings } from './settings';
import { namesOf, problemsOfOthers, readStages, settingsOf } from './stages';

/** The settings of a stage. */
export interface Stage extends Readonly<Omit<Settings, 'domain'>> {
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
  const found = settingsOf(files, name);
  if (found.problem !== undefined) {
    const isUnknown = files.problem === undefined && !namesOf(files).includes(name);
    if (isUnknown) throw new UserError('STAGE_UNKNOWN', found.problem);
    throw new UserError('STAGES_INVALID', found.problem);
  }
  const { domain, ...settings } = found.settings;
  return { ...settings, domain: domain.name };
}

/** The names of the stages of stages.yml. @param root the project's folder */
export function stageNamesIn(root: string): readonly string[] {
  return namesOf(readStages(root));
}

/**
 * Problems of the stages that were not asked for. They stop nothing.
 * @param root the project's folder
 */
export function warningsOf(root: string, name: string): readonly string[] {
  return problemsOfOthers(readStages(root), name);
}

/**
 * The places of regions.yml, by region.
 * @param root the project's folder
 */
export function placesOf(root: string): ReadonlyMap<string, Place> {
  return new Map(Object.entries(readStages(root).places));
}

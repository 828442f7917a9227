// Which regions and which domain a stage has and whose tokens it accepts, read from the stages.yml that the stacks are
// packaged with.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { UserError } from './errors';
import { isJsonObject, type JsonObject } from './json';

/**
 * The regions of a stage, in their order.
 * @param root the project's folder
 * @throws UserError `STAGE_UNKNOWN` or `STAGES_INVALID`
 */
export function regionsOf(root: string, stage: string): readonly string[] {
  const stages = readStages(path.join(root, 'stages.yml'));
  const names = Object.keys(stages).filter((name) => name !== 'default');
  if (!names.includes(stage)) {
    throw new UserError(
      'STAGE_UNKNOWN',
      `Stage "${stage}" is not in stages.yml; use one of ${names.join(', ')}, or add it there.`,
    );
  }
  const regions = settingOf(stages, stage, 'regions');
  if (Array.isArray(regions) && regions.length > 0 && regions.every((region) => typeof region === 'string')) {
    return regions;
  }
  throw new UserError('STAGES_INVALID', `Stage "${stage}" needs a list of regions in stages.yml.`);
}

/**
 * The issuers whose tokens a stage accepts, as they are written in stages.yml.
 * @param root the project's folder
 * @throws UserError `STAGE_UNKNOWN` or `STAGES_INVALID`
 */
export function issuersOf(root: string, stage: string): readonly JsonObject[] {
  regionsOf(root, stage);
  const issuers = settingOf(readStages(path.join(root, 'stages.yml')), stage, 'issuers');
  return Array.isArray(issuers) ? issuers.filter(isJsonObject) : [];
}

/**
 * The name of the one domain in front of a stage's regions; `undefined` for a stage without one.
 * @param root the project's folder
 * @throws UserError `STAGE_UNKNOWN` or `STAGES_INVALID`
 */
export function domainOf(root: string, stage: string): string | undefined {
  regionsOf(root, stage);
  const domain = settingOf(readStages(path.join(root, 'stages.yml')), stage, 'domain');
  const name = isJsonObject(domain) ? domain['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

/** A stage's own setting, or else the default one. */
function settingOf(stages: Readonly<Record<string, unknown>>, stage: string, setting: string): unknown {
  const [own, fallback] = [stages[stage], stages['default']];
  return (isJsonObject(own) ? own[setting] : undefined) ?? (isJsonObject(fallback) ? fallback[setting] : undefined);
}

function readStages(file: string): Readonly<Record<string, unknown>> {
  let stages: unknown;
  try {
    stages = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('STAGES_INVALID', `stages.yml cannot be read: ${reason}`, { cause: error });
  }
  if (isJsonObject(stages)) return stages;
  throw new UserError('STAGES_INVALID', 'stages.yml must be a map from stage names to their settings.');
}

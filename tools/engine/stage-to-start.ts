// What is refused before the engine is loaded, which takes longer than all of this.
import type { StartOptions } from './options';
import { requireNoEngine } from './endpoints-file';
import { requirePorts } from './ports';
import { type Stage, stageOf } from '../stages/stage';

/**
 * Reads the stage that is to be started, and makes sure that there is room for it.
 * @param root the project's folder
 * @throws UserError `STAGE_UNKNOWN`, `STAGES_INVALID`, `ENGINE_RUNNING`, `PORT_INVALID` or `PORT_TAKEN`
 */
export async function stageToStart(root: string, options: StartOptions): Promise<Stage> {
  const stage = stageOf(root, options.stage);
  await requireNoEngine(root);
  await requirePorts(options, stage.regions.length);
  return stage;
}

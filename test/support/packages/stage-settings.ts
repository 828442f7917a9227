// What a stages.yml says of its stage `prod`, and what is wrong with it.
import { readStages, settingsOf, type Stages } from '../../../tools/stages/stages';
import { ROOT } from './templates';

/** Our own files, in which the stage `prod` sets this and nothing else. */
export function filesWith(prod: object, defaults: object = {}): Stages {
  const { stages, places, problem } = readStages(ROOT);
  return { stages: { ...stages, default: { ...stages['default'], ...defaults }, prod: { ...prod } }, places, problem };
}

/** What is wrong with stage `prod` if it sets this. */
export function problemOf(prod: object, defaults: object = {}): string | undefined {
  return settingsOf(filesWith(prod, defaults), 'prod').problem;
}

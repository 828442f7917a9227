// `npm start`: packages every stack of a stage, and runs them until Ctrl-C.
import path from 'node:path';
import { START, startOptionsOf } from './engine/options';
import { runCommand } from './terminal';

const ROOT = path.join(__dirname, '..');

runCommand(module, START, async (line) => {
  const options = startOptionsOf(line);
  const { stageToStart } = require('./engine/stage-to-start') as typeof import('./engine/stage-to-start');
  const stage = await stageToStart(ROOT, options);
  const { start } = require('./engine/start') as typeof import('./engine/start');
  await start(options, stage);
});

// `npm start`: packages every stack of a stage, and runs them until Ctrl-C.
import { START, startOptionsOf } from './engine/options';
import { runCommand } from './terminal';

runCommand(module, START, async (line) => {
  const options = startOptionsOf(line);
  const { start } = require('./engine/start') as typeof import('./engine/start');
  await start(options);
});

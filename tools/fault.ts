// `npm run fault`: breaks or mends a region of the engine that runs here.
import path from 'node:path';
import { FAULT_USAGE, readFaultOrder } from './command-line';
import { carryOut } from './engine/fault';
import { runCommand, terminal } from './terminal';

const ROOT = path.join(__dirname, '..');

async function main(): Promise<void> {
  const order = readFaultOrder(process.argv.slice(2));
  terminal.info(order === 'help' ? FAULT_USAGE : await carryOut(ROOT, order));
}

runCommand(main);

// `npm run token`: prints a token of the team's own.
import path from 'node:path';
import { readTokenRequest, TOKEN_USAGE } from './command-line';
import { runCommand, terminal } from './terminal';
import { createToken } from './tokens/token';

const ROOT = path.join(__dirname, '..');

async function main(): Promise<void> {
  const request = readTokenRequest(process.argv.slice(2));
  terminal.info(request === 'help' ? TOKEN_USAGE : await createToken(ROOT, request));
}

runCommand(main);

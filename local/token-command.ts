// `npm run token`: prints a token of the team's own.
import path from 'node:path';
import { readTokenRequest, TOKEN_USAGE } from './config';
import { UserError } from './errors';
import { terminal } from './terminal';
import { createToken } from './token';

const ROOT = path.join(__dirname, '..');

async function main(): Promise<void> {
  const request = readTokenRequest(process.argv.slice(2));
  terminal.info(request === 'help' ? TOKEN_USAGE : await createToken(ROOT, request));
}

main().catch((error: unknown) => {
  if (error instanceof UserError) process.stderr.write(`${error.message}\n`);
  else terminal.fault(error);
  process.exit(1);
});

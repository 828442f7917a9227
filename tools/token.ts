// `npm run token`: prints a token that is signed with the team's own key.
import path from 'node:path';
import { isJsonObject, jsonIn, type JsonObject, UserError } from 'local-aws/terms';
import type { CommandLine } from './command-line';
import { PATTERN } from './stages/channel';
import { LOCAL_STAGE } from './stages/names';
import { note, runCommand, terminal } from './terminal';
import type { TokenRequest } from './tokens/token';

const ROOT = path.join(__dirname, '..');
/** A year: a token cannot be called back. */
const MOST_HOURS = 8760;

const TOKEN = {
  command: 'npm run token',
  usage: `Usage: npm run token -- [options]

  --stage NAME          a stage of stages.yml that trusts this machine's key (default: ${LOCAL_STAGE})
  --subject NAME        who holds the token; becomes userId of the messages (default: developer)
  --publish PATTERN     a channel, a prefix such as 'chat/*', or '*'; may be repeated (default: none)
  --subscribe PATTERN   the same, for channels to subscribe to
  --claims JSON         more claims, such as '{"rooms": ["blue"]}', for the stage's hooks
  --hours NUMBER        how long the token is valid (default: 8)
  --help                print this`,
  options: {
    stage: { type: 'string', default: LOCAL_STAGE },
    subject: { type: 'string', default: 'developer' },
    publish: { type: 'string', multiple: true },
    subscribe: { type: 'string', multiple: true },
    claims: { type: 'string', default: '{}' },
    hours: { type: 'string', default: '8' },
  },
} as const;

/** @throws UserError `SUBJECT_INVALID`, `PATTERN_INVALID`, `CLAIMS_INVALID` or `HOURS_INVALID` */
function requestOf({ values }: CommandLine<typeof TOKEN.options>): TokenRequest {
  const { stage, subject, publish = [], subscribe = [], claims, hours } = values;
  if (subject === '') throw new UserError('SUBJECT_INVALID', '--subject is empty; give a name, or leave it out.');
  return {
    stage,
    subject,
    publish: publish.map((pattern) => patternOf('--publish', pattern)),
    subscribe: subscribe.map((pattern) => patternOf('--subscribe', pattern)),
    claims: claimsOf(claims),
    hours: hoursOf(hours),
  };
}

function patternOf(option: string, text: string): string {
  if (PATTERN.test(text)) return text;
  throw new UserError(
    'PATTERN_INVALID',
    `${option} takes a channel, a prefix that ends in /*, or *, of up to five parts of at most 50 characters, not "${text}"; the shell needs quotes around it.`,
  );
}

function claimsOf(text: string): JsonObject {
  const claims = jsonIn(text);
  if (isJsonObject(claims)) return claims;
  throw new UserError(
    'CLAIMS_INVALID',
    `--claims takes a JSON object, such as '{"rooms": ["blue"]}', not ${text || 'nothing'}.`,
  );
}

function hoursOf(text: string): number {
  const hours = Number(text);
  if (hours > 0 && hours <= MOST_HOURS) return hours;
  throw new UserError('HOURS_INVALID', `--hours takes a number up to ${MOST_HOURS}, not "${text}".`);
}

runCommand(module, TOKEN, async (line) => {
  const request = requestOf(line);
  const { createToken, uselessPatterns } = require('./tokens/token') as typeof import('./tokens/token');
  terminal.info(await createToken(ROOT, request));
  const useless = uselessPatterns(ROOT, request);
  if (useless.length === 0) return;
  const names = useless.map((pattern) => `"${pattern}"`).join(', ');
  note(
    `No channel of stage "${request.stage}" fits ${names}, so the token opens nothing there; see its channels in stages.yml.`,
  );
});

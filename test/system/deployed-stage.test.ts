// The tests of a stage that is deployed, on one that runs here.
import { DescribeRuleCommand, DisableRuleCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type ProgramEnd, runProgram } from '../../tools/child-process';
import { endAll, endLater } from '../support/endings';
import { engineFolderOf } from '../support/engine-folder';
import { QUESTIONS, SLOW } from '../aws/questions';
import { keeperOf } from '../aws/rule-keeping';
import { clientConfig } from '../support/clients/backend';
import { aSigner, templatesTrusting } from '../support/clients/signer';
import { ROOT } from '../support/packages/templates';
import type { TestPlanet } from '../support/planet';
import { startSteadyPlanet } from '../support/steady-planet';
import { tokenOf } from '../support/tokens';

let planet: TestPlanet;
/** A folder in which the engine runs. */
let folder: string;

beforeAll(async () => {
  const signer = aSigner();
  planet = await startSteadyPlanet('local', { templates: templatesTrusting(signer, 'local') });
  folder = engineFolderOf(planet, tokenOf(signer, { publish: ['*'], subscribe: ['*'] }));
});

afterAll(endAll);

/** Runs `npm test` for a deployed stage. */
async function testStage(stage: string, ...words: readonly string[]): Promise<ProgramEnd> {
  const none = path.join(folder, 'none');
  return runProgram({
    ...{ script: path.join(ROOT, 'node_modules/tsx/dist/cli.mjs'), args: [path.join(ROOT, 'tools/test.ts'), ...words] },
    ...{ cwd: folder, isShown: false },
    variables: {
      ...{ TEST_TARGET: 'aws', STAGE: stage, AWS_EC2_METADATA_DISABLED: 'true' },
      ...{ AWS_CONFIG_FILE: none, AWS_SHARED_CREDENTIALS_FILE: none },
    },
  });
}

/** The questions of a table in Markdown: its first column. */
function questionsIn(text: string): readonly string[] {
  const rows = [...text.matchAll(/^\| +(.+?) +\|/gm)].map(([, cell = '']) => cell);
  return sorted(rows.filter((cell) => cell !== 'Question' && !cell.startsWith('--')));
}

/** With the apostrophes of the documents. */
function sorted(questions: readonly string[]): readonly string[] {
  return questions.map((question) => question.replaceAll('’', "'")).sort();
}

it('asks every question that the documents leave open', () => {
  const [, unverified = ''] = readFileSync(path.join(ROOT, 'docs/OPERATIONS.md'), 'utf8').split(
    '## What is unverified',
  );

  expect(sorted(QUESTIONS.map(({ text }) => text))).toEqual(questionsIn(unverified));
});

it('tests what is delivered, and answers each question that takes no minutes', async () => {
  const quick = QUESTIONS.filter((question) => !SLOW.includes(question)).map(({ text }) => text);
  const slow = SLOW.map(({ text }) => text.replaceAll(/[?`]/g, '.')).join('|');

  const { code, output } = await testStage('local', 'delivery/unsubscribe', 'aws/questions', '-t', `^(?!${slow})`);

  expect(output).toMatch(new RegExp(`\n\\d+ passed, 0 failed, ${SLOW.length} skipped$`));
  expect(output).not.toContain('not answered: ');
  expect(questionsIn(output)).toEqual(sorted(quick));
  expect(code).toBe(0);
});

it('enables a rule again when who disabled it is no more', async () => {
  const region = planet.api().region;
  const rule = { EventBusName: planet.busName, Name: 'deliver' };
  const client = new EventBridgeClient(clientConfig(planet, region));
  endLater(() => client.destroy());
  const { enableAgain } = await keeperOf({ client: clientConfig(planet, region), rule });
  await client.send(new DisableRuleCommand(rule));
  expect(await client.send(new DescribeRuleCommand(rule))).toMatchObject({ State: 'DISABLED' });

  // All that it hears when a process is killed is the end of its input.
  await enableAgain();

  expect(await client.send(new DescribeRuleCommand(rule))).toMatchObject({ State: 'ENABLED' });
});

it('says what it would do and what that costs, and stops without credentials', async () => {
  const { code, output } = await testStage('dev');

  expect(output).toMatch(
    /^Tests of stage "dev" in us-west-2, ap-southeast-2\. They:\n[\s\S]*It costs about USD \d+\.\d\d\./,
  );
  expect(output.split('\n').at(-1)).toMatch(/^AWS cannot be asked for the stacks of stage "dev": /);
  expect(code).toBe(1);
});

it.each([
  ['a stage that is not in stages.yml', 'nope', /^Stage "nope" is not in stages\.yml/],
  ['no stage', '', /^Set STAGE to the name of a stage that is deployed\.$/],
])('refuses %s in one sentence', async (_, stage, sentence) => {
  expect(await testStage(stage)).toEqual({ code: 1, output: expect.stringMatching(sentence) });
});

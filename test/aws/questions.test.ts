// Asks a deployed stage what nothing else can tell, and prints a table for docs/OPERATIONS.md.
import { installBrowserGlobals } from '../support/browser/browser-globals';
import { type DeployedStage, findStage } from '../support/target';
import { isDenied, NotAnswered, type Question } from './question';
import { QUESTIONS } from './questions';

/** Milliseconds for the longest: an outage has two ends. */
const PATIENCE = 2 * 3_600_000;

const answers: (readonly [string, string])[] = [];
let stage: DeployedStage;

beforeAll(async () => {
  stage = await findStage();
  installBrowserGlobals(stage.certificateAuthority);
});

afterAll(() => {
  const rows = answers.map(([text, answer]) => `| ${text} | ${answer.replaceAll('|', '\\|')} |`);
  process.stdout.write(['', '| Question | Answer |', '| --- | --- |', ...rows, ''].join('\n'));
});

it.each(QUESTIONS.map((question) => [question.text, question] as const))(
  '%s',
  async (text, question) => {
    const answer = await answerOf(question);
    answers.push([text, answer]);

    expect(answer).not.toBe('');
  },
  PATIENCE,
);

/** What is known now. @throws Error when the question could not be asked at all */
async function answerOf(question: Question): Promise<string> {
  try {
    return await question.ask(stage);
  } catch (error) {
    if (error instanceof NotAnswered || isDenied(error)) return `not answered: ${error.message}`;
    throw error;
  }
}

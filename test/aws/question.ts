// What only a deployed stage can tell: the questions of docs/OPERATIONS.md, and how each is asked.
import type { DeployedStage } from '../support/target';

/** A question, in the words of the table "What is unverified". */
export interface Question {
  readonly text: string;
  /**
   * Asks it.
   * @returns the answer in a few words
   * @throws NotAnswered when this stage or these credentials cannot tell
   */
  ask(stage: DeployedStage): Promise<string>;
}

/** Why a question has no answer here. */
export class NotAnswered extends Error {}

/** A question that a test cannot ask: why, which is its answer until somebody has asked it by hand. */
export function byHand(text: string, why: string): Question {
  return {
    text,
    ask: async () => {
      await Promise.resolve();
      throw new NotAnswered(`${why} Ask it as the table says.`);
    },
  };
}

/** The front door. @throws NotAnswered if there is none */
export function frontDoorOf({ frontDoor }: DeployedStage) {
  if (!frontDoor) throw new NotAnswered('The stage has no front door.');
  return frontDoor;
}

/** A token. @throws NotAnswered if the stage takes none that can be made here */
export function tokenOf({ token, name }: DeployedStage): string {
  if (token !== undefined) return token;
  throw new NotAnswered(`The stage does not trust this machine's key; "npm run token -- --stage ${name}" says how.`);
}

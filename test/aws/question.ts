// What only a deployed stage can tell: the questions of docs/OPERATIONS.md, and how each is asked.
import { apiKeyOf } from '../support/clients/bare-client';
import { request } from '../support/clients/http-client';
import type { Api } from '../support/planet';
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

/** Have the credentials not the permission that a call needs? */
export function isDenied(error: unknown): error is Error {
  return error instanceof Error && error.name.startsWith('AccessDenied');
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

/** HTTP headers with which an API's caller is known: a token, or the key of the API. */
export function credentialsFor(stage: DeployedStage): Readonly<Record<string, string>> {
  const { apiKey } = stage.api();
  return apiKey === '' ? { authorization: tokenOf(stage) } : { 'x-api-key': apiKey };
}

/** What the messages of a WebSocket at an API are authorised with: the API's key, or else a token. @throws NotAnswered without either */
export function authorizationFor(stage: DeployedStage): Readonly<Record<string, string>> {
  const api = stage.api();
  if (api.apiKey !== '') return apiKeyOf(api);
  return { host: new URL(api.graphqlUrl).host, Authorization: tokenOf(stage) };
}

/** The region to which the front door leads from here. */
export async function regionBehind(door: Api, token: string): Promise<string> {
  const { body } = await request(door, '{ region }', {}, { authorization: token });
  return String(body.data?.['region']);
}

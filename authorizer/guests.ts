// Guests: who comes without a token shows a word in its place, and may do what the stage opens to everybody.
import { type Permissions, permissionsOf } from './permissions';

/**
 * What guests show. AppSync knows by the header `authorization` that it has to ask the authorizer, so that nobody gets here who
 * shows nothing; resources/api/tokens.js lets the word through.
 */
export const GUEST = 'guest';

/**
 * Reads the environment variable `GUESTS`.
 * @param text a JSON object with the lists `publish` and `subscribe`, or without either where the stage has no guests
 * @returns nothing where the stage has no guests
 * @throws SyntaxError when it cannot be read
 */
export function readGuests(text: string | undefined): Permissions | undefined {
  const permissions = permissionsOf(JSON.parse(text ?? '{}'));
  return permissions.publish.length + permissions.subscribe.length > 0 ? permissions : undefined;
}

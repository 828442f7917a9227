// Where the examples connect: the URL and the token that were typed, or the front door of the engine that runs here.
import { endWith } from './ending';
import { runningEngine } from './engine';

/** An API and what to show there. */
export interface Endpoint {
  /** Such as `https://pubsub.example.com/graphql`. */
  readonly url: string;
  readonly token: string;
}

/**
 * Ends the program with a sentence if there is none.
 * @param typed the URL and the token; nothing for the engine
 */
export function endpointOf([url, token]: readonly string[]): Endpoint {
  if (url === undefined) return engineEndpoint();
  if (token === undefined || token === '') return endWith('A URL needs a TOKEN after it');
  if (URL.canParse(url) && new URL(url).pathname !== '/') return { url, token };
  return endWith(`"${url}" is not the URL of an API; give one such as https://pubsub.example.com/graphql`);
}

function engineEndpoint(): Endpoint {
  const engine = runningEngine();
  if (!engine) return endWith('No engine runs here; start it with npm start, or give URL and TOKEN');
  const { frontDoor, token } = engine;
  if (!frontDoor || token === undefined) return endWith('The engine has no front door or no token; give URL and TOKEN');
  return { url: frontDoor.graphqlUrl, token };
}

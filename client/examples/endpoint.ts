// Where the examples connect: the URL and the token that were typed, or the front door of the engine that runs here.
import { readFileSync } from 'node:fs';

/** An API and what to show there. */
export interface Endpoint {
  /** Such as `https://pubsub.example.com/graphql`. */
  readonly url: string;
  readonly token: string;
}

/** @param typed the URL and the token; nothing for the engine */
export function endpointOf([url, token]: readonly string[]): Endpoint {
  if (url !== undefined && token !== undefined) return { url, token };
  const engine = JSON.parse(readFileSync('.local/endpoints.json', 'utf8')) as {
    readonly frontDoor: { readonly graphqlUrl: string };
    readonly token: string;
  };
  return { url: engine.frontDoor.graphqlUrl, token: engine.token };
}

// `.local/endpoints.json`: how clients and tests find a planet that runs.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrontDoor } from './front-door';
import type { Planet } from './planet';
import { AUTHORITY_CERTIFICATE, STATE_FOLDER } from './state';

const FILE = 'endpoints.json';
/** Below every edge's address: the engine's own paths. */
const CONTROL_PATH = '/.local';

/**
 * Writes the file. Call when the planet is ready.
 * @param token opens every region, if the stage trusts this machine's key
 */
export function writeEndpoints(root: string, planet: Planet, token: string | undefined): void {
  mkdirSync(path.join(root, STATE_FOLDER), { recursive: true });
  writeFileSync(path.join(root, STATE_FOLDER, FILE), `${JSON.stringify(endpointsOf(planet, token), null, 2)}\n`, {
    mode: 0o600,
  });
}

/** Removes the file. Call when the planet stops. */
export function removeEndpoints(root: string): void {
  rmSync(path.join(root, STATE_FOLDER, FILE), { force: true });
}

function endpointsOf({ regions, aws, frontDoor }: Planet, token: string | undefined) {
  const [control] = frontDoor?.edges.values() ?? [];
  return {
    frontDoor: frontDoor && frontDoorOf(frontDoor),
    regions: Object.fromEntries(
      [...regions].map(([name, { graphqlApis, stack }]) => {
        const [api] = graphqlApis;
        return [
          name,
          {
            graphqlUrl: api?.graphqlUrl,
            realtimeUrl: api?.realtimeUrl,
            apiId: api?.apiId,
            apiKey: api?.apiKeys[0],
            eventBusName: stack.outputs['EventBusName'],
            eventBusArn: stack.outputs['EventBusArn'],
            deadLetterQueueUrl: stack.outputs['DeadLetterQueueUrl'],
          },
        ];
      }),
    ),
    aws,
    token,
    certificateAuthority: AUTHORITY_CERTIFICATE,
    control: control && { url: `${control.url}${CONTROL_PATH}`, key: frontDoor?.controlKey },
  };
}

/** The first edge stands for the domain. */
function frontDoorOf({ edges }: FrontDoor) {
  const urls = Object.fromEntries([...edges].map(([location, { url }]) => [location, url]));
  const [url = ''] = Object.values(urls);
  return {
    url,
    graphqlUrl: `${url}/graphql`,
    realtimeUrl: `${url.replace('https:', 'wss:')}/graphql/realtime`,
    edges: urls,
  };
}

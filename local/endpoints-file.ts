// `.local/endpoints.json`: how clients and tests find a planet that runs.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Planet } from './planet';
import { AUTHORITY_CERTIFICATE, STATE_FOLDER } from './state';

const FILE = 'endpoints.json';

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

function endpointsOf({ regions, aws }: Planet, token: string | undefined) {
  return {
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
  };
}

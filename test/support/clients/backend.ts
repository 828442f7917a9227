// A backend: it puts events on a region's bus, with no GraphQL at all.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Api, TestPlanet } from '../planet';

/** The `source` of a backend's events. */
const BACKEND = 'shop.backend';

/** How an SDK client reaches a region as the administrator. */
export function clientConfig({ aws: { endpointUrl, ...credentials } }: TestPlanet, region: string) {
  return { endpoint: endpointUrl, region, credentials };
}

/**
 * Puts an event on a region's bus.
 * @throws Error when the bus refuses it
 */
export async function putEvent(
  planet: TestPlanet,
  region: string,
  { type, detail, source = BACKEND }: { readonly type: string; readonly detail: object; readonly source?: string },
): Promise<void> {
  const client = new EventBridgeClient(clientConfig(planet, region));
  const { FailedEntryCount } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: planet.regions.get(region)?.stack.outputs['EventBusName'],
          Source: source,
          DetailType: type,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  client.destroy();
  if (FailedEntryCount !== 0) throw new Error('PutEvents failed.');
}

/** Publishes a message. */
export async function putMessage(planet: TestPlanet, { region }: Api, detail: object): Promise<void> {
  return putEvent(planet, region, { type: 'message.published', detail });
}

// A backend: it puts events on a region's bus, with no GraphQL at all.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Api, TestPlanet } from './planet';

/** Publishes as a backend does. */
export async function putMessage(planet: TestPlanet, { region }: Api, detail: object): Promise<void> {
  const { endpointUrl, ...credentials } = planet.aws;
  const client = new EventBridgeClient({ endpoint: endpointUrl, region, credentials });
  const { FailedEntryCount } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: planet.regions.get(region)?.stack.outputs['EventBusName'],
          Source: 'shop.backend',
          DetailType: 'message.published',
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  client.destroy();
  if (FailedEntryCount !== 0) throw new Error('PutEvents failed.');
}

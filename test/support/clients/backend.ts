// A backend: it puts events on a region's bus, with no GraphQL at all.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Api } from '../planet';
import type { KeyPair } from './http-client';

/** The `source` of a backend's events. */
const BACKEND = 'shop.backend';

/** How an account is reached as its administrator. */
export interface AwsAccess extends KeyPair {
  /** Absent for AWS itself. */
  readonly endpointUrl?: string;
}

/** An account that has a stage. */
interface Account {
  readonly aws: AwsAccess;
}

/** How an SDK client reaches a region as the administrator. */
export function clientConfig({ aws: { endpointUrl, ...credentials } }: Account, region: string) {
  return { region, credentials, ...(endpointUrl !== undefined && { endpoint: endpointUrl }) };
}

/**
 * Puts an event on a region's bus.
 * @throws Error when the bus refuses it
 */
export async function putEvent(
  target: Account & { readonly busName: string },
  region: string,
  { type, detail, source = BACKEND }: { readonly type: string; readonly detail: object; readonly source?: string },
): Promise<void> {
  const client = new EventBridgeClient(clientConfig(target, region));
  const { FailedEntryCount } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: target.busName,
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
export async function putMessage(
  target: Account & { readonly busName: string },
  { region }: Api,
  detail: object,
): Promise<void> {
  return putEvent(target, region, { type: 'message.published', detail });
}

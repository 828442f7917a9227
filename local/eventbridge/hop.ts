// How an event goes from one bus to another: as text, over the network.
import { randomUUID } from 'node:crypto';
import type { Region } from '../region';
import { DeliveryFailure } from './delivery-failure';
import type { BusEvent } from './eventbridge';

/** The service at which other buses arrive. */
const SERVICE = 'events';

/** An event on its way to another bus. Both ends are this module, so that what is read is what was written. */
interface Hop {
  readonly from: string;
  readonly eventBusName: string;
  readonly event: BusEvent;
}

/** What the other side says: nothing when its bus has taken the event. */
interface HopAnswer {
  readonly refusal?: string;
}

/**
 * Sends an event to a bus.
 * @throws DeliveryFailure `NO_RESOURCE` when there is no such bus
 * @throws Unreachable when there is no way to its region
 */
export async function sendHop(
  region: Region,
  to: { readonly region: string; readonly eventBusName: string },
  event: BusEvent,
): Promise<void> {
  const hop: Hop = { from: region.name, eventBusName: to.eventBusName, event };
  const answer = JSON.parse(await region.network.send(to.region, SERVICE, JSON.stringify(hop))) as HopAnswer;
  if (answer.refusal !== undefined) throw new DeliveryFailure('NO_RESOURCE', answer.refusal);
}

/**
 * Receives events from other buses.
 * @param take puts an event on a bus; false when there is no such bus
 */
export function receiveHops(region: Region, take: (eventBusName: string, event: BusEvent) => boolean): void {
  const receive = ({ from, eventBusName, event }: Hop): HopAnswer => {
    // An event gets a new id in another region, and keeps it in its own.
    const arrived = from === region.name ? event : { ...event, id: randomUUID() };
    if (take(eventBusName, arrived)) return {};
    return { refusal: `Event bus ${eventBusName} does not exist in ${region.name}.` };
  };
  region.network.receive(SERVICE, (message) => Promise.resolve(JSON.stringify(receive(JSON.parse(message) as Hop))));
}

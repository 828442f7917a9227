// How an event goes from one bus to another: as text, over the network.
import { randomUUID } from 'node:crypto';
import type { AssumedRole } from '../../iam/iam';
import type { Network } from '../../foundation/network';
import { DeliveryFailure } from '../delivery/delivery-failure';
import type { BusEvent } from '../eventbridge';

/** The service at which other buses arrive. */
const SERVICE = 'events';

/** An event on its way to another bus. Both ends are this module, so that what is read is what was written. */
export interface Hop {
  readonly from: string;
  readonly eventBusName: string;
  /** The role as which the rule sends. */
  readonly caller: AssumedRole;
  readonly event: BusEvent;
}

/** Why the other side did not take an event. */
export interface Refusal {
  readonly code: 'NO_RESOURCE' | 'NO_PERMISSIONS';
  readonly message: string;
}

/** What the other side says: nothing when its bus has taken the event. */
interface HopAnswer {
  readonly refusal?: Refusal | undefined;
}

/**
 * Sends an event to a bus.
 * @param to the bus's region
 * @throws DeliveryFailure `NO_RESOURCE` when there is no such bus, `NO_PERMISSIONS` when its policy denies the role
 * @throws Unreachable when there is no way to its region
 */
export async function sendHop(network: Network, to: string, hop: Hop): Promise<void> {
  const { refusal } = JSON.parse(await network.send(to, SERVICE, JSON.stringify(hop))) as HopAnswer;
  if (refusal) throw new DeliveryFailure(refusal.code, refusal.message);
}

/**
 * Receives events from other buses.
 * @param here the region's own name
 * @param take puts an event on a bus, or says why not
 */
export function receiveHops(
  network: Network,
  here: string,
  take: (hop: Hop, event: BusEvent) => Refusal | undefined,
): void {
  const receive = (hop: Hop): HopAnswer => {
    // An event gets a new id in another region, and keeps it in its own.
    const arrived = hop.from === here ? hop.event : { ...hop.event, id: randomUUID() };
    return { refusal: take(hop, arrived) };
  };
  network.receive(SERVICE, (message) => Promise.resolve(JSON.stringify(receive(JSON.parse(message) as Hop))));
}

// The way of events through the buses of a region: taken, archived, and handed to the rules.
import type { CloudWatch } from '../../cloudwatch/cloudwatch';
import type { Network } from '../../foundation/network';
import type { Notices } from '../../foundation/notices';
import type { Power } from '../../foundation/power';
import type { Region } from '../../foundation/region';
import type { Clock } from '../../foundation/clock';
import type { Iam } from '../../iam/iam';
import type { Sqs } from '../../sqs/sqs';
import { Archives } from '../archives/archives';
import { Deliveries, type Delivery } from '../delivery/delivery';
import type { BusEvent } from '../eventbridge';
import type { RetryTiming } from '../limits';
import type { Rule } from '../rules/rule';
import { Schedules } from '../rules/schedules';
import { conditionKeysOf } from './condition-keys';
import type { EventBus } from './event-bus';
import { EventBuses } from './event-buses';
import { type Hop, receiveHops, type Refusal } from './hop';
import { TakenEvent } from './taken-event';
import { Turn } from './turn';

/** Whom the traffic meets, and what paces it. */
export interface TrafficOptions {
  readonly iam: Iam;
  readonly sqs: Sqs;
  readonly cloudWatch: CloudWatch;
  readonly network: Network;
  readonly power: Power;
  readonly notices: Notices;
  /** What schedules go by; the region's clock unless given. */
  readonly minuteClock?: Clock;
  readonly retryTiming: RetryTiming;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** The buses of a region, and the events on them. */
export class BusTraffic {
  readonly buses: EventBuses;
  readonly archives: Archives;
  readonly #region: Region;
  readonly #iam: Iam;
  readonly #deliveries: Deliveries;
  readonly #schedules: Schedules;
  readonly #turn: Turn;

  constructor(region: Region, options: TrafficOptions) {
    const { iam, minuteClock = region.clock, network, power, retryTiming: timing } = options;
    this.#region = region;
    this.#iam = iam;
    this.buses = new EventBuses(region);
    this.archives = new Archives(region, this.buses, (...replayed) => this.#replay(...replayed));
    this.#deliveries = new Deliveries(region, { ...options, timing });
    this.#turn = new Turn((fault) => region.log.fault(fault));
    // A region that is down fires nothing, and makes up for nothing.
    const fire = (fired: readonly Delivery[]) => power.whileUp(() => this.#deliver(() => fired));
    this.#schedules = new Schedules(region, minuteClock, fire);
    receiveHops(network, region.name, (hop, event) => this.#receive(hop, event));
  }

  /** Takes an event that was put on a bus. It is delivered in the next turn of the event loop. */
  readonly take = (bus: EventBus, event: BusEvent): void => this.#publish(bus, event, false);

  /** Adds a rule to its bus, and starts its schedule. */
  put(bus: EventBus, rule: Rule): Rule {
    bus.put(rule);
    this.#schedules.put(rule);
    return rule;
  }

  /** Takes a rule from its bus, and ends its schedule. What it has been given already is delivered. */
  delete(bus: EventBus, name: string): void {
    const rule = bus.rule(name);
    if (!rule) return;
    bus.delete(name);
    this.#schedules.delete(rule.arn);
  }

  /**
   * Turns a rule on or off. What it has been given already is delivered.
   * @throws AwsError `ResourceNotFoundException`
   */
  setState(bus: EventBus, name: string, state: Rule['state']): void {
    this.put(bus, { ...bus.getRule(name), state });
  }

  stop(): void {
    this.#schedules.stop();
    this.#turn.stop();
    this.#deliveries.stop();
  }

  #receive({ eventBusName, caller }: Hop, event: BusEvent): Refusal | undefined {
    const bus = this.buses.find(eventBusName);
    if (!bus) {
      return { code: 'NO_RESOURCE', message: `Event bus ${eventBusName} does not exist in ${this.#region.name}.` };
    }
    const conditionKeys = conditionKeysOf(event);
    const request = { action: 'events:PutEvents', resource: bus.arn, resourcePolicy: bus.policy, conditionKeys };
    if (this.#iam.isDeniedByResource(caller, request)) {
      return { code: 'NO_PERMISSIONS', message: `The policy of ${bus.arn} denies events:PutEvents to ${caller.arn}.` };
    }
    this.#publish(bus, event, true);
    return undefined;
  }

  #publish(bus: EventBus, event: BusEvent, forwarded: boolean): void {
    const taken = new TakenEvent(event, this.#region.clock.now(), forwarded);
    this.archives.keep(bus, taken);
    this.#deliver(() => bus.deliveriesOf(taken));
  }

  #replay(bus: EventBus, event: BusEvent, ruleArns: readonly string[] | undefined): void {
    const taken = new TakenEvent(event, this.#region.clock.now(), false);
    this.#deliver(() => bus.deliveriesOf(taken).filter(({ rule }) => ruleArns?.includes(rule.arn) !== false));
  }

  /** @param of asked when their turn has come */
  #deliver(of: () => Iterable<Delivery>): void {
    this.#turn.next(() => {
      for (const delivery of of()) this.#deliveries.deliver(delivery);
    });
  }
}

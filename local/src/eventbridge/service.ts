// The region's event buses, as other services and SDK clients reach them.
import type { CloudWatch } from '../cloudwatch/cloudwatch';
import type { Iam } from '../iam/iam';
import { type Network, Unreachable } from '../foundation/network';
import { Notices } from '../foundation/notices';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { Sqs } from '../sqs/sqs';
import { Archives } from './archives/archives';
import { Deliveries } from './delivery/delivery';
import type { EventBus } from './buses/event-bus';
import { EventBuses } from './buses/event-buses';
import type { BusEvent, EventBridge, MutationTarget } from './eventbridge';
import { receiveHops } from './buses/hop';
import { RETRY_TIMING, type RetryTiming } from './limits';
import { eventBridgeApi } from './operations/operations';
import { putEvents } from './buses/put-events';
import { createRule } from './rules/rule';
import { Schedules } from './rules/schedules';
import { TakenEvent } from './buses/taken-event';
import { Turn } from './buses/turn';

/** What buses need of others. GraphQL APIs are connected later. */
export interface EventBridgeOptions {
  readonly iam: Iam;
  readonly sqs: Sqs;
  readonly cloudWatch: CloudWatch;
  readonly network: Network;
  readonly power: Power;
  readonly retryTiming?: RetryTiming;
  /** From 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

/** Creates the event buses of a region, at first only the default one, and answers other regions. */
export function createEventBridge(region: Region, options: EventBridgeOptions): EventBridge {
  const { iam, network, power, retryTiming = RETRY_TIMING, random = Math.random } = options;
  let appSync: MutationTarget | undefined;
  const surroundings = {
    ...{ region, ...options },
    appSync: () => {
      if (!appSync) throw new Error('AppSync was not connected.');
      return appSync;
    },
  };
  const buses = new EventBuses(region);
  const notices = new Notices(region.log, region.clock);
  const deliveries = new Deliveries(region, { ...options, notices, timing: retryTiming, random });
  const turn = new Turn((fault) => region.log.fault(fault));
  const publish = (bus: EventBus, event: BusEvent, forwarded: boolean) => {
    const taken = new TakenEvent(event, region.clock.now(), forwarded);
    archives.keep(bus, taken);
    turn.next(() => {
      for (const delivery of bus.deliveriesOf(taken)) deliveries.deliver(delivery);
    });
  };
  const replay = (bus: EventBus, event: BusEvent, ruleArns: readonly string[] | undefined) => {
    const taken = new TakenEvent(event, region.clock.now(), false);
    turn.next(() => {
      for (const delivery of bus.deliveriesOf(taken)) {
        if (ruleArns?.includes(delivery.rule.arn) !== false) deliveries.deliver(delivery);
      }
    });
  };
  const archives = new Archives(region, buses, replay);
  const schedules = new Schedules(region, (fired) => {
    // A region that is down fires nothing, and makes up for nothing.
    if (!power.isUp) return;
    turn.next(() => {
      for (const delivery of fired) deliveries.deliver(delivery);
    });
  });
  const take = (bus: EventBus, event: BusEvent) => publish(bus, event, false);
  const context = { region, iam, notices, buses, archives, take };
  receiveHops(network, region.name, ({ eventBusName, caller }, event) => {
    const bus = buses.find(eventBusName);
    if (!bus) return { code: 'NO_RESOURCE', message: `Event bus ${eventBusName} does not exist in ${region.name}.` };
    const request = { action: 'events:PutEvents', resource: bus.arn, resourcePolicy: bus.policy };
    if (iam.isDeniedByResource(caller, request)) {
      return { code: 'NO_PERMISSIONS', message: `The policy of ${bus.arn} denies events:PutEvents to ${caller.arn}.` };
    }
    publish(bus, event, true);
    return undefined;
  });
  return {
    createEventBus: (name) => ({ arn: buses.create(name).arn }),
    createArchive: (definition) => ({ arn: archives.create(definition).arn }),
    putPermission: (eventBusName, statementId, statement) => buses.get(eventBusName).permit(statementId, statement),
    putRule: (definition) => {
      const bus = buses.get(definition.eventBusName);
      const rule = createRule({ ...definition, eventBusName: bus.name }, surroundings);
      bus.put(rule);
      schedules.put(rule);
      return { arn: rule.arn };
    },
    putEvents: (entries, caller) =>
      Promise.resolve().then(() => {
        if (!power.isUp) throw new Unreachable(region.name, region.name);
        return putEvents(context, entries, caller);
      }),
    connectAppSync: (connected) => {
      appSync = connected;
    },
    api: eventBridgeApi(context),
    stop: () => {
      schedules.stop();
      turn.stop();
      deliveries.stop();
      return Promise.resolve();
    },
  };
}

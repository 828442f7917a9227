// The region's event buses, as other services and SDK clients reach them.
import type { Clock } from '../foundation/clock';
import type { CloudWatch } from '../cloudwatch/cloudwatch';
import type { Iam } from '../iam/iam';
import type { Lambda } from '../lambda/lambda';
import type { Network } from '../foundation/network';
import { Notices } from '../foundation/notices';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { Sqs } from '../sqs/sqs';
import { BusTraffic } from './buses/bus-traffic';
import type { EventBridge, MutationTarget } from './eventbridge';
import { RETRY_TIMING, type RetryTiming } from './limits';
import { eventBridgeApi } from './operations/operations';
import { putEvents } from './buses/put-events';
import { createRule } from './rules/rule';

/** What buses need of others. GraphQL APIs are connected later. */
export interface EventBridgeOptions {
  readonly iam: Iam;
  readonly sqs: Sqs;
  readonly lambda: Pick<Lambda, 'invokeAsync'>;
  readonly cloudWatch: CloudWatch;
  readonly network: Network;
  readonly power: Power;
  /** Is there a bus of this name in the region? Without it, a rule may name any bus of another region. */
  readonly isBusThere?: ((region: string, eventBusName: string) => boolean) | undefined;
  /** What schedules go by; the region's clock unless given. */
  readonly minuteClock?: Clock;
  readonly retryTiming?: RetryTiming;
  /** From 0 to 1, for the jitter of retries. */
  readonly random?: () => number;
}

/** Creates the event buses of a region, at first only the default one, and answers other regions. */
export function createEventBridge(region: Region, options: EventBridgeOptions): EventBridge {
  const appSync = new LateTarget();
  const notices = new Notices(region.log, region.clock);
  const traffic = new BusTraffic(region, { retryTiming: RETRY_TIMING, random: Math.random, ...options, notices });
  const { buses, archives, take } = traffic;
  const setState = traffic.setState.bind(traffic);
  const context = { region, iam: options.iam, notices, buses, archives, take, setState };
  return {
    createEventBus: (name) => ({ arn: buses.create(name).arn }),
    hasEventBus: (name) => buses.find(name) !== undefined,
    deleteEventBus: (name) => buses.delete(name),
    updateArchive: (definition) => ({ arn: archives.update(definition).arn }),
    deleteArchive: (name) => archives.delete(name),
    removePermission: (eventBusName, statementId) => buses.get(eventBusName).forbid(statementId),
    deleteRule: (eventBusName, name) => traffic.delete(buses.get(eventBusName), name),
    createArchive: (definition) => ({ arn: archives.create(definition).arn }),
    putPermission: (eventBusName, statementId, statement) => buses.get(eventBusName).permit(statementId, statement),
    putRule: (definition) => {
      const bus = buses.get(definition.eventBusName);
      const surroundings = { region, ...options, appSync: () => appSync.get() };
      return { arn: traffic.put(bus, createRule({ ...definition, eventBusName: bus.name }, surroundings)).arn };
    },
    putEvents: (entries, caller, details) => {
      options.power.requireUp(region.name);
      return putEvents(context, entries, caller, details);
    },
    connectAppSync: (target) => appSync.set(target),
    api: eventBridgeApi(context),
    stop: () => {
      traffic.stop();
      return Promise.resolve();
    },
  };
}

/** AppSync, which needs EventBridge itself and is created after it. */
class LateTarget {
  #target: MutationTarget | undefined;

  set(target: MutationTarget): void {
    this.#target = target;
  }

  get(): MutationTarget {
    if (!this.#target) throw new Error('AppSync was not connected.');
    return this.#target;
  }
}

// The event buses of one region.
import { AwsError } from '../../foundation/errors';
import type { Region } from '../../foundation/region';
import { parseArn } from '../arn';
import { DEFAULT_EVENT_BUS } from './default-event-bus';
import { EventBus } from './event-bus';
import { MAX_BUSES } from '../limits';
import { limitExceeded, notFound, validationError } from '../validation-error';

const NAME = /^[.\-_A-Za-z0-9]{1,256}$/;
const RESOURCE = 'event-bus/';

/** The event buses of one region. */
export class EventBuses {
  readonly #region: Region;
  readonly #buses: Map<string, EventBus>;

  constructor(region: Region) {
    this.#region = region;
    this.#buses = new Map([[DEFAULT_EVENT_BUS, new EventBus(DEFAULT_EVENT_BUS, region)]]);
  }

  /** @throws AwsError `ResourceAlreadyExistsException`, `LimitExceededException` or `ValidationException` */
  create(name: string): EventBus {
    if (!NAME.test(name)) throw validationError(`The event bus name "${name}" is not valid.`);
    if (this.#buses.has(name)) {
      throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
    }
    if (this.#buses.size === MAX_BUSES) throw limitExceeded();
    const bus = new EventBus(name, this.#region);
    this.#buses.set(name, bus);
    return bus;
  }

  /**
   * Deletes a bus; nothing happens when there is none: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteEventBus.html
   * @throws AwsError `ValidationException` for the default bus, and while the bus has rules
   */
  delete(name: string): void {
    if (name === DEFAULT_EVENT_BUS) throw validationError('Cannot delete event bus default.');
    if ((this.#buses.get(name)?.rules.length ?? 0) > 0) {
      // https://github.com/anomalyco/sst/issues/4325
      throw validationError("EventBus can't be deleted since it has rules.");
    }
    this.#buses.delete(name);
  }

  /** The bus of a name, if there is one. */
  find(name: string): EventBus | undefined {
    return this.#buses.get(name);
  }

  /**
   * The bus of a name or ARN.
   * @throws AwsError `ResourceNotFoundException` or `ValidationException`
   */
  get(nameOrArn: string): EventBus {
    const name = this.nameOf(nameOrArn);
    const bus = this.#buses.get(name);
    if (!bus) throw notFound(`Event bus ${name} does not exist.`);
    return bus;
  }

  /**
   * The name of a bus that may be given by its ARN.
   * @throws AwsError `ValidationException` for an ARN of another region or account
   */
  nameOf(nameOrArn: string): string {
    const arn = parseArn(nameOrArn);
    if (!arn) return nameOrArn;
    if (arn.service !== 'events' || !arn.resource.startsWith(RESOURCE)) {
      throw validationError(`${nameOrArn} is not the ARN of an event bus.`);
    }
    if (arn.region !== this.#region.name) throw validationError('Cross-region api call is not allowed.');
    if (arn.accountId !== this.#region.accountId) {
      throw validationError(`The engine has one account, and ${nameOrArn} is not in it.`);
    }
    return arn.resource.slice(RESOURCE.length);
  }

  /** In the order of their names. */
  all(): readonly EventBus[] {
    return [...this.#buses.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }
}

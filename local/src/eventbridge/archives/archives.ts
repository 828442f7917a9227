// The archives of a region, and their replays.
import { AwsError } from '../../foundation/errors';
import type { Region } from '../../foundation/region';
import { Archive } from './archive';
import type { EventBus } from '../buses/event-bus';
import type { EventBuses } from '../buses/event-buses';
import type { ArchiveDefinition, BusEvent } from '../eventbridge';
import type { TakenEvent } from '../buses/taken-event';
import { notFound, validationError } from '../validation-error';

/** What is asked to be replayed. */
export interface ReplayRequest {
  readonly name: string;
  readonly archiveArn: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  /** Milliseconds since 1970, not included. */
  readonly to: number;
  readonly busArn: string;
  /** Only these rules get the events; all of the bus's when absent. */
  readonly ruleArns?: readonly string[] | undefined;
}

/** A replay. It is over as soon as it has begun: the events are there. */
export interface Replay extends ReplayRequest {
  readonly arn: string;
  readonly startedAt: number;
}

/** What puts a replayed event on its bus again. */
export type Publish = (bus: EventBus, event: BusEvent, ruleArns: readonly string[] | undefined) => void;

const NAME = /^[.\-_A-Za-z0-9]{1,48}$/;

/** The archives of a region. */
export class Archives {
  readonly #archives = new Map<string, Archive>();
  readonly #replays = new Map<string, Replay>();
  readonly #region: Region;
  readonly #buses: EventBuses;
  readonly #publish: Publish;

  constructor(region: Region, buses: EventBuses, publish: Publish) {
    this.#region = region;
    this.#buses = buses;
    this.#publish = publish;
  }

  /** @throws AwsError `ResourceAlreadyExistsException`, `ResourceNotFoundException`, `ValidationException` */
  create(definition: ArchiveDefinition): Archive {
    const { name, eventSourceArn } = definition;
    if (!NAME.test(name)) throw validationError(`The archive name "${name}" is not valid.`);
    if (this.#archives.has(name)) throw exists(`Archive ${name} already exists.`);
    const archive = new Archive(
      definition,
      this.#buses.get(eventSourceArn),
      this.arnOf(name),
      this.#region.clock.now(),
    );
    this.#archives.set(name, archive);
    return archive;
  }

  /** @throws AwsError `ResourceNotFoundException` or `InvalidEventPatternException` */
  update(definition: ArchiveDefinition): Archive {
    const archive = this.get(definition.name);
    archive.update(definition);
    return archive;
  }

  /** Deletes an archive with its events. @throws AwsError `ResourceNotFoundException` */
  delete(name: string): void {
    this.get(name);
    this.#archives.delete(name);
  }

  /** Shows every archive an event that its bus has taken. */
  keep(bus: EventBus, taken: TakenEvent): void {
    for (const archive of this.#archives.values()) if (archive.bus === bus) archive.keep(taken);
  }

  /** @throws AwsError `ResourceNotFoundException` */
  get(name: string): Archive {
    const archive = this.#archives.get(name);
    if (!archive) throw notFound(`Archive ${name} does not exist.`);
    return archive;
  }

  /** @throws AwsError `ResourceAlreadyExistsException`, `ResourceNotFoundException`, `ValidationException` */
  replay(request: ReplayRequest): Replay {
    const { name, archiveArn, busArn, from, to } = request;
    if (this.#replays.has(name)) throw exists(`Replay ${name} already exists.`);
    if (from >= to)
      throw validationError('Parameter EventEndTime is not valid. EventStartTime must be before EventEndTime.');
    const archive = [...this.#archives.values()].find(({ arn }) => arn === archiveArn);
    if (!archive) throw notFound(`Archive ${archiveArn} does not exist.`);
    if (archive.bus.arn !== busArn) {
      throw validationError('Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.');
    }
    for (const event of archive.between(from, to))
      this.#publish(archive.bus, { ...event, 'replay-name': name }, request.ruleArns);
    const arn = this.replayArnOf(name);
    const replay = { ...request, arn, startedAt: this.#region.clock.now() };
    this.#replays.set(name, replay);
    return replay;
  }

  /** @throws AwsError `ResourceNotFoundException` */
  getReplay(name: string): Replay {
    const replay = this.#replays.get(name);
    if (!replay) throw notFound(`Replay ${name} does not exist.`);
    return replay;
  }

  /** The ARN of the archive of a name, whether there is one or not. */
  arnOf(name: string): string {
    return this.#arn(`archive/${name}`);
  }

  /** The ARN of the replay of a name, whether there is one or not. */
  replayArnOf(name: string): string {
    return this.#arn(`replay/${name}`);
  }

  #arn(resource: string): string {
    const { partition, name, accountId } = this.#region;
    return `arn:${partition}:events:${name}:${accountId}:${resource}`;
  }
}

function exists(message: string): AwsError {
  return new AwsError('ResourceAlreadyExistsException', message);
}

// A stack: what it was asked to be, what it is made of, and what has happened to it.
import { v4 } from 'uuid';
import type { Clock } from '../foundation/clock';
import type { JsonObject } from '../foundation/json';
import type { CreatedResource } from './resource-type';
import type { PropertyProblem } from './specification/resource-problems';
import type { ResourceStatus, StackStatus } from './stack-status';
import type { RemovalPolicy } from './template/template';

/** A resource of a stack. */
export interface StackResource extends CreatedResource {
  readonly logicalId: string;
  readonly type: string;
  /** Those that it has, intrinsics resolved. */
  readonly properties: JsonObject;
  readonly deletionPolicy: RemovalPolicy;
  readonly updateReplacePolicy: RemovalPolicy;
  /** The resources of the stack that it needs, by logical id. */
  readonly needs: ReadonlySet<string>;
  /** Tells it from those that had its logical id before. */
  readonly incarnation: string;
  readonly status: ResourceStatus;
  readonly statusReason: string | undefined;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
}

/** A value that a stack shows. */
export interface StackOutput {
  readonly value: string;
  readonly description: string | undefined;
  readonly exportName: string | undefined;
}

/** Something that happened to a stack or to one of its resources. */
export interface StackEvent {
  readonly eventId: string;
  readonly logicalId: string;
  /** Empty while there is none. */
  readonly physicalId: string;
  readonly type: string;
  readonly status: ResourceStatus | StackStatus;
  readonly reason: string | undefined;
  /** The resource's properties, where they are known. */
  readonly properties: JsonObject | undefined;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly clientRequestToken: string | undefined;
}

/** What a stack was asked to be. */
export interface StackSource {
  /** The template as it was sent. */
  readonly templateBody: string;
  readonly description: string | undefined;
  /** The parameters that were given, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  /** As they are shown: with defaults, and masked where nobody is to see them. */
  readonly shownParameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly capabilities: readonly string[];
  readonly roleArn: string | undefined;
  readonly disableRollback: boolean;
  /** What two equal sources have in common. */
  readonly fingerprint: string;
}

/** What a stack consists of between two operations. */
export interface StackState {
  readonly source: StackSource | undefined;
  readonly resources: ReadonlyMap<string, StackResource>;
  readonly outputs: ReadonlyMap<string, StackOutput>;
  /** The names of the exports that it imports. */
  readonly imports: ReadonlySet<string>;
}

/** A stack as whoever runs the engine sees it. */
export interface StackView {
  readonly stackName: string;
  readonly stackId: string;
  readonly status: StackStatus;
  /** When it was updated last; nothing before the first update. Milliseconds since 1970. */
  readonly updatedAt: number | undefined;
  /** By logical id, in the order of their creation. */
  readonly resources: ReadonlyMap<string, StackResource>;
  /** Values by name. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The events that are kept of a stack; AWS keeps those of 90 days. */
const MAX_EVENTS = 10_000;

/** What tells a stack from others. */
type StackIdentity = Pick<Stack, 'stackName' | 'stackId' | 'number'> & { readonly createdAt?: number };

export class Stack implements StackView {
  readonly stackName: string;
  readonly stackId: string;
  /** How many stacks of the name the region had before. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  updatedAt: number | undefined;
  deletedAt: number | undefined;
  terminationProtection = false;
  /** Of the operation under way. */
  clientRequestToken: string | undefined;
  /** Goes on with the way back from an update, which failed; given are logical ids of resources that stay as they are. */
  rollback: ((skipped: ReadonlySet<string>) => Promise<void>) | undefined;
  /** Is its creation to go no further? */
  isCancelled = false;
  /** What CloudFormation's validation found in the last operation. */
  problems: readonly PropertyProblem[] = [];
  #state: StackState = { source: undefined, resources: new Map(), outputs: new Map(), imports: new Set() };
  #status: StackStatus = 'REVIEW_IN_PROGRESS';
  #statusReason: string | undefined;
  readonly #events: StackEvent[] = [];
  readonly #clock: Clock;

  constructor({ stackName, stackId, number, createdAt }: StackIdentity, clock: Clock) {
    this.stackName = stackName;
    this.stackId = stackId;
    this.number = number;
    this.createdAt = createdAt ?? clock.now();
    this.#clock = clock;
  }

  get status(): StackStatus {
    return this.#status;
  }

  get statusReason(): string | undefined {
    return this.#statusReason;
  }

  get state(): StackState {
    return this.#state;
  }

  get resources(): ReadonlyMap<string, StackResource> {
    return this.#state.resources;
  }

  get outputs(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#state.outputs].map(([name, { value }]) => [name, value]));
  }

  /** What happened, newest first. */
  get events(): readonly StackEvent[] {
    return [...this.#events].reverse();
  }

  /** Is it gone? It is still found by its id. */
  get isDeleted(): boolean {
    return this.#status === 'DELETE_COMPLETE';
  }

  /** Comes into a status, and tells so. */
  enter(status: StackStatus, reason?: string): void {
    this.#status = status;
    this.#statusReason = reason;
    const { stackId, stackName } = this;
    this.#note({ logicalId: stackName, physicalId: stackId, type: 'AWS::CloudFormation::Stack', status, reason });
  }

  /** Replaces what the stack consists of, or parts of it. */
  become(state: Partial<StackState>): void {
    this.#state = { ...this.#state, ...state };
  }

  /** Keeps a resource as it is now, and tells of its status. A new one comes last. */
  keep(resource: Omit<StackResource, 'updatedAt'>): StackResource {
    const kept = { ...resource, updatedAt: this.#clock.now() };
    this.become({ resources: new Map([...this.#state.resources, [kept.logicalId, kept]]) });
    this.tell(kept);
    return kept;
  }

  /** Tells of a resource's status. */
  tell({ logicalId, physicalId, type, properties, status, statusReason }: Omit<StackResource, 'updatedAt'>): void {
    this.#note({ logicalId, physicalId, type, status, reason: statusReason, properties });
  }

  /** Holds a resource no longer. */
  drop(logicalId: string): void {
    this.become({ resources: new Map([...this.#state.resources].filter(([id]) => id !== logicalId)) });
  }

  #note(event: Omit<StackEvent, 'eventId' | 'time' | 'clientRequestToken' | 'properties'> & Partial<StackEvent>): void {
    const { clientRequestToken } = this;
    this.#events.push({ properties: undefined, ...event, eventId: v4(), time: this.#clock.now(), clientRequestToken });
    if (this.#events.length > MAX_EVENTS) this.#events.shift();
  }
}

// EventBridge as other services of the region see it.
import type { AppSync } from '../appsync/appsync';
import type { Principal } from '../iam/iam';
import type { JsonObject, JsonValue } from '../foundation/json';
import type { ServiceApi } from '../foundation/service-api';

export { eventTimeOf } from './buses/event-time';

/**
 * An event on a bus: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 * A type and no interface, so that it is a JSON object to patterns and paths.
 */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, to the second. */
  readonly time: string;
  /** The region in which the event entered; kept on every hop. */
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
  /** On events that come out of an archive again. */
  readonly 'replay-name'?: string;
};

/** An entry of `PutEvents`, as an API client sends it. */
export type PutEventsEntry = JsonObject;

/** The answer of `PutEvents`. */
export type PutEventsResult = {
  readonly FailedEntryCount: number;
  readonly Entries: readonly (
    | { readonly EventId: string }
    | { readonly ErrorCode: string; readonly ErrorMessage: string }
  )[];
};

/** A rule as a template holds it. */
export interface RuleDefinition {
  readonly name: string;
  readonly eventBusName: string;
  readonly eventPattern?: JsonObject | undefined;
  /** `rate(…)`, only on the default bus. */
  readonly scheduleExpression?: string | undefined;
  readonly state: 'ENABLED' | 'DISABLED';
  /** `AWS::Events::Rule` `Targets`, intrinsics resolved. */
  readonly targets: readonly JsonValue[];
}

/** A new archive. */
export interface ArchiveDefinition {
  readonly name: string;
  /** The ARN of the bus whose events are kept. */
  readonly eventSourceArn: string;
  /** All events when absent. */
  readonly eventPattern?: JsonObject | undefined;
  /** 0 for ever. */
  readonly retentionDays: number;
}

/** Where mutations are called. */
export type MutationTarget = Pick<AppSync, 'invokeMutation'>;

/** The region's event buses. */
export interface EventBridge {
  /** @throws AwsError `ResourceAlreadyExistsException` */
  createEventBus(name: string): { readonly arn: string };
  /**
   * Deletes a bus; nothing happens when there is none.
   * @throws AwsError `ValidationException` for the default bus, and while the bus has rules
   */
  deleteEventBus(name: string): void;
  /** Is there a bus of this name? */
  hasEventBus(name: string): boolean;
  /**
   * @returns the rule's ARN
   * @throws AwsError `ValidationException`, `InvalidEventPatternException` or `ResourceNotFoundException`
   */
  putRule(rule: RuleDefinition): { readonly arn: string };
  /** Deletes a rule with its targets; nothing happens when there is none. @throws AwsError `ResourceNotFoundException` without its bus */
  deleteRule(eventBusName: string, name: string): void;
  /**
   * Begins to keep the events of a bus.
   * @throws AwsError `ResourceAlreadyExistsException`, `ResourceNotFoundException` or `ValidationException`
   */
  createArchive(archive: ArchiveDefinition): { readonly arn: string };
  /** Keeps other events, or for another time, from now on. @throws AwsError `ResourceNotFoundException` or `InvalidEventPatternException` */
  updateArchive(archive: ArchiveDefinition): { readonly arn: string };
  /** @throws AwsError `ResourceNotFoundException` */
  deleteArchive(name: string): void;
  /**
   * Adds a statement to a bus's resource policy, or replaces the one of the same id.
   * @throws AwsError `ResourceNotFoundException`
   */
  putPermission(eventBusName: string, statementId: string, statement: JsonObject): void;
  /** @throws AwsError `ResourceNotFoundException` */
  removePermission(eventBusName: string, statementId: string): void;
  /**
   * Puts events on buses. When it returns the buses have taken them, and no target has been invoked yet.
   * @param details for each entry without `Detail` what that would say: an object that nobody changes any more, and that need not
   * become text
   * @throws AwsError for a request that is refused as a whole
   * @throws Unreachable while the region is down
   */
  putEvents(
    entries: readonly PutEventsEntry[],
    caller: Principal,
    details?: readonly (JsonObject | undefined)[],
  ): PutEventsResult;
  /** Lets rules target the region's GraphQL APIs. AppSync puts events in its turn, so that one of the two is there before the other. */
  connectAppSync(appSync: MutationTarget): void;
  readonly api: ServiceApi;
  /** Ends every schedule, and every delivery that waits for a retry. */
  stop(): Promise<void>;
}

// The limits and timings of EventBridge, each with its unit and its source.

/** Events that an archive of the engine keeps in memory; the oldest go first. AWS keeps all of them. */
export const MAX_ARCHIVED_EVENTS = 100_000;

/** Entries of one `PutEvents`: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MAX_ENTRIES = 10;

/** Bytes of all entries of one `PutEvents`: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MAX_ENTRIES_SIZE = 1_048_576;

/** Bytes that `Time` adds to an entry: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
export const TIME_SIZE = 14;

/** Characters of `DetailType`: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
export const MAX_DETAIL_TYPE_LENGTH = 128;

/** Levels of JSON in `Detail`: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const MAX_DETAIL_DEPTH = 1_000;

/** Characters of an event pattern: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MAX_PATTERN_LENGTH = 2_048;

/** Combinations that every `$or` of a pattern may multiply to: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export const MAX_OR_COMBINATIONS = 1_000;

/** Buses in a region: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MAX_BUSES = 100;

/** Rules on a bus: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MAX_RULES_PER_BUS = 300;

/** Targets of a rule: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const MAX_TARGETS_PER_RULE = 5;

/** Characters of a target's id: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html */
export const MAX_TARGET_ID_LENGTH = 64;

/** Variables of an input transformer: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
export const MAX_INPUT_PATHS = 100;

/** Characters of a JSON path: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
export const MAX_JSON_PATH_LENGTH = 256;

/** A variable's name in an input transformer: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
export const VARIABLE_NAME = /^[A-Za-z0-9_-]{1,256}$/;

/** Characters of an input template: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
export const MAX_INPUT_TEMPLATE_LENGTH = 8_192;

/** Characters of a GraphQL operation: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_AppSyncParameters.html */
export const MAX_GRAPHQL_OPERATION_LENGTH = 1_048_576;

/** Items on one page of a list: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export const MAX_PAGE = 100;

/** Seconds that an event is retried: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
export const MAXIMUM_EVENT_AGE = { min: 60, max: 86_400, default: 86_400 } as const;

/** How often an event is retried: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html */
export const MAXIMUM_RETRY_ATTEMPTS = { min: 0, max: 185, default: 185 } as const;

/** When a failed delivery is tried again. */
export interface RetryTiming {
  /** Milliseconds before the first retry. */
  readonly firstDelay: number;
  /** By how much every delay is longer than the one before. */
  readonly growth: number;
  /** Milliseconds that no delay exceeds. */
  readonly longestDelay: number;
  /** The share by which a delay is shortened or prolonged at random. */
  readonly jitter: number;
}

/**
 * AWS retries "with an exponential back off and jitter" up to 185 times in 24 hours and does not publish its delays:
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 * These fill about as long with as many retries, and begin so early that what waits for a region that was away for
 * some seconds arrives within two seconds of its return: no delay is longer than a quarter of the time waited so far.
 */
export const RETRY_TIMING: RetryTiming = { firstDelay: 100, growth: 1.25, longestDelay: 600_000, jitter: 0.25 };

/**
 * Deliveries of a region that wait because their target was asked too much; what is more becomes a dead letter at once. Ours: a function
 * that puts several events for each that it gets would fill the memory.
 */
export const MAX_THROTTLED = 50_000;

/** Milliseconds: retries begin at multiples of it, so that many can begin together. Ours. */
export const RETRY_STEP = 10;

/** Deliveries that are tried again together at most, so that what waited for a region does not come to it all at once. Ours. */
export const MAX_CONVOY = 100;

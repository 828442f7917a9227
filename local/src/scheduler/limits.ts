// The limits of EventBridge Scheduler, each with its unit and its source.

/** Characters of a schedule's name: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export const MAX_SCHEDULE_NAME = 64;

/** Characters of a detail type: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EventBridgeParameters.html */
export const MAX_DETAIL_TYPE = 128;

/** Characters of a source: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_EventBridgeParameters.html */
export const MAX_SOURCE = 256;

/** Seconds that an invocation is retried: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
export const MAXIMUM_EVENT_AGE = { min: 60, max: 86_400 } as const;

/** How often an invocation is retried: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
export const MAXIMUM_RETRY_ATTEMPTS = { min: 0, max: 185 } as const;

/** Milliseconds after its time within which a schedule goes off: https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
export const PRECISION = 60_000;

/** Milliseconds before the first retry, twice as many before each further one, and the most. Ours: AWS does not publish them. */
export const FIRST_RETRY = 1_000;
export const LONGEST_RETRY = 600_000;

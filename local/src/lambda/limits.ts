// Lambda's limits and timings, and those of this engine where AWS leaves room.

const SECOND = 1000;
const MEBIBYTE = 1024 * 1024;

/** Seconds that a function may take when its template does not say: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
export const DEFAULT_TIMEOUT = 3;

/** Seconds that a function may take at most; source as above. */
export const MAX_TIMEOUT = 900;

/** Megabytes when the template does not say: https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html */
export const DEFAULT_MEMORY_SIZE = 128;

/** Megabytes, the fewest and the most; source as above. */
export const MEMORY_SIZE = { min: 128, max: 10_240 } as const;

/** Milliseconds that the code outside of the handler may take: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html */
export const INIT_TIMEOUT = 10 * SECOND;

/** Bytes of a synchronous invocation's payload: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_PAYLOAD_BYTES = 6 * MEBIBYTE;

/** Bytes of an asynchronous invocation's payload: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_ASYNC_PAYLOAD_BYTES = MEBIBYTE;

/** How often an event is tried again that its function failed for: https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const MAXIMUM_RETRY_ATTEMPTS = { min: 0, max: 2, default: 2 } as const;

/** Seconds for which an event is tried; source as above. */
export const MAXIMUM_EVENT_AGE = { min: 60, max: 21_600, default: 21_600 } as const;

/** Milliseconds before the first and the second retry: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
export const RETRY_WAITS: readonly number[] = [60 * SECOND, 120 * SECOND];

/** Characters of a dead letter's `ErrorMessage`, which AWS cuts at one kilobyte: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export const MAX_ERROR_MESSAGE = 1_024;

/** Events that wait for one function; who has more is throttled. Ours: AWS's queue has no end. */
export const MAX_WAITING_EVENTS = 10_000;

/** Bytes of all of them. Ours. */
export const MAX_WAITING_BYTES = 64 * MEBIBYTE;

/**
 * Milliseconds that an event waits for a busy environment before it gets one of its own. Ours: on AWS none waits, but there a burst
 * of events does not start eight processes on the machine on which everything else runs.
 */
export const ASYNC_PATIENCE = 250;

/** Characters of a line that a function prints; a longer one becomes several. CloudWatch Logs takes a megabyte. */
export const MAX_PRINTED_LINE = 16_384;

/**
 * Characters that an environment prints in a second before it is read no more in that second, and those that each line counts besides: a
 * thousand short lines. Ours, where CloudWatch Logs bills what comes.
 */
export const MAX_PRINTED_SHARE = 262_144;
export const PRINTED_LINE_SHARE = 256;

// Event source mappings of queues: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html

/** Messages of one batch. */
export const BATCH_SIZE = { min: 1, max: 10_000, default: 10 } as const;

/** Seconds for which messages are gathered. */
export const BATCHING_WINDOW = { min: 0, max: 300 } as const;

/** Batches at a time: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
export const MAXIMUM_CONCURRENCY = { min: 2, max: 1_000 } as const;

/** Messages that are taken from a queue at a time; more in a batch need a window. */
export const MAX_RECEIVED = 10;

/** Seconds that a mapping waits for a message in one go. */
export const POLLING_WAIT = 20;

/** Bytes of all environment variables: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export const MAX_ENVIRONMENT_BYTES = 4 * 1024;

/** Characters of a function's name: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const MAX_FUNCTION_NAME = 64;

/** Invocations that may be reserved for a function: https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
export const MAX_RESERVED_CONCURRENCY = 900;

/** Milliseconds after which an environment that nobody uses ends. Ours: AWS does not say when. */
export const IDLE_LIFE = 5 * 60 * SECOND;

/** Environments of one function that run at a time; further invocations wait for one. Ours: a laptop is not a region. */
export const MAX_ENVIRONMENTS = 8;

// Lambda@Edge: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-lambda-at-edge

/** Seconds, of functions at the origin. */
export const MAX_EDGE_TIMEOUT = 30;

/** Megabytes of `/tmp`. */
export const MAX_EDGE_STORAGE = 512;

/** Bytes of the zip. */
export const MAX_EDGE_ZIP_BYTES = 50 * MEBIBYTE;

/**
 * What Lambda@Edge takes, of what the engine runs and Lambda has not deprecated: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 * AWS's own list is not known; it has runtimes of Python as well.
 */
export const EDGE_RUNTIMES: readonly string[] = ['nodejs22.x', 'nodejs24.x'];

/**
 * Milliseconds that an edge's invocation waits for a busy environment before it gets one of its own. Ours: on AWS none waits,
 * but there no environment starts on the machine on which everything else runs.
 */
export const EDGE_PATIENCE = 250;

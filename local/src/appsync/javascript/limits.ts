// Limits of APPSYNC_JS and of its local engine, each with its unit and source.

/** Characters of a resolver's code: https://docs.aws.amazon.com/appsync/latest/APIReference/API_EvaluateCode.html */
export const MAX_CODE_LENGTH = 32_768;

/** Characters of an EvaluateCode context: https://docs.aws.amazon.com/appsync/latest/APIReference/API_EvaluateCode.html */
export const MIN_CONTEXT_LENGTH = 2;
/** Characters of an EvaluateCode context: https://docs.aws.amazon.com/appsync/latest/APIReference/API_EvaluateCode.html */
export const MAX_CONTEXT_LENGTH = 28_000;

/**
 * Different `extensions.invalidateSubscriptions` calls per request:
 * https://docs.aws.amazon.com/appsync/latest/devguide/extensions-js.html
 */
export const MAX_INVALIDATIONS = 5;

/**
 * Milliseconds that one evaluation may take. Ours: AWS gives a whole request 30 s
 * (https://docs.aws.amazon.com/general/latest/gr/appsync.html), and one region's engine must not stand still that long.
 */
export const TIME_LIMIT = 1_000;

/** Bytes that one resolver's code may hold. Ours: a hundred times the largest payload that AppSync delivers. */
export const MEMORY_LIMIT = 32 * 1024 * 1024;

/**
 * Bytes of QuickJS's stack while code runs. Ours, measured: with twice as much, deeply nested data overflows Node's own
 * stack before QuickJS notices.
 */
export const STACK_LIMIT = 64 * 1024;

/** Bytes of QuickJS's stack while it parses, which takes more of Node's stack for each byte of its own. */
export const PARSER_STACK_LIMIT = 32 * 1024;

/**
 * Items of an array whose methods are called. Ours: QuickJS walks the gaps of an array, such as one that was indexed by a
 * timestamp, for minutes, and cannot be stopped meanwhile.
 */
export const MAX_ARRAY_LENGTH = 1_000_000;

/** Iterations of one loop: quota "Iterations per loop", https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_LOOP_ITERATIONS = 1_000;

/** Groups that `util.transform.toSubscriptionFilter` makes. Ours: AppSync takes no more than 10 of them at `start`. */
export const MAX_FILTER_ALTERNATIVES = 1_000;

/** Resolvers that are kept ready to run; one that was not used for long is made ready again in a millisecond. */
export const MAX_OPEN_REALMS = 128;

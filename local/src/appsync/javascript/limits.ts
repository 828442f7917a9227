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

/**
 * Characters of one text, and as many parts of one value. Ours: a hundred times the largest payload that AppSync
 * delivers, and few enough that a text is made in milliseconds.
 */
export const MEMORY_LIMIT = 32 * 1024 * 1024;

/** Bytes by which the heap may grow in one evaluation, garbage included. Ours: far from where Node's process ends. */
export const HEAP_LIMIT = 512 * 1024 * 1024;

/** Levels of a value that goes into code, comes out of it or is written. Ours: Node's own JSON takes a thousand more. */
export const MAX_DEPTH = 3_000;

/** Characters and parts of a value that is copied out of code; a larger one is written and read. Ours. */
export const MAX_COPIED_SIZE = 300_000;

/** Levels of the code's syntax. Ours: what walks through code takes a place on the stack for each. */
export const MAX_NESTING = 1_000;

/**
 * Items of an array whose methods are called, or that is spread, and parts of a value that is written. Ours: the gaps of an array, such as one that was indexed
 * by a timestamp, count as items, and walking through billions cannot be stopped.
 */
export const MAX_ARRAY_LENGTH = 1_000_000;

/**
 * Characters that one search compares, at worst: those of the text times those of what is searched for. Ours: V8 compares
 * as many in less than a second, and cannot be stopped while it does.
 */
export const MAX_COMPARISONS = 500_000_000;

/** Characters of what `JSON.parse` and the built-ins of the host take. Ours: the slowest need a second or two for as many. */
export const MAX_ARGUMENT_LENGTH = 1024 * 1024;

/**
 * Calls, iterations and pieces of 64 characters between two looks at the clock. Ours: a look costs as much as a few of them,
 * and between two of them a machine can do no more than milliseconds of work.
 */
export const STEPS_BETWEEN_LOOKS = 32;

/** Characters of a text that is put together and costs nothing. Ours. */
export const UNCHECKED_LENGTH = 1_000;

/** Iterations of one loop: quota "Iterations per loop", https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_LOOP_ITERATIONS = 1_000;

/** Groups that `util.transform.toSubscriptionFilter` makes. Ours: AppSync takes no more than 10 of them at `start`. */
export const MAX_FILTER_ALTERNATIVES = 1_000;

/** Conditions in all groups of `util.transform.toSubscriptionFilter`. Ours: AppSync takes no more than 5 fields in each group. */
export const MAX_FILTER_CONDITIONS = 10_000;

/** Characters of one expression for DynamoDB. Ours: DynamoDB takes no more than 4,096 bytes. */
export const MAX_EXPRESSION_LENGTH = 1_000_000;

/** Marks in a row that `util.str.normalize` takes. Ours: it sorts them; https://unicode.org/reports/tr15/#Stream_Safe_Text_Format has 30. */
export const MAX_MARKS = 100;

/** Characters of a pattern. Ours: reading one takes time that grows faster than it. */
export const MAX_PATTERN_LENGTH = 4_000;

/** Patterns that a realm keeps ready, each of so many characters at most. Ours. */
export const MAX_KEPT_PATTERNS = 100;
/** Characters of a pattern that a realm keeps ready. Ours. */
export const MAX_KEPT_PATTERN_LENGTH = 1_000;

/** Texts of which a realm keeps whether a pattern matches, for each pattern, and the characters of each at most. Ours. */
export const MAX_KEPT_TEXTS = 2_000;
export const MAX_KEPT_TEXT_LENGTH = 100;

/** Codes of which is remembered what was read in them. Ours: more than a planet has, and a few megabytes. */
export const MAX_READINGS = 64;

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

/** Bytes of all environment variables: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export const MAX_ENVIRONMENT_BYTES = 4 * 1024;

/** Characters of a function's name: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const MAX_FUNCTION_NAME = 64;

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

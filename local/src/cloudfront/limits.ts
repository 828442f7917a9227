// CloudFront's limits and timings, and those of this engine where AWS leaves room.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** Bytes of a request without its body. */
export const MAX_REQUEST_BYTES = 20_480;

/** Bytes of a URL; source as above. */
export const MAX_URL_BYTES = 8192;

/** Characters of path and query that a function returns; fewer than this: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html */
export const MAX_FUNCTION_URI = 8192;

/** Bytes of a response that a function at the origin makes, with headers; source as above. */
export const MAX_GENERATED_BYTES = 1024 * 1024;

/** Bytes of headers that the server reads, so that what is too long for CloudFront gets CloudFront's answer. Ours. */
export const MAX_READ_HEADER_BYTES = 64 * 1024;

/** Milliseconds without a byte from the origin after which a WebSocket is closed: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/distribution-working-with.websockets.html */
export const WEBSOCKET_IDLE = 10 * MINUTE;

/** Seconds from which and up to which an origin may be waited for: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html */
export const ORIGIN_TIMEOUT = { min: 1, max: 120, read: 30, keepalive: 5 } as const;

/** How often CloudFront may try to connect; source as above. */
export const CONNECTION_ATTEMPTS = { min: 1, max: 3 } as const;

/** Characters of an origin's name and of its path: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html */
export const MAX_ORIGIN_NAME = 253;
export const MAX_BUCKET_HOST = 128;
export const MAX_ORIGIN_PATH = 255;

/** Characters of made-up ids, after their first letter: `E…` and `d….cloudfront.net`. */
export const ID_LENGTH = 13;

/** Milliseconds of a second, in which AWS counts what it waits for. */
export const MILLISECONDS = SECOND;

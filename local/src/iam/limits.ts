// Limits and lengths of IAM.

/** Characters of a role's name: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MAX_ROLE_NAME = 64;

/**
 * Characters that follow the prefix (`AIDA`, `AROA`) of a unique id.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
export const UNIQUE_ID_LENGTH = 17;

/** Characters of the session name of a service; up to 64 are allowed: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const SESSION_NAME_LENGTH = 32;

/**
 * Milliseconds by which the clocks of client and service may differ.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
 */
export const MAX_CLOCK_SKEW = 5 * 60 * 1000;

/** Seconds of a session that does not say: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const DEFAULT_SESSION = 3_600;

/** Seconds of a session that a session has begun: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining */
export const MAX_CHAINED_SESSION = 3_600;

/** Seconds that a role may allow its sessions: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const MAX_SESSION_DURATION = { min: 3_600, max: 43_200 };

/** Sessions of a region that have not expired; the oldest ends when there is one more. Chosen: AWS has any number. */
export const MAX_SESSIONS = 1_000;

/** Characters of a policy's name: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const MAX_POLICY_NAME = 128;

/** Calls of which it is remembered that they were allowed. Ours: there are some for each rule and resolver. */
export const MAX_ALLOWED_CALLS = 10_000;

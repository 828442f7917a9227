// The limits of STS.

/** Seconds of a session: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const SESSION_DURATION = { min: 900, max: 43_200 };

/** Characters of a session's name: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const SESSION_NAME = { min: 2, max: 64 };

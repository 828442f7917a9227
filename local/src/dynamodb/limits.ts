// The limits of DynamoDB that dynalite does not know, each with its unit and its source.

/** Bytes of an expression: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
export const MAX_EXPRESSION_LENGTH = 4_096;

/** Operators and functions of a condition: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
export const MAX_OPERATORS = 300;

/**
 * Parentheses within one another in a condition, those of functions and of `IN` aside. Ours: dynalite's parser takes four times as long for
 * each, a second for eight.
 */
export const MAX_NESTING = 5;

/** Actions of a transaction: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export const MAX_TRANSACT_ITEMS = 100;

/** Milliseconds for which a transaction's token holds; source as above. */
export const TOKEN_LIFE = 600_000;

/** Tokens that are remembered; the oldest go first. Ours. */
export const MAX_TOKENS = 10_000;

/** Operands of `IN`: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
export const MAX_IN_OPERANDS = 100;

/**
 * Seconds, five years, for which an item's time may be over: an older one is taken for a mistake, and the item is kept.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html
 */
export const MAX_OVERDUE = 5 * 365 * 24 * 3_600;

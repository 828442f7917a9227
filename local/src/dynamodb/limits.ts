// The limits of DynamoDB that dynalite does not know, each with its unit and its source.

/** Bytes of an expression: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
export const MAX_EXPRESSION_LENGTH = 4_096;

/** Operators and functions of a condition: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
export const MAX_OPERATORS = 300;

/** Operands of `IN`: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
export const MAX_IN_OPERANDS = 100;

// What DynamoDB refuses in the expressions of a request, and dynalite does not.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
import { AwsError } from '../foundation/errors';
import { isJsonObject, type JsonObject } from '../foundation/json';
import { MAX_EXPRESSION_LENGTH, MAX_IN_OPERANDS, MAX_NESTING, MAX_OPERATORS } from './limits';

const EXPRESSIONS = [
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'ProjectionExpression',
  'UpdateExpression',
];
const CONDITIONS = ['ConditionExpression', 'FilterExpression'];
const NESTED = [...CONDITIONS, 'KeyConditionExpression'];

const TOKEN = /[:#]?\w+|<>|[<>]=?|[=(),]/g;
const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);
const ORDERS: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', 'BETWEEN']);
const LOGIC: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT']);
const KEYWORDS: ReadonlySet<string> = new Set([...LOGIC, 'BETWEEN', 'IN']);

/** What has its operands in parentheses: functions, and `IN`. */
const OPERANDS_FOLLOW = /^(IN|[a-z]\w*)$/;

/** The types that have an order. */
const ORDERED: ReadonlySet<string> = new Set(['S', 'N', 'B']);

/** The types that dynalite never finds equal. */
const INCOMPARABLE: ReadonlySet<string> = new Set(['L', 'M']);

/** @throws AwsError `ValidationException` */
export function checkExpressions(input: JsonObject): void {
  for (const name of EXPRESSIONS) {
    const expression = input[name];
    if (typeof expression !== 'string') continue;
    const size = Buffer.byteLength(expression);
    if (size > MAX_EXPRESSION_LENGTH) {
      throw invalid(name, `Expression size has exceeded the maximum allowed size; expression size: ${size}`);
    }
    if (NESTED.includes(name)) checkNesting(name, expression);
    if (CONDITIONS.includes(name)) checkCondition(name, expression, input['ExpressionAttributeValues'] ?? {});
  }
}

function checkCondition(name: string, expression: string, values: unknown): void {
  const tokens = tokensOf(expression);
  const operators = countOperators(tokens);
  if (operators > MAX_OPERATORS) {
    throw invalid(name, `The expression contains too many operators; operator count: ${MAX_OPERATORS + 1}`);
  }
  const typeOf = (token: string | undefined) => typeIn(values, token);
  tokens.forEach((token, index) => {
    if (token === 'IN') checkOperands(name, tokens, index);
    if (ORDERS.has(token)) checkOrder(name, token, operandsAt(tokens, index).map(typeOf));
  });
  const value = tokens.find((token) => INCOMPARABLE.has(typeOf(token) ?? ''));
  if (value !== undefined) throw invalid(name, `The engine does not compare lists and maps, such as ${value}.`);
}

function checkNesting(name: string, expression: string): void {
  const tokens = tokensOf(expression);
  /** Is each parenthesis that is open one around a part of the condition? */
  const open: boolean[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token === ')') open.pop();
    if (token === '(') open.push(!OPERANDS_FOLLOW.test(tokens[index - 1] ?? ''));
    if (open.filter(Boolean).length > MAX_NESTING) {
      throw invalid(name, `The engine takes at most ${MAX_NESTING} parentheses within one another.`);
    }
  }
}

/** Keywords in capitals; the rest as it stands. */
function tokensOf(expression: string): readonly string[] {
  const tokens: readonly string[] = expression.match(TOKEN) ?? [];
  return tokens.map((token) => (KEYWORDS.has(token.toUpperCase()) ? token.toUpperCase() : token));
}

/** Comparators, keywords and functions; the `AND` of `BETWEEN` belongs to it. */
function countOperators(tokens: readonly string[]): number {
  const isFunction = (token: string, index: number) => tokens[index + 1] === '(' && /^[a-z]/i.test(token);
  const operators = tokens.filter(
    (token, index) => COMPARATORS.has(token) || KEYWORDS.has(token) || isFunction(token, index),
  );
  return operators.length - tokens.filter((token) => token === 'BETWEEN').length;
}

function checkOperands(name: string, tokens: readonly string[], index: number): void {
  let depth = 0;
  let count = 1;
  for (const token of tokens.slice(index + 1)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (token === ',' && depth === 1) count += 1;
    if (depth === 0) break;
  }
  if (count <= MAX_IN_OPERANDS) return;
  throw invalid(name, `The IN operator is provided with too many operands; number of operands: ${count}`);
}

function operandsAt(tokens: readonly string[], index: number): readonly (string | undefined)[] {
  const operands = [tokens[index - 1], tokens[index + 1]];
  return tokens[index] === 'BETWEEN' ? [...operands, tokens[index + 3]] : operands;
}

function checkOrder(name: string, operator: string, types: readonly (string | undefined)[]): void {
  const type = types.find((candidate) => candidate !== undefined && !ORDERED.has(candidate));
  if (type === undefined) return;
  throw invalid(
    name,
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

/** @returns undefined if the request has no such value */
function typeIn(values: unknown, token: string | undefined): string | undefined {
  if (!isJsonObject(values) || !token?.startsWith(':') || !Object.hasOwn(values, token)) return undefined;
  const value = values[token];
  return isJsonObject(value) ? Object.keys(value)[0] : undefined;
}

function invalid(name: string, reason: string): AwsError {
  return new AwsError('ValidationException', `Invalid ${name}: ${reason}`);
}

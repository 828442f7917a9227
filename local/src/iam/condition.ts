// The conditions of a policy statement, compiled once and tested per call.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
import { isJsonArray, isJsonObject, type JsonValue } from '../foundation/json';
import { malformed, unsupported } from './policy-error';
import { matchesArn, matchesWildcard } from './wildcard';

/** The condition keys that a call carries, in lower case, with their values, one each. */
export type ConditionContext = ReadonlyMap<string, string>;

/** A compiled condition: does it hold? */
export type Condition = (context: ConditionContext) => boolean;

/** Compares one value of the policy with the value that the call carries. */
type Comparison = (expected: string, actual: string) => boolean;

const equal: Comparison = (expected, actual) => expected === actual;
const equalIgnoringCase: Comparison = (expected, actual) => expected.toLowerCase() === actual.toLowerCase();

/** Operators that hold when one of the policy's values fits. */
const OPERATORS: ReadonlyMap<string, Comparison> = new Map([
  ['StringEquals', equal],
  ['StringEqualsIgnoreCase', equalIgnoringCase],
  ['StringLike', matchesWildcard],
  ['ArnEquals', matchesArn],
  ['ArnLike', matchesArn],
  ['Bool', equalIgnoringCase],
]);

/** Operators that hold when none of the policy's values fits; also when the call does not carry the key. */
const NEGATED_OPERATORS: ReadonlyMap<string, Comparison> = new Map([
  ['StringNotEquals', equal],
  ['StringNotEqualsIgnoreCase', equalIgnoringCase],
  ['StringNotLike', matchesWildcard],
  ['ArnNotEquals', matchesArn],
  ['ArnNotLike', matchesArn],
]);

/** Operators that AWS has and the engine has not. */
const UNSUPPORTED_OPERATORS = /^(Numeric|Date|Binary)[A-Z]|^(Not)?IpAddress/;

/**
 * The keys that the engine knows: of every call, of `events:PutEvents`, and of `cloudwatch:PutMetricData`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
const KEYS = [
  ...['aws:SourceArn', 'aws:SourceAccount', 'aws:PrincipalArn', 'aws:PrincipalAccount', 'aws:SecureTransport'],
  ...['events:source', 'events:detail-type', 'cloudwatch:namespace'],
];
const KNOWN_KEYS: ReadonlySet<string> = new Set(KEYS.map((key) => key.toLowerCase()));

const IF_EXISTS = 'IfExists';

/**
 * What a condition over the set of a key's values says where the call does not carry the key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const WITHOUT_VALUES: ReadonlyMap<string, boolean> = new Map([
  ['ForAllValues', true],
  ['ForAnyValue', false],
]);

/**
 * Compiles the `Condition` element of a statement; every operator and every key in it must hold.
 * @throws AwsError `MalformedPolicyDocument`, or `UnsupportedPolicy` for what the engine cannot decide
 */
export function compileCondition(element: JsonValue): Condition {
  if (!isJsonObject(element)) throw malformed('Condition must be an object.');
  const conditions = Object.entries(element).flatMap(([operator, block]) => compileBlock(operator, block));
  return (context) => conditions.every((condition) => condition(context));
}

function compileBlock(operator: string, block: JsonValue): readonly Condition[] {
  requireKnownOperator(operator);
  if (!isJsonObject(block)) throw malformed(`Condition operator "${operator}" must hold an object.`);
  return Object.entries(block).map(([name, values]) => {
    requireKnownKey(name);
    return compileTest(operator, name.toLowerCase(), valuesOf(name, values));
  });
}

function requireKnownOperator(operator: string): void {
  if (operator === 'Null') return;
  const { base, overSet } = takenApart(operator);
  const plain = withoutIfExists(base);
  const isKnown = OPERATORS.has(plain) || NEGATED_OPERATORS.has(plain) || UNSUPPORTED_OPERATORS.test(plain);
  if (!isKnown || (overSet !== undefined && !WITHOUT_VALUES.has(overSet))) {
    throw malformed(`Invalid Condition type : ${operator}.`);
  }
  if (UNSUPPORTED_OPERATORS.test(plain)) throw unsupported(`Condition operator "${operator}"`);
}

function requireKnownKey(name: string): void {
  if (KNOWN_KEYS.has(name.toLowerCase())) return;
  if (!name.includes(':'))
    throw malformed('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
  throw unsupported(`Condition key "${name}"`, `it knows ${KEYS.join(', ')}`);
}

function valuesOf(name: string, values: JsonValue): readonly string[] {
  const list = isJsonArray(values) ? values : [values];
  return list.map((value) => {
    if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return String(value);
    throw malformed(`The values of condition key "${name}" must be strings.`);
  });
}

function compileTest(operator: string, key: string, expected: readonly string[]): Condition {
  if (operator === 'Null')
    return (context) => expected.some((value) => equalIgnoringCase(value, String(!context.has(key))));
  const { base, overSet } = takenApart(operator);
  const plain = withoutIfExists(base);
  const positive = OPERATORS.get(plain);
  const negative = NEGATED_OPERATORS.get(plain);
  const absent = WITHOUT_VALUES.get(overSet ?? '') ?? (negative !== undefined || plain !== base);
  return (context) => {
    const actual = context.get(key);
    if (actual === undefined) return absent;
    if (positive) return expected.some((value) => positive(value, actual));
    return negative !== undefined && !expected.some((value) => negative(value, actual));
  };
}

/** `ForAllValues:StringEquals` is `StringEquals` over a set; of a set with one value both kinds say what the plain one says. */
function takenApart(operator: string): { readonly base: string; readonly overSet: string | undefined } {
  const [base = '', overSet] = operator.split(':').reverse();
  return { base, overSet };
}

function withoutIfExists(operator: string): string {
  return operator.endsWith(IF_EXISTS) ? operator.slice(0, -IF_EXISTS.length) : operator;
}

// The values of a template's parameters, checked against their declarations.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
import { BoundedPattern } from '../../foundation/bounded-pattern';
import { UserError } from '../../foundation/errors';
import type { JsonObject, JsonValue } from '../../foundation/json';
import { MAX_PARAMETER_BYTES, MAX_PATTERN_TIME } from '../limits';

/** What a parameter may say of itself. */
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'Type',
  'Default',
  'AllowedValues',
  'AllowedPattern',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'Description',
  'ConstraintDescription',
  'NoEcho',
]);

/** How the text of a parameter becomes what `Ref` returns. */
const TYPES: ReadonlyMap<string, (text: string) => JsonValue> = new Map<string, (text: string) => JsonValue>([
  ['String', (text) => text],
  ['Number', (text) => text],
  ['CommaDelimitedList', listOf],
  ['List<Number>', listOf],
]);

/**
 * Gives every parameter its value.
 * @param declarations by name
 * @param given by name; a parameter that is not given takes its default
 * @throws UserError `PARAMETER_INVALID` with CloudFormation's sentence, or `UNSUPPORTED_PARAMETER`
 */
export function parameterValues(
  declarations: ReadonlyMap<string, JsonObject>,
  given: Readonly<Record<string, string>>,
): ReadonlyMap<string, JsonValue> {
  const strangers = Object.keys(given).filter((name) => !declarations.has(name));
  if (strangers.length > 0) throw invalid(`Parameters: [${strangers.join(', ')}] do not exist in the template`);
  const texts = [...declarations].map(([name, declaration]) => ({
    name,
    declaration,
    text: textOf(name, declaration, given),
  }));
  const missing = texts.filter(({ text }) => text === undefined).map(({ name }) => name);
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  return new Map(texts.map(({ name, declaration, text = '' }) => [name, valueOf(name, declaration, text)]));
}

/** What stands for a value that nobody is to see. */
const MASK = '****';

/** The parameters as `DescribeStacks` shows them: texts, by name; those with `NoEcho` are masked. */
export function shownParameters(
  declarations: ReadonlyMap<string, JsonObject>,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...declarations].map(([name, declaration]) => [
      name,
      [true, 'true'].some((masked) => masked === declaration['NoEcho'])
        ? MASK
        : (textOf(name, declaration, given) ?? ''),
    ]),
  );
}

function textOf(name: string, declaration: JsonObject, given: Readonly<Record<string, string>>): string | undefined {
  const text = Object.hasOwn(given, name) ? given[name] : declaration['Default'];
  return typeof text === 'number' || typeof text === 'boolean' || typeof text === 'string' ? String(text) : undefined;
}

function valueOf(name: string, declaration: JsonObject, text: string): JsonValue {
  const unknown = Object.keys(declaration).find((attribute) => !ATTRIBUTES.has(attribute));
  if (unknown !== undefined) throw invalid(`Invalid template parameter property '${unknown}' of parameter '${name}'`);
  const type = typeof declaration['Type'] === 'string' ? declaration['Type'] : '';
  const convert = TYPES.get(type);
  if (!convert) {
    const known = [...TYPES.keys()].join(', ');
    throw new UserError(
      'UNSUPPORTED_PARAMETER',
      `Parameter ${name} has the type "${type}", which the engine does not support; it supports ${known}.`,
    );
  }
  if (Buffer.byteLength(text) > MAX_PARAMETER_BYTES) {
    throw invalid(`Parameter '${name}' must have at most ${MAX_PARAMETER_BYTES} bytes`);
  }
  requireNumbers(name, type, text);
  requireAllowed(name, declaration, { type, text });
  return convert(text);
}

function requireNumbers(name: string, type: string, text: string): void {
  const numbers = type === 'Number' ? [text] : type === 'List<Number>' ? listOf(text) : [];
  if (numbers.some((number) => number.trim() === '' || !Number.isFinite(Number(number)))) {
    throw invalid(`Parameter '${name}' must be a number`);
  }
}

function requireAllowed(
  name: string,
  declaration: JsonObject,
  { type, text }: { readonly type: string; readonly text: string },
): void {
  const { AllowedValues: values, AllowedPattern: pattern } = declaration;
  const elements = type.includes('List') ? listOf(text) : [text];
  if (Array.isArray(values) && !elements.every((element) => values.map(String).includes(element))) {
    throw invalid(`Parameter '${name}' must be one of AllowedValues`);
  }
  if (typeof pattern === 'string' && !matches(name, pattern, text)) {
    throw invalid(`Parameter '${name}' must match pattern ${pattern}`);
  }
  requireWithin(declaration, ['MinLength', 'MaxLength'], text.length, {
    less: (bound) => `Parameter '${name}' must contain at least ${bound} characters`,
    more: (bound) => `Parameter '${name}' must contain at most ${bound} characters`,
  });
  requireWithin(declaration, ['MinValue', 'MaxValue'], Number(text), {
    less: (bound) => `Parameter '${name}' must be a number not less than ${bound}`,
    more: (bound) => `Parameter '${name}' must be a number not greater than ${bound}`,
  });
}

function matches(name: string, pattern: string, text: string): boolean {
  try {
    RegExp(pattern);
  } catch (error) {
    throw new UserError(
      'PARAMETER_INVALID',
      `The AllowedPattern of parameter '${name}' is no regular expression: ${pattern}`,
      {
        cause: error,
      },
    );
  }
  try {
    return new BoundedPattern(`^(?:${pattern})$`, MAX_PATTERN_TIME).test(text);
  } catch (error) {
    throw new UserError(
      'PARAMETER_INVALID',
      `The AllowedPattern of parameter '${name}' took longer than ${MAX_PATTERN_TIME} ms; the engine waits no longer: ${pattern}`,
      { cause: error },
    );
  }
}

function requireWithin(
  declaration: JsonObject,
  [lower, upper]: readonly [string, string],
  size: number,
  sentences: { readonly less: (bound: number) => string; readonly more: (bound: number) => string },
): void {
  const [least, most] = [declaration[lower], declaration[upper]].map((bound) =>
    bound === undefined ? undefined : Number(bound),
  );
  if (least !== undefined && size < least) throw invalid(sentences.less(least));
  if (most !== undefined && size > most) throw invalid(sentences.more(most));
}

function listOf(text: string): string[] {
  return text.split(',').map((element) => element.trim());
}

function invalid(sentence: string): UserError {
  return new UserError('PARAMETER_INVALID', sentence);
}

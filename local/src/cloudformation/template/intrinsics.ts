// Intrinsic functions: turns a value of a template into what it stands for.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
import { UserError } from '../../foundation/errors';
import { isJsonArray, isJsonObject, type JsonArray, type JsonObject, type JsonValue } from '../../foundation/json';
import { MAX_RESOLVED } from '../limits';
import { NO_VALUE } from './pseudo-parameter';
import { splitAttribute } from './reference';
import type { Scope } from './scope';
import { partsOf } from './substitution';

/** A value; `undefined` for `AWS::NoValue`. */
type Resolved = JsonValue | undefined;

/** Where a function stands in the template, for errors, and what it may look up. */
interface Place {
  readonly scope: Scope;
  /** Such as `Resources.DeliverRule.Properties.Targets[0].Arn`. */
  readonly path: string;
  readonly allowance: Allowance;
}

/** What may still be made. */
export interface Allowance {
  /** Characters and elements. */
  left: number;
}

/** For the values of one resource, one output or one condition. */
export function anAllowance(): Allowance {
  return { left: MAX_RESOLVED };
}

type Intrinsic = (argument: JsonValue, place: Place) => Resolved;

const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::FindInMap', findInMap],
  ['Fn::If', choose],
  ['Fn::ImportValue', importValue],
  ['Fn::Base64', (argument, place) => Buffer.from(textOf(argument, place)).toString('base64')],
]);

/** Functions that give true or false: they stand in the section Conditions. */
const CONDITION_FUNCTIONS: ReadonlySet<string> = new Set(['Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals']);

/**
 * Resolves every intrinsic function in a value. Members and elements that are `AWS::NoValue` are left out.
 * @param path where the value stands, such as `Resources.DeliverRule.Properties`
 * @param allowance what the functions may make; the same for values that are kept together
 * @returns `undefined` when the whole value is `AWS::NoValue`
 * @throws UserError `TEMPLATE_INVALID`, `UNSUPPORTED_INTRINSIC`, `UNSUPPORTED_ATTRIBUTE` or `UNRESOLVED_DEPENDENCY`
 */
export function resolve(
  value: JsonValue,
  scope: Scope,
  path: string,
  allowance = anAllowance(),
): JsonValue | undefined {
  return resolveAt(value, { scope, path, allowance });
}

function resolveAt(value: JsonValue, place: Place): Resolved {
  if (isJsonArray(value)) return resolveElements(value, place);
  if (!isJsonObject(value)) return value;
  const name = intrinsicOf(value, place);
  if (name === undefined) return resolveMembers(value, place);
  const intrinsic = INTRINSICS.get(name);
  if (intrinsic) {
    const here = { ...place, path: `${place.path}.${name}` };
    const result = intrinsic(value[name] ?? null, here);
    if (result !== undefined) spend(sizeOf(result), here);
    return result;
  }
  if (CONDITION_FUNCTIONS.has(name)) {
    throw invalid(
      `${name} stands where CloudFormation takes no condition function; give it a name in Conditions`,
      place,
    );
  }
  throw new UserError('UNSUPPORTED_INTRINSIC', `${place.path} uses ${name}, which the engine does not support.`);
}

/** Characters and elements. */
function sizeOf(value: JsonValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, member: JsonValue) => sum + 1 + sizeOf(member), 0);
}

/** @throws UserError `TEMPLATE_INVALID` */
function spend(amount: number, place: Place): void {
  place.allowance.left -= amount;
  if (place.allowance.left < 0) {
    throw invalid(`The intrinsic functions make more than ${MAX_RESOLVED} characters; the engine takes no more`, place);
  }
}

function intrinsicOf(value: JsonObject, place: Place): string | undefined {
  const names = Object.keys(value);
  const name = names.find((key) => key === 'Ref' || key.startsWith('Fn::'));
  if (name === undefined || names.length === 1) return name;
  throw invalid(`Template error: an object with ${name} must have no other member`, place);
}

function resolveElements(elements: JsonArray, place: Place): JsonArray {
  return elements
    .map((element, index) => resolveAt(element, { ...place, path: `${place.path}[${index}]` }))
    .filter((element) => element !== undefined);
}

function resolveMembers(value: JsonObject, place: Place): JsonObject {
  const members = Object.entries(value).map(
    ([name, member]) => [name, resolveAt(member, { ...place, path: `${place.path}.${name}` })] as const,
  );
  return Object.fromEntries(members.filter((member): member is [string, JsonValue] => member[1] !== undefined));
}

function ref(argument: JsonValue, place: Place): Resolved {
  if (typeof argument !== 'string')
    throw invalid('Template error: every Ref object must have a single String value.', place);
  return refTo(argument, place);
}

function refTo(name: string, place: Place): Resolved {
  if (name === NO_VALUE) return undefined;
  const value = place.scope.ref(name);
  if (value !== undefined) return value;
  const { block } = place.scope;
  const sentence =
    block === 'Conditions'
      ? `Unresolved dependencies [${name}]. Cannot reference resources in the Conditions block of the template`
      : `Unresolved resource dependencies [${name}] in the ${block} block of the template`;
  throw new UserError('UNRESOLVED_DEPENDENCY', `Template format error: ${sentence} (at ${place.path})`);
}

function getAtt(argument: JsonValue, place: Place): Resolved {
  const [logicalId, attribute] = typeof argument === 'string' ? splitAttribute(argument) : listOf(argument);
  if (typeof logicalId !== 'string' || attribute === undefined) {
    throw invalid('Template error: every Fn::GetAtt object requires two non-empty parameters', place);
  }
  return attributeOf(logicalId, textOf(attribute, place), place);
}

function attributeOf(logicalId: string, attribute: string, place: Place): JsonValue {
  // Asked first, so that a resource that is not created is named as such.
  refTo(logicalId, place);
  const value = place.scope.attribute(logicalId, attribute);
  if (value !== undefined) return value;
  throw new UserError(
    'UNSUPPORTED_ATTRIBUTE',
    `Template error: resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt (at ${place.path})`,
  );
}

/** CloudFormation's sentence: https://github.com/aws-cloudformation/aws-cloudformation-templates/issues/263 */
function importValue(argument: JsonValue, place: Place): string {
  if (place.scope.block === 'Conditions') {
    throw invalid('Template error: Fn::ImportValue cannot be used in the Conditions block', place);
  }
  const name = textOf(argument, place);
  const value = place.scope.imported(name);
  if (value !== undefined) return value;
  throw new UserError('EXPORT_MISSING', `No export named ${name} found.`);
}

function sub(argument: JsonValue, place: Place): string {
  const [template, variables = {}, ...others] = typeof argument === 'string' ? [argument] : listOf(argument);
  const parts = typeof template === 'string' ? partsOf(template) : undefined;
  if (!parts || !isJsonObject(variables) || others.length > 0) {
    throw invalid(
      "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as " +
        'first argument, and an optional second argument to specify a mapping of values to replace in the string',
      place,
    );
  }
  return parts.map((part) => ('text' in part ? part.text : substituted(part.name, variables, place))).join('');
}

function substituted(name: string, variables: JsonObject, place: Place): string {
  const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (variable !== undefined) return textOf(variable, { ...place, path: `${place.path}.${name}` });
  const [first, attribute] = splitAttribute(name);
  const value = attribute === undefined ? refTo(first, place) : attributeOf(first, attribute, place);
  const text = asText(value, place);
  spend(text.length, place);
  return text;
}

function join(argument: JsonValue, place: Place): string {
  const [delimiter, list, ...others] = listOf(argument);
  const elements = list === undefined ? undefined : resolveAt(list, place);
  if (typeof delimiter !== 'string' || !isJsonArray(elements) || others.length > 0) {
    throw invalid(
      'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings ' +
        'to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
      place,
    );
  }
  spend(elements.length * delimiter.length, place);
  return elements.map((element) => asText(element, place)).join(delimiter);
}

function select(argument: JsonValue, place: Place): JsonValue {
  const [index, list] = listOf(argument);
  const position = index === undefined ? '' : textOf(index, place);
  const elements = list === undefined ? undefined : resolveAt(list, place);
  if (!/^\d+$/.test(position) || !isJsonArray(elements)) {
    throw invalid(
      'Template error: every Fn::Select object requires two non-empty parameters, the first is an integer',
      place,
    );
  }
  const element = elements[Number(position)];
  if (element !== undefined) return element;
  throw invalid(`Template error: Fn::Select cannot select nonexistent value at index ${position}`, place);
}

function split(argument: JsonValue, place: Place): JsonArray {
  const [delimiter, text] = listOf(argument);
  if (typeof delimiter === 'string' && delimiter !== '' && text !== undefined)
    return textOf(text, place).split(delimiter);
  throw invalid(
    'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split',
    place,
  );
}

function findInMap(argument: JsonValue, place: Place): JsonValue {
  const keys = listOf(argument).map((key) => textOf(key, place));
  const [mapping, top, second] = keys;
  if (keys.length !== 3 || mapping === undefined || top === undefined || second === undefined) {
    throw invalid('Template error: every Fn::FindInMap object requires three parameters', place);
  }
  const value = place.scope.mapped(mapping, top, second);
  if (value !== undefined) return value;
  throw invalid(`Template error: Unable to get mapping for ${keys.join('::')}`, place);
}

function choose(argument: JsonValue, place: Place): Resolved {
  const [condition, whenTrue, whenFalse, ...others] = listOf(argument);
  if (typeof condition !== 'string' || whenTrue === undefined || whenFalse === undefined || others.length > 0) {
    throw invalid('Template error: Fn::If requires a list argument with the first element being a condition', place);
  }
  const holds = place.scope.condition(condition);
  if (holds === undefined)
    throw invalid(`Template error: unresolved condition dependency ${condition} in Fn::If`, place);
  return resolveAt(holds ? whenTrue : whenFalse, place);
}

/** Resolves a value that must become a text. */
function textOf(value: JsonValue, place: Place): string {
  return asText(resolveAt(value, place), place);
}

function asText(value: Resolved, place: Place): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw invalid(`A string was expected, not ${value === undefined ? NO_VALUE : JSON.stringify(value)}`, place);
}

function listOf(argument: JsonValue): JsonArray {
  return isJsonArray(argument) ? argument : [];
}

function invalid(sentence: string, { path }: Place): UserError {
  return new UserError('TEMPLATE_INVALID', `${sentence} (at ${path})`);
}

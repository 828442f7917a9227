// `Input`, `InputPath` and `InputTransformer` of a target, of which it may have one.
import { isJsonObject, type JsonObject } from '../../foundation/json';
import { constant, partOf, transformed, wholeEvent, type Input } from './input';
import { compileInputTransformer, isReservedName, type InputTransformer } from './input-transformer';
import { compileJsonPath, type JsonPath } from './json-path';
import { MAX_INPUT_PATHS, MAX_INPUT_TEMPLATE_LENGTH, MAX_JSON_PATH_LENGTH, VARIABLE_NAME } from '../limits';
import { optionalText, refuseOthers, requiredText } from '../members';
import { outOfBounds, validationError, wrongType } from '../validation-error';

/** The properties that say what a target gets. */
export const INPUT_PROPERTIES = ['Input', 'InputPath', 'InputTransformer'];

const NAME_CONSTRAINT =
  'Map keys must satisfy constraint: [Member must have length less than or equal to 256, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [A-Za-z0-9\\_\\-]+]';

/**
 * @param id the target's, for AWS's sentences
 * @throws AwsError `ValidationException`
 */
export function parseInput(target: JsonObject, id: string): Input {
  const given = INPUT_PROPERTIES.filter((name) => target[name] !== undefined);
  if (given.length > 1) {
    throw validationError(`Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`);
  }
  const input = optionalText(target, 'Input');
  if (input !== undefined) return constant(jsonText(input, id));
  const path = optionalText(target, 'InputPath');
  if (path !== undefined) return partOf(parsePath(path, `InputPath for target ${id} is invalid.`));
  const transformer = target['InputTransformer'];
  return transformer === undefined ? wholeEvent : transformed(parseTransformer(transformer, id));
}

function jsonText(text: string, id: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw validationError(`JSON syntax error in input for target ${id}.`);
  }
}

function parsePath(text: string, refusal: string): JsonPath {
  const path = text.length <= MAX_JSON_PATH_LENGTH ? compileJsonPath(text) : undefined;
  if (!path) throw validationError(refusal);
  return path;
}

function parseTransformer(value: unknown, id: string): InputTransformer {
  if (!isJsonObject(value)) throw wrongType('InputTransformer', 'structure');
  refuseOthers(value, ['InputPathsMap', 'InputTemplate'], `InputTransformer of target ${id}`);
  const template = requiredText(value, 'InputTemplate', `InputTransformer of target ${id}`);
  if (template.length > MAX_INPUT_TEMPLATE_LENGTH) {
    throw validationError(`InputTemplate for target ${id} is longer than ${MAX_INPUT_TEMPLATE_LENGTH} characters.`);
  }
  return compileInputTransformer(template, parsePaths(value, id), (placeholder) =>
    validationError(`InputTemplate for target ${id} contains invalid placeholder ${placeholder}.`),
  );
}

function parsePaths(transformer: JsonObject, id: string): ReadonlyMap<string, JsonPath> {
  const paths = transformer['InputPathsMap'] ?? {};
  if (!isJsonObject(paths)) throw wrongType('InputPathsMap', 'map');
  const names = Object.keys(paths);
  if (names.length > MAX_INPUT_PATHS) {
    throw validationError(`InputPathsMap for target ${id} has more than ${MAX_INPUT_PATHS} variables.`);
  }
  const reserved = names.find(isReservedName);
  if (reserved !== undefined) {
    throw validationError(`InputPathsMap for target ${id} has the reserved variable ${reserved}.`);
  }
  const invalid = names.find((name) => !VARIABLE_NAME.test(name));
  if (invalid !== undefined) throw outOfBounds(invalid, `inputPathsMap for target ${id}`, NAME_CONSTRAINT);
  return new Map(
    names.map((name) => {
      const path = requiredText(paths, name, `InputPathsMap of target ${id}`);
      return [name, parsePath(path, `InputPathsMap for target ${id} has the invalid JSON path ${path}.`)];
    }),
  );
}

// What a value of a template refers to.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { partsOf } from './substitution';

/** A name that a value mentions. */
export interface Reference {
  /** A resource, a parameter or a pseudo parameter. */
  readonly name: string;
  /** The attribute, for `Fn::GetAtt` and `${Name.Attribute}`; empty where it is missing, and absent where a function gives it. */
  readonly attribute: string | undefined;
  readonly by: 'Ref' | 'Fn::GetAtt' | 'Fn::Sub';
}

/**
 * Everything that a value refers to.
 * @param holds tells whether a condition holds, so that of `Fn::If` only the branch that is taken counts; without it, both count
 */
export function* referencesOf(value: JsonValue, holds?: (condition: string) => boolean): Generator<Reference> {
  if (isJsonArray(value)) {
    for (const element of value) yield* referencesOf(element, holds);
  }
  if (!isJsonObject(value)) return;
  yield* ownReferences(value);
  for (const member of holds ? takenMembers(value, holds) : Object.values(value)) yield* referencesOf(member, holds);
}

function* ownReferences(value: JsonObject): Generator<Reference> {
  const [entry, ...others] = Object.entries(value);
  if (!entry || others.length > 0) return;
  const [intrinsic, argument] = entry;
  if (intrinsic === 'Ref' && typeof argument === 'string') yield { name: argument, attribute: undefined, by: 'Ref' };
  if (intrinsic === 'Fn::GetAtt') yield* attributeReference(argument);
  if (intrinsic === 'Fn::Sub') yield* substitutionReferences(argument);
}

function* attributeReference(argument: JsonValue): Generator<Reference> {
  const [name, attribute] = typeof argument === 'string' ? splitAttribute(argument) : [argument].flat();
  if (typeof name !== 'string') return;
  yield { name, attribute: typeof attribute === 'object' ? undefined : String(attribute ?? ''), by: 'Fn::GetAtt' };
}

function* substitutionReferences(argument: JsonValue): Generator<Reference> {
  const [template, variables] = [argument].flat();
  if (typeof template !== 'string') return;
  for (const part of partsOf(template) ?? []) {
    if (!('name' in part) || (isJsonObject(variables) && Object.hasOwn(variables, part.name))) continue;
    const [name, attribute] = splitAttribute(part.name);
    yield { name, attribute, by: 'Fn::Sub' };
  }
}

/** `Resource.Attribute`, of which the attribute may have dots of its own. */
export function splitAttribute(text: string): readonly [string, string | undefined] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text, undefined] : [text.slice(0, dot), text.slice(dot + 1)];
}

function takenMembers(value: JsonObject, holds: (condition: string) => boolean): readonly JsonValue[] {
  const choice = value['Fn::If'];
  if (!isJsonArray(choice)) return Object.values(value);
  const [condition, whenTrue, whenFalse] = choice;
  const taken = typeof condition === 'string' && holds(condition) ? whenTrue : whenFalse;
  return taken === undefined ? [] : [taken];
}

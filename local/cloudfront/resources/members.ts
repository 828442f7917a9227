// Reads objects inside of a resource's properties, and refuses by name what the engine does not have.
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest } from '../../cloudformation/resource-type';
import { UserError } from '../../errors';
import { isJsonObject, type JsonObject } from '../../json';

/** The members of an object. */
export interface Members extends Properties {
  /** The members of an object inside; `undefined` when it is absent. */
  inside(name: string, supported: readonly string[]): Members | undefined;
  /** The members of each object of a list; none when it is absent. */
  each(name: string, supported: readonly string[]): readonly Members[];
  /** A list of texts; `undefined` when it is absent. */
  texts(name: string): readonly string[] | undefined;
  /** One of the values. */
  choice<Value extends string>(name: string, choices: readonly Value[]): Value | undefined;
  /** A value that AWS has and the engine has not. */
  unsupported(name: string, reason: string): UserError;
}

/**
 * The members of an object.
 * @param place the resource and the way to the object, for sentences
 * @throws UserError `UNSUPPORTED_PROPERTY` for a member that is not among the supported ones
 */
export function membersOf(place: string, properties: JsonObject, supported: readonly string[]): Members {
  const other = Object.keys(properties).find((name) => !supported.includes(name));
  if (other !== undefined) {
    throw new UserError(
      'UNSUPPORTED_PROPERTY',
      `Resource ${place} has the property ${other}, which the engine does not support; it supports ${supported.join(', ')}.`,
    );
  }
  const own = propertiesOf({ logicalId: place, stackName: '', properties });
  const members: Members = {
    ...own,
    inside: (name, names) => {
      const object = own.object(name);
      return object && membersOf(within(place, name), object, names);
    },
    each: (name, names) =>
      (own.list(name) ?? []).map((item, index) => {
        if (isJsonObject(item)) return membersOf(within(place, `${name}[${index}]`), item, names);
        throw own.invalid(name, 'must be a list of objects');
      }),
    texts: (name) =>
      own.list(name)?.map((item) => {
        if (typeof item === 'string') return item;
        throw own.invalid(name, 'must be a list of texts');
      }),
    choice: (name, choices) => {
      const text = own.text(name);
      const chosen = choices.find((choice) => choice === text);
      if (text === undefined || chosen !== undefined) return chosen;
      throw members.unsupported(name, `must be one of ${choices.join(', ')}, not ${text}`);
    },
    unsupported: (name, reason) => new UserError('UNSUPPORTED_VALUE', `Resource ${place}: property ${name} ${reason}.`),
  };
  return members;
}

function within(place: string, name: string): string {
  return place.includes(' ') ? `${place}.${name}` : `${place} ${name}`;
}

/** The members of the one property that holds a resource's configuration. */
export function configurationOf(
  { logicalId, properties }: ResourceRequest,
  name: string,
  supported: readonly string[],
): Members {
  const members = membersOf(logicalId, properties, [name, 'Tags']);
  return members.required(name, members.inside(name, supported));
}

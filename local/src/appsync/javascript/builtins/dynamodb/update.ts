// The update expression of `update`: what is set, and what is removed.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../../../foundation/json';
import { BuiltinError, type Builtins, requireNumber } from '../builtin';
import type { ExpressionNames } from './condition';

/** `operations`; the first six answer what AWS does, as recorded. */
export const operations: Builtins = {
  'dynamodb.operations.add': ([value = null]) => ({ type: 'OPERATION_ADD', value }),
  'dynamodb.operations.replace': ([value = null]) => ({ type: 'OPERATION_REPLACE', value }),
  'dynamodb.operations.increment': ([by = 1]) => ({ type: 'OPERATION_INCREMENT', by: by ?? 1 }),
  'dynamodb.operations.decrement': ([by = 1]) => ({ type: 'OPERATION_DECREMENT', by: by ?? 1 }),
  'dynamodb.operations.append': ([items = null]) => ({ type: 'OPERATION_APPEND', items }),
  'dynamodb.operations.prepend': ([items = null]) => ({ type: 'OPERATION_PREPEND', items }),
  'dynamodb.operations.remove': () => ({ type: 'OPERATION_REMOVE' }),
  'dynamodb.operations.updateListItem': ([value = null, index]) => ({
    type: 'OPERATION_UPDATE_LIST_ITEM',
    value,
    index: requireNumber(index, 'operations.updateListItem'),
  }),
};

/** What an update does, as parts of its expression. */
class Changes {
  readonly #sets: string[] = [];
  readonly #removes: string[] = [];

  constructor(readonly names: ExpressionNames) {}

  set(change: string): void {
    this.#sets.push(this.names.take(change));
  }

  remove(path: string): void {
    this.#removes.push(this.names.take(path));
  }

  expression(): string {
    return [clause('SET', this.#sets), clause('REMOVE', this.#removes)].filter((text) => text !== '').join(' ');
  }
}

function clause(name: string, changes: readonly string[]): string {
  return changes.length === 0 ? '' : `${name} ${changes.join(', ')}`;
}

/**
 * `SET … REMOVE …`. Values replace an attribute, plain objects change the attributes within.
 * @throws BuiltinError for an operation that cannot be
 */
export function writeUpdate(update: JsonObject, names: ExpressionNames): string {
  const changes = new Changes(names);
  for (const [name, value] of Object.entries(update)) collect(names.attribute(name), value, changes);
  return changes.expression();
}

function collect(path: string, value: JsonValue, changes: Changes): void {
  const { names } = changes;
  if (isJsonArray(value) && value.length > 0 && value.every(isListItem)) {
    for (const item of value) {
      if (isListItem(item)) changes.set(`${path}[${item.index}] = ${names.value(item.value, '')}`);
    }
    return;
  }
  if (!isJsonObject(value) || isSet(value)) {
    changes.set(`${path} = ${names.value(value, '')}`);
    return;
  }
  if (isOperation(value)) {
    collectOperation(path, value, changes);
    return;
  }
  for (const [key, item] of Object.entries(value)) collect(`${path}.${names.attribute(key)}`, item, changes);
}

function collectOperation(path: string, operation: JsonObject, changes: Changes): void {
  const { names } = changes;
  const { by = 1, items = [], type, value = null } = operation;
  switch (type) {
    case 'OPERATION_ADD':
    case 'OPERATION_REPLACE':
      changes.set(`${path} = ${names.value(value, '')}`);
      return;
    case 'OPERATION_INCREMENT':
      changes.set(`${path} = ${path} + ${names.value(by, '')}`);
      return;
    case 'OPERATION_DECREMENT':
      changes.set(`${path} = ${path} - ${names.value(by, '')}`);
      return;
    case 'OPERATION_APPEND':
      changes.set(`${path} = list_append(${path}, ${names.value(items, '')})`);
      return;
    case 'OPERATION_PREPEND':
      changes.set(`${path} = list_append(${names.value(items, '')}, ${path})`);
      return;
    case 'OPERATION_REMOVE':
      changes.remove(path);
      return;
    default:
      throw new BuiltinError('operations.updateListItem stands in an array.');
  }
}

function isOperation({ type }: JsonObject): boolean {
  return typeof type === 'string' && type.startsWith('OPERATION_');
}

type ListItem = { readonly type: 'OPERATION_UPDATE_LIST_ITEM'; readonly index: number; readonly value: JsonValue };

function isListItem(value: JsonValue): value is ListItem {
  return isJsonObject(value) && value['type'] === 'OPERATION_UPDATE_LIST_ITEM';
}

/** Is it what `util.dynamodb.toStringSet` and its like answer? */
export function isSet(value: JsonObject): boolean {
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && ['SS', 'NS', 'BS'].includes(key) && isJsonArray(value[key]);
}

// What code made as JSON values of the host, without text in between.
import type { JsonValue } from '../../foundation/json';
import { MAX_COPIED_SIZE, MAX_DEPTH } from './limits';

/** Thrown for what JSON writes in a way of its own, such as a function, refuses, such as a circle, or makes sooner, such as what is large. */
const NOT_PLAIN = new Error('The value is not plain.');

/**
 * @param write the realm's `JSON.stringify`
 * @returns what JSON would make of the value
 * @throws an error of the realm for what JSON cannot write
 */
export function jsonCopy(value: unknown, write: (value: unknown) => string | undefined): JsonValue | undefined {
  const size = { left: MAX_COPIED_SIZE };
  try {
    return copyOf(value, 0, size);
  } catch (error) {
    // Node's stack can be full before a value is too deep.
    if (error !== NOT_PLAIN && !(error instanceof RangeError)) throw error;
    const text = write(value);
    return text === undefined ? undefined : (JSON.parse(text) as JsonValue);
  }
}

/** One function, so that each level takes one place on the stack. */
function copyOf(value: unknown, depth: number, size: { left: number }): JsonValue | undefined {
  // The gaps of a list count, of which there can be billions.
  size.left -= typeof value === 'string' || Array.isArray(value) ? value.length : 1;
  if (size.left < 0) throw NOT_PLAIN;
  // JSON has no -0, either.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value === 'string' || typeof value === 'boolean' || value === undefined || value === null) return value;
  if (typeof value !== 'object' || depth > MAX_DEPTH) throw NOT_PLAIN;
  if (Array.isArray(value)) {
    const list: JsonValue[] = [];
    for (let index = 0; index < value.length; index += 1) list.push(copyOf(value[index], depth + 1, size) ?? null);
    return list;
  }
  const object: Record<string, JsonValue> = {};
  for (const key of Object.keys(value)) {
    size.left -= key.length;
    const copied = copyOf((value as Readonly<Record<string, unknown>>)[key], depth + 1, size);
    if (copied !== undefined) setOwn(object, key, copied);
  }
  return object;
}

/** JSON has members of any name. */
function setOwn(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  } else object[key] = value;
}

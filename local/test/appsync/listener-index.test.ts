import fc from 'fast-check';
import { readFilter, type Filter } from '../../src/appsync/realtime/filter';
import { ListenerIndex } from '../../src/appsync/realtime/listener-index';
import type { JsonObject, JsonValue } from '../../src/foundation/json';

/** A listener that can be told from others. */
interface Named {
  readonly name: number;
  readonly filter: Filter;
}

type Comparison = (field: JsonValue, value: JsonValue) => boolean;

/** The operators once more, as AWS's table has them: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html */
const naive: Readonly<Record<string, Comparison>> = {
  eq: (field, value) => field === value,
  ne: (field, value) => field !== value,
  lt: (field, value) => order(field, value) < 0,
  le: (field, value) => order(field, value) <= 0,
  gt: (field, value) => order(field, value) > 0,
  ge: (field, value) => order(field, value) >= 0,
  in: (field, value) => (value as JsonValue[]).some((one) => one === field),
  notIn: (field, value) => !(value as JsonValue[]).some((one) => one === field),
  beginsWith: (field, value) => typeof field === 'string' && field.startsWith(value as string),
  contains: (field, value) =>
    Array.isArray(field)
      ? field.includes(value)
      : typeof field === 'string' && typeof value === 'string' && field.includes(value),
};

/** NaN for what is in no order. */
function order(field: JsonValue, value: JsonValue): number {
  if (typeof field === 'number' && typeof value === 'number') return field - value;
  if (typeof field !== 'string' || typeof value !== 'string') return NaN;
  return [field, value].sort()[0] === value ? Number(field !== value) : -1;
}

const word = fc.constantFrom('a', 'b', 'ab', '');
const number = fc.constantFrom(0, 1, 2);
const fieldName = fc.constantFrom('a', 'b', 'c', 'inner.a', 'inner.b', '__proto__', 'constructor');

const condition = fc.oneof(
  { weight: 4, arbitrary: operatorsWith(['eq'], fc.oneof(word, number, fc.boolean())) },
  operatorsWith(['ne', 'lt', 'le', 'gt', 'ge', 'contains'], fc.oneof(word, number)),
  operatorsWith(['in', 'notIn'], fc.array(fc.oneof(word, number), { minLength: 1, maxLength: 2 })),
  operatorsWith(['beginsWith'], word),
);
const group = fc.record({ filters: fc.array(condition, { minLength: 1, maxLength: 3 }) });
const definition = fc.record({ filterGroup: fc.array(group, { minLength: 1, maxLength: 2 }) });

const leaf = fc.oneof(
  word,
  number,
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(word, number), { maxLength: 2 }),
);
const inner = fc.record({ a: leaf, b: leaf }, { requiredKeys: [] });
const published = fc.record({ a: leaf, b: leaf, c: leaf, inner: fc.oneof(inner, leaf) }, { requiredKeys: [] });

function operatorsWith(operators: readonly string[], value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  return fc.record({ fieldName, operator: fc.constantFrom(...operators), value });
}

/** What AWS's page says, listener by listener. */
function passesNaively(filter: Filter, result: JsonObject): boolean {
  return filter.some((conditions) =>
    conditions.every(({ path, operator, value }) => {
      const field = path.reduce<JsonValue | undefined>((outer, name) => {
        const isObject = typeof outer === 'object' && outer !== null && !Array.isArray(outer);
        return isObject && Object.hasOwn(outer, name) ? (outer as JsonObject)[name] : undefined;
      }, result);
      return field !== undefined && (naive[operator]?.(field, value) ?? false);
    }),
  );
}

test('The index finds the listeners that asking each of them finds, whoever came and went before', () => {
  fc.assert(
    fc.property(
      fc.array(definition, { maxLength: 12 }),
      fc.array(fc.nat(11)),
      published,
      (definitions, gone, result) => {
        const listeners: readonly Named[] = definitions.map((one, name) => ({ name, filter: readFilter(one) }));
        const index = new ListenerIndex<Named>();
        for (const listener of listeners) index.add(listener);
        for (const listener of listeners.filter(({ name }) => gone.includes(name))) index.delete(listener);

        const found = index.concernedBy(result).map(({ name }) => name);

        const staying = listeners.filter(({ name }) => !gone.includes(name));
        const expected = staying.filter(({ filter }) => passesNaively(filter, result)).map(({ name }) => name);
        expect([...found].sort()).toEqual([...expected].sort());
      },
    ),
    { numRuns: 3_000 },
  );
});

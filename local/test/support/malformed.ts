// Invalid input for fuzzing: valid things with something wrong in them, and things that are wrong altogether.
import fc from 'fast-check';
import type { JsonObject, JsonValue } from '../../src/foundation/json';

/** Names that mean something to JavaScript or to AWS, or nothing at all. */
const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'Ref',
  'Fn::GetAtt',
  'Fn::Sub',
  'Fn::Join',
  'Fn::If',
  '$or',
  '',
  'a.b',
];

/** Any JSON value, nested a little, its keys treacherous. */
export const anyJson: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    objectOf(tie('value')),
  ),
})).value;

/** Objects whose keys may be any, `__proto__` among them as a key like every other. */
function objectOf(value: fc.Arbitrary<JsonValue>, names: readonly string[] = NAMES): fc.Arbitrary<JsonValue> {
  const key = fc.oneof(fc.constantFrom(...names), fc.string({ maxLength: 5 }));
  return fc.array(fc.tuple(key, value), { maxLength: 3 }).map((entries) => Object.fromEntries<JsonValue>(entries));
}

/** A text with some of it cut out, doubled, or replaced. */
export function spoiled(text: string): fc.Arbitrary<string> {
  const cut = fc.tuple(
    fc.nat(text.length),
    fc.nat(12),
    fc.oneof(
      fc.string({ maxLength: 4 }),
      fc.constantFrom('{', '}', '[', ']', '"', '\\', '<', '>', '$', '\0', '\ud800'),
    ),
  );
  return fc
    .array(cut, { minLength: 1, maxLength: 3 })
    .map((cuts) =>
      cuts.reduce((whole, [at, length, put]) => whole.slice(0, at) + put + whole.slice(at + length), text),
    );
}

/** A value in which one or two places hold something else. */
export function mutated(value: JsonObject): fc.Arbitrary<JsonObject> {
  const places = placesOf(value);
  const mutation = fc.tuple(fc.constantFrom(...places), fc.option(anyJson, { nil: undefined }));
  return fc
    .array(mutation, { minLength: 1, maxLength: 2 })
    .map((mutations) =>
      mutations.reduce<JsonObject>((whole, [place, put]) => replaced(whole, place, put) as JsonObject, value),
    );
}

type Place = readonly [string, ...string[]];

function placesOf(value: JsonValue): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([key, inner]) => [
    [key] as const,
    ...placesOf(inner).map((place): Place => [key, ...place]),
  ]);
}

/** Nothing put in its place takes it away. */
function replaced(value: JsonValue | undefined, [key, ...rest]: Place, put: JsonValue | undefined): JsonValue {
  if (typeof value !== 'object' || value === null) return value ?? null;
  const copy = new Map(Object.entries(value as JsonObject));
  const [next, ...others] = rest;
  const inner = next === undefined ? put : replaced(copy.get(key), [next, ...others], put);
  if (inner === undefined) copy.delete(key);
  else copy.set(key, inner);
  return Array.isArray(value) ? [...copy.values()] : Object.fromEntries(copy);
}

/** GraphQL's tokens in no order. */
const tokenSoup = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      ':',
      '!',
      '$name',
      '...',
      'on',
      'Query',
      'Mutation',
      'query',
      'mutation',
      'subscription',
      'fragment',
      'publish',
      'subscribe',
      'channels',
      'name',
      'message',
      '@skip',
      '@aws_iam',
      'if',
      'true',
      'null',
      '"x"',
      '"""',
      '1e9',
      '__typename',
      '__schema',
      '__proto__',
    ),
    { maxLength: 40 },
  )
  .map((tokens) => tokens.join(' '));

/** Documents that are no GraphQL, or that the schema does not know. */
function malformedQuery(valid: string): fc.Arbitrary<string> {
  return fc.oneof(tokenSoup, spoiled(valid), fc.string());
}

/** Bodies of GraphQL requests. */
export function malformedBody(valid: string): fc.Arbitrary<string> {
  const body = fc.record(
    { query: fc.oneof(malformedQuery(valid), fc.constant(valid), anyJson), variables: anyJson, operationName: anyJson },
    { requiredKeys: [] },
  );
  return fc.oneof(
    body.map((value) => JSON.stringify(value)),
    spoiled(JSON.stringify({ query: valid, variables: { name: 'tech', message: 'x' } })),
    anyJson.map((value) => JSON.stringify(value)),
    malformedQuery(valid),
  );
}

/**
 * Frames of the real-time protocol.
 * @param authorization lets what is right otherwise in
 */
export function malformedFrame(subscription: string, authorization: object): fc.Arbitrary<string> {
  const data = fc.oneof(malformedBody(subscription), anyJson);
  const extensions = fc.oneof(anyJson, fc.record({ authorization: fc.oneof(anyJson, fc.constant(authorization)) }));
  const frame = fc.record(
    {
      type: fc.oneof(fc.constantFrom('start', 'stop', 'connection_init', 'subscribe', 'ka', 'complete'), anyJson),
      id: fc.oneof(fc.constantFrom('a', '__proto__', ''), anyJson),
      payload: fc.oneof(fc.record({ data, extensions }, { requiredKeys: [] }), anyJson),
    },
    { requiredKeys: [] },
  );
  return fc.oneof(
    frame.map((value) => JSON.stringify(value)),
    fc.string(),
    anyJson.map((value) => JSON.stringify(value)),
  );
}

/** Event patterns, most of which EventBridge refuses. */
export const anyPattern: fc.Arbitrary<JsonValue> = fc.letrec<{ pattern: JsonValue }>((tie) => {
  const operator = fc.constantFrom(
    'prefix',
    'suffix',
    'anything-but',
    'numeric',
    'cidr',
    'exists',
    'equals-ignore-case',
    'wildcard',
    'no-such',
  );
  const operand = fc.oneof(
    anyJson,
    fc.constantFrom(
      'a*b',
      '10.0.0.0/8',
      '::1/64',
      ['>', 1, '<=', 5],
      ['='],
      true,
      false,
      { prefix: 'a' },
      { wildcard: '*' },
    ),
  );
  const value = fc.oneof(
    anyJson,
    fc.tuple(operator, operand).map(([name, inner]) => ({ [name]: inner })),
  );
  const field = fc.oneof(
    fc.constantFrom('detail', 'source', '$or', 'a', 'a.b', '__proto__', 'region'),
    fc.string({ maxLength: 3 }),
  );
  const inner = fc.oneof(
    { maxDepth: 4 },
    fc.array(value, { maxLength: 3 }),
    tie('pattern'),
    fc.array(tie('pattern'), { maxLength: 3 }),
  );
  return {
    pattern: fc
      .array(fc.tuple(field, inner), { maxLength: 3 })
      .map((entries) => Object.fromEntries<JsonValue>(entries)),
  };
}).pattern;

/** Targets whose `InputTransformer`, `Input` or `InputPath` is odd. */
export const anyInput: fc.Arbitrary<JsonObject> = (() => {
  const path = fc.oneof(
    fc.constantFrom('$', '$.detail', '$.detail.a[0]', "$['detail']", '$.*', '$[*].x', '$..a', '$.detail.__proto__'),
    fc.string({ maxLength: 8 }),
    anyJson,
  );
  const piece = fc.constantFrom(
    '<a>',
    '"<a>"',
    '<b>',
    '{',
    '}',
    '"',
    '"x":',
    ',',
    ' ',
    '<aws.events.event.json>',
    '<aws.events.rule-name>',
    '<',
    '>',
    '\\',
    '<__proto__>',
    '1',
  );
  const template = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    spoiled('{"a": <a>, "b": "<b>"}'),
    anyJson,
  );
  const paths = fc.oneof(fc.record({ a: path, b: path }, { requiredKeys: [] }), anyJson);
  const transformer = fc.oneof(
    { weight: 4, arbitrary: fc.record({ InputTemplate: template, InputPathsMap: paths }, { requiredKeys: [] }) },
    { weight: 1, arbitrary: anyJson },
  );
  return fc.oneof(
    { weight: 6, arbitrary: fc.record({ InputTransformer: transformer }) },
    { weight: 1, arbitrary: fc.record({ InputPath: path }) },
    { weight: 1, arbitrary: fc.record({ Input: fc.oneof(fc.string(), anyJson) }) },
  );
})();

/** `FUZZ_SEED=… npx jest fuzz` repeats a run. */
export const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Things of one kind that are sent before the answers are awaited. */
const BATCH = 20;

/** Tries `runs` values in batches. */
export async function tryAll<Value>(
  { runs, batch = BATCH }: { readonly runs: number; readonly batch?: number },
  values: fc.Arbitrary<Value>,
  attempt: (value: Value) => Promise<void> | void,
): Promise<void> {
  const batches = fc.array(values, { minLength: batch, maxLength: batch });
  const property = fc.asyncProperty(batches, async (several) => {
    await Promise.all(several.map(async (value) => attempt(value)));
  });
  await fc.assert(property, { seed: SEED, numRuns: runs / batch, endOnFailure: true });
}

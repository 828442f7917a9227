// Conditions that dynalite has parsed before. Its parser tries again, for each pair of parentheses around a part, what is in them: AppSync's
// `put` with a condition of two terms takes 0.5 ms to parse, several times what a message takes otherwise. A resolver writes the same
// condition again and again, with other values.

import type { Parse, ParserContext } from 'dynalite/db/conditionParser.js';

/** A parsed condition without its values, and the names that it has used. */
interface Known {
  readonly condition: unknown;
  readonly names: readonly string[];
  readonly values: readonly string[];
}

/** Stands in a known condition for a value. */
class Place {
  constructor(readonly name: string) {}
}

/** Conditions that are kept; the oldest gives way. */
const MOST = 500;
/** Of `BETWEEN` the parser compares the values themselves. */
const COMPARES_VALUES = /\bbetween\b/i;

/** A parser that parses each condition once: the same text with the same names, and values of the same types. */
export function remembering(parse: Parse): Parse {
  const known = new Map<string, Known>();
  return (expression, options) => {
    const { context } = options;
    if (COMPARES_VALUES.test(expression)) return parse(expression, options);
    const key = keyOf(expression, context);
    const found = known.get(key);
    if (found) return used(found, context);
    const [names, values] = [Object.keys(context.unusedAttrNames ?? {}), Object.keys(context.unusedAttrVals ?? {})];
    // What is wrong is thrown, and not kept.
    const condition = parse(expression, options);
    if (known.size >= MOST) known.delete(known.keys().next().value ?? '');
    known.set(key, {
      condition: withPlaces(
        condition,
        new Map(Object.entries(context.attrVals ?? {}).map(([name, value]) => [value, name])),
      ),
      names: names.filter((name) => !Object.hasOwn(context.unusedAttrNames ?? {}, name)),
      values: values.filter((name) => !Object.hasOwn(context.unusedAttrVals ?? {}, name)),
    });
    return condition;
  };
}

function keyOf(expression: string, { attrNames, attrVals = {}, isKeyCondition }: ParserContext): string {
  const types = Object.entries(attrVals).map(([name, value]) => [name, ...Object.keys(value)]);
  return JSON.stringify([expression, isKeyCondition, attrNames, types]);
}

function used({ condition, names, values }: Known, { attrVals = {}, ...context }: ParserContext): unknown {
  for (const name of names) delete context.unusedAttrNames?.[name];
  for (const name of values) delete context.unusedAttrVals?.[name];
  return copied(condition, (node) => (node instanceof Place ? attrVals[node.name] : undefined));
}

function withPlaces(condition: unknown, names: ReadonlyMap<object, string>): unknown {
  return copied(condition, (node) => {
    const name = names.get(node);
    return name === undefined ? undefined : new Place(name);
  });
}

/** @param replace what stands in the place of an object; `undefined` for a copy of it */
function copied(node: unknown, replace: (node: object) => object | undefined): unknown {
  if (typeof node !== 'object' || node === null) return node;
  const other = replace(node);
  if (other) return other;
  if (Array.isArray(node)) return node.map((item: unknown) => copied(item, replace));
  return Object.fromEntries(Object.entries(node).map(([name, item]) => [name, copied(item, replace)]));
}

// The module `@aws-appsync/utils/rds`. Statements and sentences are those recorded on AWS, but for the blocks that say otherwise.
import type { JsonObject, JsonValue } from '../../../src/foundation/json';
import { javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();

/** What a statement becomes: its text, and its variables in their order. */
function written(expression: string, dialect = 'Pg'): JsonValue {
  const request = javaScript.valueOf(`rds.create${dialect}Statement(${expression})`) as JsonObject;
  return [Object.values(request['statements'] ?? {}), Object.values(request['variableMap'] ?? {})].flat() as JsonValue;
}

describe('JS-35 rds statements', () => {
  it.each<[string, ...JsonValue[]]>([
    ['rds.select({ table: "item" })', 'SELECT * FROM "item"'],
    ['rds.select({ from: "domain.item", columns: ["id"] })', 'SELECT "id" FROM "domain"."item"'],
    ['rds.select({ table: { persons: "p" } })', 'SELECT * FROM "p" as "persons"'],
    ['rds.select({ table: "p", columns: ["*"] })', 'SELECT * FROM "p"'],
    ['rds.select({ table: "p", columns: ["id", "q.*"] })', 'SELECT "id", "q"."*" FROM "p"'],
    ['rds.select({ table: "p", columns: [] })', 'SELECT FROM "p"'],
    ['rds.select({ table: "p", columns: null, orderBy: [], where: {} })', 'SELECT * FROM "p"'],
    ['rds.select({ table: "p", limit: "5", offset: 0 })', 'SELECT * FROM "p" LIMIT :P0 OFFSET :P1', 5, 0],
    [
      'rds.select({ table: "p", orderBy: [{ column: "a" }, { column: "b", dir: "desc" }, { column: "c", dir: 1 }] })',
      'SELECT * FROM "p" ORDER BY "a" ASC, "b" DESC, "c" ASC',
    ],
    [
      'rds.insert({ table: "p", values: { a: "x", b: null, c: undefined } })',
      'INSERT INTO "p" ("a", "b", "c") VALUES (:P0, NULL, NULL)',
      'x',
    ],
    [
      'rds.insert({ table: "p", values: { a: false }, returning: "*" })',
      'INSERT INTO "p" ("a") VALUES (:P0) RETURNING *',
      false,
    ],
    [
      'rds.update({ table: "p", values: { a: 1 }, where: { id: { eq: 2 } } })',
      'UPDATE "p" SET "a" = :P0 WHERE "id" = :P1',
      1,
      2,
    ],
    ['rds.update({ table: "p", values: {}, where: { id: { eq: 2 } } })', 'UPDATE "p" SET WHERE "id" = :P0', 2],
    [
      'rds.remove({ table: "p", where: { id: { eq: 1 } }, returning: ["id"] })',
      'DELETE FROM "p" WHERE "id" = :P0 RETURNING "id"',
      1,
    ],
    ['rds.remove({ table: "p", where: {}, returning: [] })', 'DELETE FROM "p" RETURNING'],
    ['rds.select({ table: "p", where: rds.sql`id = ${1}` })', 'SELECT * FROM "p" WHERE id = :P0', 1],
    ['"UPDATE raw"', 'UPDATE raw'],
  ])('writes %s', (expression, ...expected) => {
    const result = written(expression);

    expect(result).toEqual(expected);
  });

  it.each<[string, string, ...JsonValue[]]>([
    ['{ a: { ge: 1, le: 9, ne: 5 } }', '"a" >= :P0 AND "a" <= :P1 AND "a" != :P2', 1, 9, 5],
    ['{ a: { attributeExists: true }, b: { attributeExists: false } }', '"a" IS NOT NULL AND "b" IS NULL'],
    ['{ a: { contains: "x" } }', '"a" LIKE :P0', '%x%'],
    ['{ a: { notContains: "x" } }', '"a" NOT LIKE :P0', 'x'],
    ['{ a: { beginsWith: "x%" } }', '"a" LIKE :P0', 'x%%'],
    ['{ a: { between: [null, 65] } }', '"a" BETWEEN NULL AND :P0', 65],
    [
      '{ a: { size: { eq: 3, between: [1, null] } } }',
      'LENGTH ("a") = :P0 AND LENGTH ("a") BETWEEN :P1 AND NULL',
      3,
      1,
    ],
    ['{ a: { size: { eq: null } } }', 'LENGTH ("a") = NULL'],
    ['{ "p.a": { eq: 1 } }', '"p"."a" = :P0', 1],
    [
      '{ c: { le: 10 }, and: [{ id: { eq: 1 } }], d: { attributeExists: false } }',
      '"c" <= :P0 AND ("id" = :P1) AND "d" IS NULL',
      10,
      1,
    ],
    [
      '{ and: [{ id: { eq: 1, gt: 0 } }, { n: { eq: "t" } }] }',
      '("id" = :P0 AND "id" > :P1) AND ("n" = :P2)',
      1,
      0,
      't',
    ],
    [
      '{ id: { eq: 0 }, or: [{ id: { eq: 1 } }, { or: [{ id: { eq: 2 } }, { id: { eq: 3 } }] }] }',
      '"id" = :P0 AND ("id" = :P1) OR (("id" = :P2) OR ("id" = :P3))',
      0,
      1,
      2,
      3,
    ],
    ['{ n: { eq: "t" }, id: {} }', '"n" = :P0 AND', 't'],
    ['{ and: [{ n: { size: {} } }, { id: { eq: 1 } }] }', ' AND ("id" = :P0)', 1],
    ['{ or: [{}, {}] }', ' OR'],
  ])('writes the condition %s', (where, text, ...values) => {
    const result = written(`rds.select({ table: "t", where: ${where} })`);

    expect(result).toEqual([`SELECT * FROM "t" WHERE ${text}`, ...values]);
  });

  it.each(['{}', '{ and: [] }', '{ and: [{ or: [] }] }', '{ id: {} }', '{ a: { size: {} } }'])(
    'writes no WHERE for %s',
    (where) => {
      const result = written(`rds.select({ table: "t", where: ${where} })`);

      expect(result).toEqual(['SELECT * FROM "t"']);
    },
  );

  it('numbers the variables of both statements in one row', () => {
    const result = javaScript.valueOf(
      'rds.createMySQLStatement(rds.sql`insert ${rds.typeHint.UUID("u")}, ${"t"}`, rds.select({ table: "a.b", where: { c: { eq: 1 } } }))',
    );

    expect(result).toEqual({
      statements: ['insert :P0, :P1', 'SELECT * FROM `a`.`b` WHERE `c` = :P2'],
      variableMap: { ':P0': 'u', ':P1': 't', ':P2': 1 },
      variableTypeHintMap: { ':P0': 'UUID' },
    });
  });

  it.each(['DECIMAL', 'JSON', 'TIMESTAMP', 'TIME', 'UUID', 'DATE'])('hints at the type %s', (type) => {
    const result = javaScript.valueOf(`rds.typeHint.${type}("v")`);

    expect(result).toEqual({ type, value: 'v' });
  });

  it.each([
    ['Pg', '', 'An argument is expected to be passed to createPgStatement'],
    ['MySQL', '', 'An argument is expected to be passed to createMySQLStatement'],
    ['Pg', '123', 'Unsupported type is passed as argument to createPgStatement'],
    ['Pg', '{ type: "BOGUS", properties: {} }', 'Unsupported type is passed as argument to createPgStatement'],
    [
      'Pg',
      'rds.sql(["a"], 1, 2)',
      'java.lang.IllegalArgumentException: Unexpected argument passed to sql tagged template',
    ],
    ['Pg', 'rds.select()', 'An argument is expected to be passed to select'],
    ['Pg', 'rds.select(null)', 'Expected payload to be an Object.'],
    ['Pg', 'rds.select([])', 'Expected payload to be an Object.'],
    ['Pg', 'rds.select({})', "'table' or 'from' key is required."],
    ['Pg', 'rds.insert({ from: "a", values: {} })', "'table' or 'from' key is required."],
    ['Pg', 'rds.select({ table: "a", from: "b" })', "'from' and 'table' keys cannot be used together"],
    ['Pg', 'rds.select({ from: 1 })', "'from' value is expected to be string or object."],
    ['Pg', 'rds.select({ table: ["a"] })', 'table name is expected to be a string or alias.'],
    ['Pg', 'rds.select({ table: { a: "x", b: "y" } })', 'table alias is allowed only one key-value pair.'],
    ['Pg', 'rds.select({ table: {} })', 'java.util.NoSuchElementException'],
    ['Pg', 'rds.select({ table: { a: 1 } })', 'Table alias value is expected to be a string.'],
    ['Pg', 'rds.select({ table: "t", columns: "a" })', 'Expected column to be * or an array.'],
    ['Pg', 'rds.select({ table: "t", columns: [1] })', 'Invalid type in column array.'],
    ['MySQL', 'rds.insert({ table: "t", values: { a: 1 }, returning: "*" })', 'returning is not supported in MySQL.'],
    ['MySQL', 'rds.insert({ table: "t", values: { a: 1 }, returning: "a" })', 'Expected column to be * or an array.'],
    ['Pg', 'rds.select({ table: "t", orderBy: {} })', 'orderBy expects an array.'],
    ['Pg', 'rds.select({ table: "t", orderBy: [null] })', 'orderBy item expected to be an object.'],
    ['Pg', 'rds.select({ table: "t", orderBy: [{}] })', 'orderBy item expected to have property column.'],
    [
      'Pg',
      'rds.select({ table: "t", orderBy: [{ column: "a", dir: "up" }] })',
      'orderBy dir can have either ASC or DESC found up.',
    ],
    ['Pg', 'rds.select({ table: "t", limit: "" })', 'limit expects a number.'],
    ['Pg', 'rds.select({ table: "t", offset: {} })', 'offset expects a number.'],
    ['Pg', 'rds.insert({ table: "t" })', 'values are expected to be passed to insert'],
    ['Pg', 'rds.update({ table: "t", values: [1] })', 'Expected values to an Object.'],
  ])('refuses with AWS sentences: create%sStatement(%s)', (dialect, expression, sentence) => {
    const { error } = javaScript.run(`return rds.create${dialect}Statement(${expression});`);

    expect(error?.message.replace(/^code\.js:\d+:\d+: /, '')).toBe(sentence);
  });

  it.each([
    ['"id = 1"', 'WHERE values are expected to be SQL templates or a condition object.'],
    ['[]', 'WHERE values are expected to be SQL templates or a condition object.'],
    ['{ a: null }', 'Expected condition to be an Object.'],
    ['{ a: "x" }', 'Expected condition to be an Object.'],
    ['{ and: "x" }', 'and expects conditions to be an array'],
    ['{ or: [null] }', 'Expected or to be an Object.'],
    ['{ and: [rds.sql`id = 1`] }', 'Expected and to be an Object.'],
    ['{ a: { in: [1] } }', 'Unsupported condition a.in.'],
    ['{ a: { eq: undefined } }', "Value for a.eq can't be null."],
    ['{ a: { contains: 5 } }', 'a.contains expects a string value to be passed.'],
    ['{ a: { attributeExists: 0 } }', 'a.attributeExists expects a boolean value to be passed.'],
    ['{ a: { between: 5 } }', 'a.between condition expects an array with length of 2.'],
    [
      '{ a: { between: [1] } }',
      'a.between condition expects an array with 2 values but received an array with length 1.',
    ],
    [
      '{ a: { size: { between: [1] } } }',
      'a.size condition expects an array with 2 values but received an array with length 1.',
    ],
    ['{ a: { size: { contains: "x" } } }', 'a.size has invalid size operator.'],
    ['{ a: { size: 3 } }', 'Expected a.size to be an Object.'],
  ])('refuses with AWS sentences: the condition %s', (where, sentence) => {
    const { error } = javaScript.run(`return rds.createPgStatement(rds.select({ table: "t", where: ${where} }));`);

    expect(error?.message.replace(/^code\.js:\d+:\d+: /, '')).toBe(sentence);
  });
});

describe('JS-35 rds statements of which AWS shows no SQL', () => {
  it.each<[string, ...JsonValue[]]>([
    [
      'rds.select({ from: "a", innerJoin: [{ from: { b: "x" }, on: { "a.id": { eq: 1 } } }], leftJoin: [{ table: "c", using: ["id"] }] })',
      'SELECT * FROM "a" INNER JOIN "x" as "b" ON "a"."id" = :P0 LEFT JOIN "c" USING ("id")',
      1,
    ],
    [
      'rds.select({ from: "a", columns: ["b", rds.agg.count("c"), { d: rds.agg.maxDistinct("e") }], groupBy: ["b", 1], having: { c: { count: { gt: 2 } } } })',
      'SELECT "b", COUNT("c"), MAX(DISTINCT "e") as "d" FROM "a" GROUP BY "b", 1 HAVING COUNT("c") > :P0',
      2,
    ],
    ['rds.select({ from: { s: rds.select({ table: "a" }) } })', 'SELECT * FROM (SELECT * FROM "a") as "s"'],
    ['rds.select({ table: "a", where: { not: [{ b: { eq: 1 } }] } })', 'SELECT * FROM "a" WHERE NOT (("b" = :P0))', 1],
    [
      'rds.insert({ table: "a", values: { b: rds.typeHint.JSON({ c: 1 }) } })',
      'INSERT INTO "a" ("b") VALUES (:P0)',
      '{"c":1}',
    ],
    ["rds.select({ table: 'a\"b' })", 'SELECT * FROM "a""b"'],
  ])('writes %s', (expression, ...expected) => {
    const result = written(expression);

    expect(result).toEqual(expected);
  });
});

// `util.http`, `util.xml` and `util.transform`.
import type { JsonValue } from '../../../src/foundation/json';
import { javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();

describe('JS-31 util.http', () => {
  it('copies headers but for those of the connection', () => {
    const result = javaScript.valueOf('util.http.copyHeaders(ctx.request.headers)', {
      request: { headers: { Host: 'h', 'content-length': '1', te: 't', authorization: 'a', 'x-a': 'b' } },
    });

    expect(result).toEqual({ authorization: 'a', 'x-a': 'b' });
  });

  it('adds headers to the response', () => {
    const { outErrors, responseHeaders } = javaScript.run(
      'util.http.addResponseHeader("a", 7); util.http.addResponseHeaders({ b: "text", c: { d: 1 } });',
    );

    expect([responseHeaders, outErrors]).toEqual([
      [
        { name: 'a', value: '7' },
        { name: 'b', value: 'text' },
        { name: 'c', value: '{"d":1}' },
      ],
      [],
    ]);
  });

  it.each([
    ['', 'a'],
    ['content-type', 'a'],
    ['Access-Control-Allow-Origin', '*'],
    ['X-Amzn-Trace', 'a'],
    ['x-amz-id', 'a'],
    ['connection', 'close'],
    ['a b', 'a'],
    ['a', null],
    ['a', 'line\nbreak'],
    [null, 'a'],
  ])('leaves out the header %j: %j and says so', (name, value) => {
    const { outErrors, responseHeaders } = javaScript.run(
      'util.http.addResponseHeader(ctx.args.name, ctx.args.value);',
      {
        arguments: { name, value },
      },
    );

    expect([responseHeaders, outErrors.map(({ errorType }) => errorType)]).toEqual([
      undefined,
      ['ResponseHeaderError'],
    ]);
  });

  it('refuses headers that are no object', () => {
    const { error } = javaScript.run('util.http.addResponseHeaders("a");');

    expect(error?.message).toContain('util.http.addResponseHeaders takes an object.');
  });
});

describe('JS-32 util.xml', () => {
  it.each<[string, JsonValue]>([
    [
      '<?xml version="1.0" encoding="UTF-8"?><posts><post><id>1</id><title>Getting started</title></post></posts>',
      { posts: { post: { id: 1, title: 'Getting started' } } },
    ],
    ['<a><b>1</b><b>x &amp; y</b></a>', { a: { b: [1, 'x & y'] } }],
    ['<a b="c">d</a>', { a: { b: 'c', content: 'd' } }],
    ['<a><b>true</b><c/><d>007</d></a>', { a: { b: true, c: '', d: '007' } }],
  ])('reads %s', (text, value) => {
    const result = javaScript.valueOf('util.xml.toMap(ctx.args.text)', { arguments: { text } });

    expect(result).toEqual(value);
  });

  it.each([
    ['util.xml.toJsonString("<a><b>1</b></a>")', '{"a":{"b":1}}'],
    ['util.xml.toJsonString("<a>1</a>", false)', '{"a":1}'],
    ['util.xml.toJsonString("<a>1</a>", true)', '"{\\"a\\":1}"'],
  ])('writes JSON: %s', (expression, value) => {
    const result = javaScript.valueOf(expression);

    expect(result).toBe(value);
  });

  it.each([
    ['<a>', 'is not accepted'],
    ['text', 'is not accepted'],
    ['', 'is not accepted'],
    ['<__proto__>1</__proto__>', 'is not accepted'],
    ['<a>'.repeat(5_000) + '</a>'.repeat(5_000), 'is not accepted'],
  ])('refuses %j', (text, sentence) => {
    const { error } = javaScript.run('return util.xml.toMap(ctx.args.text);', { arguments: { text } });

    expect(error?.message).toContain(sentence);
  });
});

describe('JS-33 util.transform.toDynamoDBFilterExpression', () => {
  it.each<[string, string, JsonValue, JsonValue]>([
    [
      '{ title: { contains: "Hello World" } }',
      '(contains(#title,:title_contains))',
      { '#title': 'title' },
      { ':title_contains': { S: 'Hello World' } },
    ],
    [
      '{ id: { attributeExists: true }, version: { eq: 10 } }',
      '(attribute_exists(#id)) AND (#version = :version_eq)',
      { '#id': 'id', '#version': 'version' },
      { ':version_eq': { N: 10 } },
    ],
    [
      '{ a: { between: [1, 2], ne: null }, b: { in: ["x"] } }',
      '(#a BETWEEN :a_between_0 AND :a_between_1) AND (#b IN (:b_in_0))',
      { '#a': 'a', '#b': 'b' },
      { ':a_between_0': { N: 1 }, ':a_between_1': { N: 2 }, ':b_in_0': { S: 'x' } },
    ],
    [
      '{ or: [{ a: { lt: 1 } }, { a: { ge: 2 }, b: { beginsWith: "c" } }], not: { a: { eq: 3 } } }',
      '((#a < :or_0_a_lt) OR ((#a >= :or_1_a_ge) AND (begins_with(#b,:or_1_b_beginsWith)))) AND (NOT ((#a = :not_a_eq)))',
      { '#a': 'a', '#b': 'b' },
      { ':or_0_a_lt': { N: 1 }, ':or_1_a_ge': { N: 2 }, ':or_1_b_beginsWith': { S: 'c' }, ':not_a_eq': { N: 3 } },
    ],
    [
      '{ a: { b: { attributeExists: false, attributeType: "_null" } }, c: { size: { gt: 1 }, notContains: "d" } }',
      '(attribute_not_exists(#a.#b)) AND (attribute_type(#a.#b,:a_b_attributeType)) AND (size(#c) > :c_size_gt) AND (NOT contains(#c,:c_notContains))',
      { '#a': 'a', '#b': 'b', '#c': 'c' },
      { ':a_b_attributeType': { S: 'NULL' }, ':c_size_gt': { N: 1 }, ':c_notContains': { S: 'd' } },
    ],
    ['{}', '', {}, {}],
  ])('writes %s', (filter, expression, expressionNames, expressionValues) => {
    const texts = ['Filter', 'Condition'].map((kind) =>
      javaScript.textOf(`util.transform.toDynamoDB${kind}Expression(${filter})`),
    );

    const expected = { expression, expressionNames, expressionValues };
    expect(texts.map((text) => JSON.parse(text) as JsonValue)).toEqual([expected, expected]);
  });

  it.each([
    ['{ a: { other: 1 } }', 'There is no operator other for a.'],
    ['{ a: 1 }', 'a takes an object of operators.'],
    ['{ a: { between: [1] } }', 'a.between takes two values.'],
    ['{ and: [1] }', 'A condition is an object.'],
    ['"a"', 'takes an object'],
  ])('refuses %s', (filter, sentence) => {
    const { error } = javaScript.run(`return util.transform.toDynamoDBFilterExpression(${filter});`);

    expect(error?.message).toContain(sentence);
  });
});

describe('JS-35 conversions for data sources that the engine does not have', () => {
  it.each(['util.rds.toJsonObject', 'util.transform.toElasticsearchQueryDSL'])('refuses %s by name', (name) => {
    const { error } = javaScript.run(`return ${name}({});`);

    expect(error?.message).toContain(`${name} is not supported by the local engine.`);
  });
});

describe('FI-19, FI-20 util.transform.toSubscriptionFilter', () => {
  const group = (...conditions: readonly string[]): JsonValue => ({
    filters: conditions.map((condition) => {
      const [fieldName = '', operator = '', value = ''] = condition.split(' ');
      return { fieldName, operator, value: JSON.parse(value) as JsonValue };
    }),
  });

  it.each<[string, readonly JsonValue[]]>([
    ['{ a: { eq: 1 }, b: { in: ["x"] } }', [group('a eq 1', 'b in ["x"]')]],
    ['{ a: { le: 50, ge: 20 } }', [group('a le 50'), group('a ge 20')]],
    [
      '{ a: { le: 5, ge: 2 }, and: [{ b: { ne: 1 } }, { c: { gt: 2 } }], or: [{ d: { eq: 3 } }, { e: { eq: 4 } }] }',
      [
        group('a le 5', 'b ne 1', 'c gt 2', 'd eq 3'),
        group('a le 5', 'b ne 1', 'c gt 2', 'e eq 4'),
        group('a ge 2', 'b ne 1', 'c gt 2', 'd eq 3'),
        group('a ge 2', 'b ne 1', 'c gt 2', 'e eq 4'),
      ],
    ],
    ['{ a: { eq: 1 }, or: [{ b: { eq: 2 } }] }, ["b"]', [group('a eq 1')]],
    ['{ a: { eq: 1 } }, [], { b: { le: 2, ge: 3 } }', [group('a eq 1', 'b le 2'), group('a eq 1', 'b ge 3')]],
    ['{ a: { eq: 1 } }, ["a"], { a: { eq: 2 }, b: { eq: 3 } }', [group('a eq 2'), group('b eq 3')]],
    ['{ a: { eq: 1 }, or: [] }', [group('a eq 1')]],
    ['{}', []],
  ])('writes %s', (args, filterGroup) => {
    const result = javaScript.valueOf(`util.transform.toSubscriptionFilter(${args})`);

    expect(result).toEqual({ filterGroup });
  });

  it.each(['null', '', '\'{"a":{"eq":true}}\'', '[{ a: { eq: 1 } }]', '1'])('is null for %s', (args) => {
    const result = javaScript.valueOf(`util.transform.toSubscriptionFilter(${args})`);

    expect(result).toBeNull();
  });

  it.each([
    ['{ and: [1] }', 'takes an object'],
    ['{ a: 1 }', 'takes an object of operators for a'],
    [
      '{ and: [1, 2, 3, 4].map((n) => ({ or: [1, 2, 3, 4, 5, 6].map((m) => ({ a: { eq: n + m } })) })) }',
      'makes at most 1000 groups',
    ],
  ])('refuses %s', (args, sentence) => {
    const { error } = javaScript.run(`return util.transform.toSubscriptionFilter(${args});`);

    expect(error?.message).toContain(sentence);
  });
});

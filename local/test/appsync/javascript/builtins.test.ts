// The built-ins, by what AWS's documentation and recordings say of them.
import { decodeTime } from 'ulid';
import { MAX_INVALIDATIONS } from '../../../src/appsync/javascript/limits';
import type { JsonObject, JsonValue } from '../../../src/foundation/json';
import { fakeClock } from '../../support/clock';
import { javaScriptUnderTest } from '../../support/javascript';

const NOW = Date.parse('2026-01-02T03:04:05.678Z');
const javaScript = javaScriptUnderTest({ clock: fakeClock(NOW) });

describe('util', () => {
  it.each<[string, JsonValue]>([
    ['util.escapeJavaScript("it\'s \\"a/b\\"\\n\\u00e9")', 'it\\\'s \\"a\\/b\\"\\n\\u00E9'],
    ['util.urlEncode("a b&c=d/é*~")', 'a+b%26c%3Dd%2F%C3%A9*%7E'],
    ['util.urlDecode("a+b%26c%3Dd%2F%C3%A9")', 'a b&c=d/é'],
    ['util.base64Encode("é😀\\u0000")', 'w6nwn5iAAA=='],
    ['util.base64Decode("w6nwn5iAAA==")', 'é😀\u0000'],
    ['util.str.normalize("e\\u0301", "nfc")', 'é'],
    ['util.math.roundNum(2.5)', 3],
    ['util.math.roundNum(-2.5)', -2],
    ['util.math.minVal(1, 2)', 1],
    ['util.math.maxVal(1, 2)', 2],
    ['util.time.nowISO8601()', '2026-01-02T03:04:05.678Z'],
    ['util.time.nowEpochSeconds()', 1_767_323_045],
    ['util.time.nowEpochMilliSeconds()', NOW],
    ['util.time.parseISO8601ToEpochMilliSeconds("2018-02-01T17:21:05.180+08:00")', 1_517_476_865_180],
    ['util.time.epochMilliSecondsToSeconds(1517943695750)', 1_517_943_695],
    ['util.time.epochMilliSecondsToISO8601(1517943695750)', '2018-02-06T19:01:35.750Z'],
  ])('JS-21 answers %s', (expression, value) => {
    const result = javaScript.valueOf(expression);

    expect(result).toEqual(value);
  });

  it.each([
    ['util.autoId()', /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/],
    ['util.autoUlid()', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/],
    ['util.autoKsuid()', /^[0-9A-Za-z]{27}$/],
  ])('JS-21 makes a new id with %s', (expression, form) => {
    const [one, other] = [javaScript.valueOf(expression), javaScript.valueOf(expression)];

    expect(one).toMatch(form);
    expect(one).not.toBe(other);
  });

  it('JS-21 makes ULIDs of the time', () => {
    const id = javaScript.textOf('util.autoUlid()');

    expect(decodeTime(id)).toBe(NOW);
  });

  it('JS-21 makes KSUIDs of the time', () => {
    const id = javaScript.textOf('util.autoKsuid()');

    expect(secondsOf(id)).toBe(1_767_323_045);
  });

  it('JS-21 draws numbers from a range', () => {
    const result = javaScript.valueOf('[1, 2, 3, 4, 5, 6].map(() => util.math.randomWithinRange(3, 5))');

    expect(result).toEqual(expect.arrayContaining([expect.any(Number)]));
    expect([3, 4]).toEqual(expect.arrayContaining(result as number[]));
  });

  it('JS-21 draws numbers from 0 up to 1', () => {
    const result = javaScript.valueOf('util.math.randomDouble()');

    expect(result).toBeGreaterThanOrEqual(0);
    expect(result).toBeLessThan(1);
  });

  it.each<[string, JsonValue, string]>([
    ['no identity', null, 'API Key Authorization'],
    ['IAM', { userArn: 'arn:aws:iam::123456789012:user/me', username: 'me' }, 'IAM Authorization'],
    ['Lambda', { resolverContext: {} }, 'Lambda Authorization'],
    ['Cognito', { sub: '1', username: 'me', defaultAuthStrategy: 'ALLOW' }, 'User Pool Authorization'],
    ['OpenID Connect', { sub: '1', issuer: 'https://example.com', claims: {} }, 'Open ID Connect Authorization'],
  ])('JS-20 knows a caller of %s', (_mode, identity, name) => {
    const result = javaScript.valueOf('util.authType()', { identity });

    expect(result).toBe(name);
  });

  it.each([
    ['util.urlEncode(() => 1)', 'util.urlEncode takes no function.'],
    ['util.appendError("m", "T", () => 1)', 'util.appendError takes no function.'],
    ['ddb.get(() => ({ key: {} }))', 'dynamodb.get takes no function.'],
    ['util.urlDecode("%")', 'util.urlDecode takes a string in application/x-www-form-urlencoded form.'],
    ['util.base64Decode("?")', 'util.base64Decode takes a string in base64.'],
    ['util.base64Encode(null)', 'util.base64Encode takes a string.'],
    ['util.math.roundNum("1")', 'util.math.roundNum takes a number.'],
    ['util.str.normalize("a", "x")', 'util.str.normalize takes nfc, nfd, nfkc or nfkd as its form.'],
    [
      'util.time.parseISO8601ToEpochMilliSeconds("2018-02-01")',
      '"2018-02-01" is not an ISO 8601 timestamp with a time zone, such as 2018-02-01T17:21:05.180+08:00.',
    ],
  ])('JS-22 refuses %s', (expression, sentence) => {
    const { error } = javaScript.run(`const value = ${expression};`);

    expect(error?.message).toMatch(/^code\.js:3:\d+: /);
    expect(error?.message).toContain(sentence);
  });

  it('JS-05 has nothing that is not documented', () => {
    const result = javaScript.valueOf('[typeof util.toJson, typeof util.qr, typeof extensions.other]');

    expect(result).toEqual(['undefined', 'undefined', 'undefined']);
  });
});

describe('util.error', () => {
  it('JS-16 ends the evaluation', () => {
    const { error, logs } = javaScript.run(
      '[1].map(() => util.error("m", "T", { a: 1 }, ["b"])); console.log("after");',
    );

    expect([error, logs]).toEqual([
      { message: 'm', errorType: 'T', data: { a: 1 }, errorInfo: ['b'], codeErrors: [] },
      [],
    ]);
  });

  it('needs only a message', () => {
    const { error } = javaScript.run('util.error("m");');

    expect(error).toEqual({ message: 'm', errorType: null, data: null, errorInfo: null, codeErrors: [] });
  });
});

describe('util.error with a value that is not text', () => {
  it.each(['404', 'false', '{ a: 1 }', "'gone', 410", "'gone', {}"])('JS-16 is ignored: %s', (args) => {
    const { error, result } = javaScript.run(`util.error(${args}); return 'went on';`);

    expect([error, result]).toEqual([undefined, 'went on']);
  });
});

describe('util.appendError', () => {
  it('JS-17, EC-09 does not end the evaluation', () => {
    const { outErrors, result } = javaScript.run('util.appendError("m", "T"); util.appendError("n"); return 1;');

    expect([outErrors, result]).toEqual([
      [
        { message: 'm', errorType: 'T', data: null, errorInfo: null },
        { message: 'n', errorType: null, data: null, errorInfo: null },
      ],
      1,
    ]);
  });
});

describe('util.unauthorized', () => {
  it('JS-18 names the field', () => {
    const { error } = javaScript.run('util.unauthorized();', {
      info: { fieldName: 'publish', parentTypeName: 'Mutation' },
    });

    expect(error).toMatchObject({
      message: 'Not Authorized to access publish on type Mutation',
      errorType: 'Unauthorized',
    });
  });

  it('needs no field', () => {
    const { error } = javaScript.run('util.unauthorized();');

    expect(error).toMatchObject({ message: 'Unauthorized', errorType: 'Unauthorized' });
  });
});

describe('runtime.earlyReturn', () => {
  it.each([
    ['runtime.earlyReturn({ a: 1 }, { skipTo: "END" })', { value: { a: 1 }, skipTo: 'END' }],
    ['runtime.earlyReturn([1], { skipTo: "NEXT" })', { value: [1], skipTo: 'NEXT' }],
    ['runtime.earlyReturn()', { value: null, skipTo: 'NEXT' }],
  ])('JS-19, EC-10 ends the evaluation: %s', (expression, expected) => {
    const { earlyReturn, error, result } = javaScript.run(`${expression}; return "after";`);

    expect([earlyReturn, error, result]).toEqual([expected, undefined, expected.value]);
  });

  it('JS-19 refuses other places to skip to', () => {
    const { error } = javaScript.run('runtime.earlyReturn(1, { skipTo: "START" });');

    expect(error?.message).toContain("runtime.earlyReturn takes 'END' or 'NEXT' as skipTo.");
  });
});

describe('extensions', () => {
  const filter: JsonObject = { filterGroup: [{ filters: [{ fieldName: 'a', operator: 'eq', value: 1 }] }] };

  it('hands over filters', () => {
    const { invalidationFilter, subscriptionFilter } = javaScript.run(
      'extensions.setSubscriptionFilter(ctx.args); extensions.setSubscriptionInvalidationFilter(ctx.args);',
      { arguments: filter },
    );

    expect([subscriptionFilter, invalidationFilter]).toEqual([filter, filter]);
  });

  it('hands over no filter that was not set', () => {
    const evaluation = javaScript.run('return null;');

    expect(evaluation).not.toHaveProperty('subscriptionFilter');
    expect(evaluation).not.toHaveProperty('invalidationFilter');
  });

  it('FI-18 hands over invalidations, the same one once', () => {
    const { invalidations } = javaScript.run(
      '["a", "b", "a"].forEach((name) => extensions.invalidateSubscriptions({ subscriptionField: "on", payload: { name } }));',
    );

    expect(invalidations).toEqual([
      { subscriptionField: 'on', payload: { name: 'a' } },
      { subscriptionField: 'on', payload: { name: 'b' } },
    ]);
  });

  it('FI-18 refuses too many invalidations', () => {
    const { error } = javaScript.run(
      'ctx.args.names.forEach((name) => extensions.invalidateSubscriptions({ subscriptionField: "on", payload: { name } }));',
      { arguments: { names: Array.from({ length: MAX_INVALIDATIONS + 1 }, (_name, index) => index) } },
    );

    expect(error?.message).toContain('A request can invalidate subscriptions at most 5 times.');
  });

  it('refuses an invalidation without payload', () => {
    const { error } = javaScript.run('extensions.invalidateSubscriptions({ subscriptionField: "on" });');

    expect(error?.message).toContain('extensions.invalidateSubscriptions takes { subscriptionField, payload }');
  });
});

describe('util.dynamodb', () => {
  it.each<[string, JsonValue]>([
    ['toDynamoDB("test")', { S: 'test' }],
    ['toDynamoDB(12345)', { N: 12345 }],
    ['toDynamoDB(true)', { BOOL: true }],
    ['toDynamoDB(null)', { NULL: null }],
    [
      'toDynamoDB({ foo: "bar", baz: 1234, beep: ["boop"] })',
      { M: { foo: { S: 'bar' }, baz: { N: 1234 }, beep: { L: [{ S: 'boop' }] } } },
    ],
    ['toString("test")', { S: 'test' }],
    ['toString(null)', null],
    ['toStringSet(["foo", "bar"])', { SS: ['foo', 'bar'] }],
    ['toNumber(12345)', { N: 12345 }],
    ['toNumberSet([1, 23, 4.56])', { NS: [1, 23, 4.56] }],
    ['toBinary("foo")', { B: 'foo' }],
    ['toBinarySet(["foo"])', { BS: ['foo'] }],
    ['toBoolean(true)', { BOOL: true }],
    ['toNull()', { NULL: null }],
    ['toList(["foo", { bar: "baz" }])', { L: [{ S: 'foo' }, { M: { bar: { S: 'baz' } } }] }],
    ['toMap({ foo: "bar" })', { M: { foo: { S: 'bar' } } }],
    ['toMapValues({ foo: "bar" })', { foo: { S: 'bar' } }],
    ['toS3Object("foo", "bar", "baz")', { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz"}}' }],
    [
      'toS3Object("foo", "bar", "baz", "beep")',
      { S: '{"s3":{"key":"foo","bucket":"bar","region":"baz","version":"beep"}}' },
    ],
    ['fromS3ObjectJson(util.dynamodb.toS3Object("a", "b", "c").S)', { key: 'a', bucket: 'b', region: 'c' }],
  ])('JS-23 answers %s', (call, value) => {
    const result = javaScript.valueOf(`util.dynamodb.${call}`);

    expect(result).toEqual(value);
  });

  it('takes names of prototypes as names of data', () => {
    const result = javaScript.valueOf('util.dynamodb.toMapValues(JSON.parse(ctx.args.text))', {
      arguments: { text: '{"__proto__":1,"constructor":2}' },
    });

    expect(JSON.stringify(result)).toBe('{"__proto__":{"N":1},"constructor":{"N":2}}');
  });
});

describe('extensions.evictFromApiCache', () => {
  it('finds no cache to take anything out of', () => {
    const { error, result } = javaScript.run('extensions.evictFromApiCache("Query", "f", { a: 1 }); return 1;');

    expect([error, result]).toEqual([undefined, 1]);
  });

  it('needs the keys', () => {
    const { error } = javaScript.run('extensions.evictFromApiCache("Query", "f");');

    expect(error?.message).toContain('extensions.evictFromApiCache takes an object.');
  });
});

/** Seconds since 1970 in a KSUID: the first 4 of its 20 bytes, from 1,400,000,000. */
function secondsOf(ksuid: string): number {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  const number = Array.from(ksuid).reduce((sum, digit) => sum * 62n + BigInt(digits.indexOf(digit)), 0n);
  return Number(number >> 128n) + 1_400_000_000;
}

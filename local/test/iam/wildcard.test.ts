import { compileWildcard, matchesArn, matchesWildcard } from '../../src/iam/wildcard';

describe('IA-03 a wildcard', () => {
  it.each([
    ['*', ''],
    ['*', 'anything'],
    ['a*', 'a'],
    ['a*c', 'abbbc'],
    ['a*b*c', 'a-b-b-c'],
    ['?', 'a'],
    ['a?c', 'abc'],
    ['**', 'a'],
    ['a.c', 'a.c'],
    ['[a]', '[a]'],
  ])('"%s" fits "%s"', (pattern, text) => {
    expect([matchesWildcard(pattern, text), compileWildcard(pattern)(text)]).toEqual([true, true]);
  });

  it.each([
    ['', 'a'],
    ['?', ''],
    ['a*c', 'ab'],
    ['a.c', 'abc'],
    ['A', 'a'],
    ['a*', 'ba'],
    ['a*b*c', 'a-c-b'],
  ])('"%s" does not fit "%s"', (pattern, text) => {
    expect([matchesWildcard(pattern, text), compileWildcard(pattern)(text)]).toEqual([false, false]);
  });

  it('takes no longer for a malicious pattern', () => {
    const fits = matchesWildcard(`${'*a'.repeat(1000)}*b`, 'a'.repeat(5000));

    expect(fits).toBe(false);
  });
});

describe('an ARN pattern', () => {
  it.each([
    ['arn:aws:events:us-west-2:123456789012:rule/bus/*', 'arn:aws:events:us-west-2:123456789012:rule/bus/deliver'],
    ['arn:aws:events:*:*:rule/*', 'arn:aws:events:us-west-2:123456789012:rule/bus/deliver'],
    ['arn:aws:logs:*:*:log-group:*', 'arn:aws:logs:us-west-2:123456789012:log-group:/aws/x:*'],
    ['*', 'arn:aws:s3:::bucket'],
  ])('"%s" fits "%s"', (pattern, arn) => {
    expect(matchesArn(pattern, arn)).toBe(true);
  });

  it.each([
    ['arn:aws:*:rule/bus/deliver', 'arn:aws:events:us-west-2:123456789012:rule/bus/deliver'],
    ['arn:aws:events:us-west-2:123456789012:rule/bus/*', 'arn:aws:events:us-west-2:123456789012:rule/other/deliver'],
    ['arn:aws:events:*:*:rule/*', 'not-an-arn'],
  ])('"%s" does not fit "%s"', (pattern, arn) => {
    expect(matchesArn(pattern, arn)).toBe(false);
  });
});

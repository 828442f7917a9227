// Patterns of Java, in `util.matches` and `String.replace`.
import { javaScriptUnderTest } from '../../support/javascript';

const javaScript = javaScriptUnderTest();

describe('util.matches', () => {
  it.each([
    ['a*b', 'aaaaab', true],
    ['b', 'abc', true],
    ['^b', 'abc', false],
    ['^a$', 'a\n', true],
    ['^a\\z', 'a\n', false],
    ['^a\\Z', 'a\r\n', true],
    ['\\Aa', 'ba', false],
    ['^.$', '😀', true],
    ['a.b', 'a\u0085b', false],
    ['^\\s$', '\u00a0', false],
    ['^\\S$', '\u00a0', true],
    ['^[\\s]$', ' ', true],
    ['^[a\\-z]$', '-', true],
    ['^[^\\]]$', ']', false],
    ['^[$.]+$', '$.', true],
    ['^\\Qa.b\\E$', 'axb', false],
    ['^\\Qa.b', 'a.b', true],
    ['^a\\@b\\#$', 'a@b#', true],
    ['^\\p{L}+$', 'añ', true],
    ['^\\p{Lu}', 'a', false],
    ['^(?<year>\\d{4})-\\k<year>$', '2026-2026', true],
    ['^(?:a|b){2}$', 'ab', true],
    ['^\\u00e9$', 'é', true],
  ])('JS-11 %j in %j: %j', (pattern, text, expected) => {
    const result = javaScript.valueOf('util.matches(ctx.args.pattern, ctx.args.text)', {
      arguments: { pattern, text },
    });

    expect(result).toBe(expected);
  });

  it('JS-11 keeps apart what it was asked before', () => {
    const asked = ['a+', 'b+', 'a+'].flatMap((pattern) => ['a', 'b', 'a'].map((text) => [pattern, text]));

    const result = javaScript.valueOf('ctx.args.asked.map((one) => util.matches(one[0], one[1]))', {
      arguments: { asked },
    });

    expect(result).toEqual(asked.map(([pattern = '', text = '']) => pattern.startsWith(text)));
  });

  it('JS-11 answers for more texts than it keeps', () => {
    const texts = Array.from({ length: 250 }, (_, index) => String(index));

    const result = javaScript.valueOf('ctx.args.texts.filter((text) => util.matches("^[0-4]*$", text))', {
      arguments: { texts },
    });

    expect(result).toEqual(texts.filter((text) => /^[0-4]*$/.test(text)));
  });

  it.each([
    ['\\p{Lower}', 'The local engine does not support \\p{Lower} in patterns.'],
    ['\\pL', 'The local engine does not support \\pL in patterns.'],
    ['\\h', 'The local engine does not support \\h in patterns.'],
    ['[a-z&&[^b]]', 'in patterns.'],
    ['[\\S]', 'The local engine does not support \\S in patterns.'],
    ['a++', 'The pattern "a++" is not supported: '],
    ['(?i)a', 'The pattern "(?i)a" is not supported: '],
    ['(', 'The pattern "(" is not supported: '],
  ])('JS-11 refuses %j rather than to guess', (pattern, sentence) => {
    const { error } = javaScript.run('const found = util.matches(ctx.args.pattern, "a");', { arguments: { pattern } });

    expect(error?.message).toContain(sentence);
  });
});

describe('String.prototype.replace', () => {
  it.each([
    ['"a.b.c".replace("\\\\.", "-")', 'a-b.c'],
    ['"a.b.c".replaceAll("\\\\.", "-")', 'a-b-c'],
    ['"2026-01".replace("(\\\\d+)-(\\\\d+)", "$2/$1")', '01/2026'],
    ['"ab".replaceAll("[a-z]", "<$0>")', '<a><b>'],
    ['"ab".replace("(?<first>a)", "${first}!")', 'a!b'],
    ['"a".replace("a", "\\\\$1")', '$1'],
    ['"a".replace("b", "c")', 'a'],
  ])('JS-10 takes patterns of Java: %s', (expression, expected) => {
    const result = javaScript.valueOf(expression);

    expect(result).toBe(expected);
  });

  it('JS-10 refuses a replacement with a group that has no name', () => {
    const { error } = javaScript.run('const text = "a".replace("a", "$x");');

    expect(error?.message).toContain('A replacement cannot have a $ that stands for nothing.');
  });
});

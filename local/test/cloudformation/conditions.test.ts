import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { resolved } from '../support/cloudformation';

const TRUE: JsonObject = { 'Fn::Equals': ['a', 'a'] };
const FALSE: JsonObject = { 'Fn::Equals': ['a', 'b'] };

describe('CF-02 a condition', () => {
  it.each<[JsonValue, boolean]>([
    [TRUE, true],
    [FALSE, false],
    [{ 'Fn::Equals': [{ Ref: 'Given' }, 'given'] }, true],
    [{ 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }, false],
    [{ 'Fn::Equals': [true, 'true'] }, true],
    [{ 'Fn::Equals': ['', { Ref: 'AWS::NoValue' }] }, false],
    [{ 'Fn::Not': [TRUE] }, false],
    [{ 'Fn::And': [TRUE, TRUE] }, true],
    [{ 'Fn::And': [TRUE, FALSE] }, false],
    [{ 'Fn::Or': [FALSE, TRUE] }, true],
    [{ 'Fn::Or': [FALSE, FALSE] }, false],
    [{ Condition: 'Other' }, true],
    [{ 'Fn::Or': [{ Condition: 'Other' }, FALSE] }, true],
    [{ 'Fn::Equals': [{ 'Fn::If': ['Other', 'x', 'y'] }, 'x'] }, true],
  ])('%j is %s', async (condition, expected) => {
    expect(await decided({ Tested: condition, Other: TRUE })).toBe(expected);
  });

  it.each<[string, JsonObject, string, string]>([
    [
      'names itself',
      { Tested: { Condition: 'Tested' } },
      'TEMPLATE_INVALID',
      'Found circular condition dependency between Tested',
    ],
    [
      'is in a circle',
      { Tested: { 'Fn::Not': [{ Condition: 'B' }] }, B: { Condition: 'Tested' } },
      'TEMPLATE_INVALID',
      'circular condition dependency between Tested, B',
    ],
    [
      'names no condition',
      { Tested: { Condition: 'toString' } },
      'TEMPLATE_INVALID',
      'unresolved condition dependency toString',
    ],
    [
      'looks at a resource',
      { Tested: { 'Fn::Equals': [{ Ref: 'Thing' }, 'x'] } },
      'UNRESOLVED_DEPENDENCY',
      'Unresolved dependencies [Thing]. Cannot reference resources in the Conditions block of the template',
    ],
    [
      'compares three',
      { Tested: { 'Fn::Equals': ['a', 'b', 'c'] } },
      'TEMPLATE_INVALID',
      'every Fn::Equals object requires a list of 2',
    ],
    ['joins one', { Tested: { 'Fn::And': [TRUE] } }, 'TEMPLATE_INVALID', 'takes a list of 2 to 10 conditions'],
    ['negates two', { Tested: { 'Fn::Not': [TRUE, TRUE] } }, 'TEMPLATE_INVALID', 'takes a list of 1 conditions'],
    [
      'is not a condition function',
      { Tested: { 'Fn::Join': ['', []] } },
      'UNSUPPORTED_INTRINSIC',
      'Conditions.Tested uses Fn::Join',
    ],
    ['is a text', { Tested: 'true' }, 'TEMPLATE_INVALID', 'A condition must be one condition function'],
  ])('that %s is refused', async (_, conditions, code, sentence) => {
    await expect(decided(conditions)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(sentence) as string,
    });
  });
});

async function decided(conditions: JsonObject): Promise<boolean> {
  const sections = { Conditions: conditions, Parameters: { Given: { Type: 'String' } } };
  return (await resolved({ 'Fn::If': ['Tested', 'yes', 'no'] }, sections)) === 'yes';
}

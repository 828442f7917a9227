import type { JsonObject, JsonValue } from '../../src/foundation/json';
import { ACCOUNT_ID } from '../support/region';
import { resolved } from '../support/cloudformation';

const SECTIONS: JsonObject = {
  Parameters: { Given: { Type: 'String' }, Numbers: { Type: 'CommaDelimitedList', Default: '1, 2,3' } },
  Mappings: { Map: { us: { name: 'west', list: ['a', 'b'] } } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Given' }, 'given'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
  },
};

describe('CF-01 an intrinsic function is resolved', () => {
  it.each<[JsonValue, JsonValue | undefined]>([
    ['text', 'text'],
    [{ a: [1, true, 'x'] }, { a: [1, true, 'x'] }],
    [{ Ref: 'Other' }, 'physical-Other'],
    [{ Ref: 'Given' }, 'given'],
    [{ Ref: 'Numbers' }, ['1', '2', '3']],
    [{ Ref: 'AWS::Region' }, 'us-west-2'],
    [{ Ref: 'AWS::AccountId' }, ACCOUNT_ID],
    [{ Ref: 'AWS::Partition' }, 'aws'],
    [{ Ref: 'AWS::StackName' }, 'planet'],
    [{ Ref: 'AWS::URLSuffix' }, 'amazonaws.com'],
    [{ Ref: 'AWS::NoValue' }, undefined],
    [{ a: { Ref: 'AWS::NoValue' }, b: ['x', { Ref: 'AWS::NoValue' }] }, { b: ['x'] }],
    [{ 'Fn::GetAtt': ['Other', 'Arn'] }, 'arn:thing:Other'],
    [{ 'Fn::GetAtt': 'Other.Arn' }, 'arn:thing:Other'],
    [{ 'Fn::GetAtt': 'Other.Nested.Name' }, 'nested-Other'],
    [{ 'Fn::GetAtt': ['Other', 'B'] }, ['x', 'y', 'z']],
    [{ 'Fn::Sub': 'no placeholder' }, 'no placeholder'],
    [{ 'Fn::Sub': '${Other}/${Other.Arn}/${Other.Nested.Name}' }, 'physical-Other/arn:thing:Other/nested-Other'],
    [{ 'Fn::Sub': '${AWS::Region}:${Given}' }, 'us-west-2:given'],
    [{ 'Fn::Sub': '${!Literal} $ {x} ${!a.b}' }, '${Literal} $ {x} ${a.b}'],
    [{ 'Fn::Sub': ['${x}-${Other}', { x: { Ref: 'Given' } }] }, 'given-physical-Other'],
    [{ 'Fn::Sub': ['${Other}', { Other: 'shadowed' }] }, 'shadowed'],
    [{ 'Fn::Sub': ['${x}', { x: '${Other}' }] }, '${Other}'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Given' }, 1, { Ref: 'AWS::NoValue' }]] }, 'a-given-1'],
    [{ 'Fn::Join': ['', { 'Fn::GetAtt': ['Other', 'B'] }] }, 'xyz'],
    [{ 'Fn::Select': [1, ['a', 'b']] }, 'b'],
    [{ 'Fn::Select': ['0', { 'Fn::Split': ['|', 'a|b'] }] }, 'a'],
    [{ 'Fn::Split': [',', { Ref: 'Given' }] }, ['given']],
    [{ 'Fn::FindInMap': ['Map', 'us', 'name'] }, 'west'],
    [{ 'Fn::FindInMap': ['Map', { 'Fn::Select': [0, ['us']] }, 'list'] }, ['a', 'b']],
    [{ 'Fn::If': ['Yes', 'a', { Ref: 'Other' }] }, 'a'],
    [{ 'Fn::If': ['No', 'a', { Ref: 'Other' }] }, 'physical-Other'],
    [{ 'Fn::If': ['No', 'a', { Ref: 'AWS::NoValue' }] }, undefined],
    [{ 'Fn::Base64': { 'Fn::Sub': '${Given}é' } }, Buffer.from('givené').toString('base64')],
    [
      { References: 'x', Fn: 'y' },
      { References: 'x', Fn: 'y' },
    ],
  ])('%j', async (value, expected) => {
    expect(await resolved(value, SECTIONS)).toEqual(expected);
  });

  it('AWS::StackId', async () => {
    expect(await resolved({ Ref: 'AWS::StackId' })).toMatch(
      /^arn:aws:cloudformation:us-west-2:123456789012:stack\/planet\/[0-9a-f-]{36}$/,
    );
  });

  it('and keeps a member that is called __proto__', async () => {
    const value = JSON.parse('{"__proto__":{"Ref":"Given"},"constructor":"x"}') as JsonObject;

    expect(JSON.stringify(await resolved(value, SECTIONS))).toBe('{"__proto__":"given","constructor":"x"}');
  });
});

describe('CF-01 an intrinsic function is refused', () => {
  it.each<[string, JsonValue, string]>([
    ['EXPORT_MISSING', { 'Fn::ImportValue': 'x' }, 'No export named x found.'],
    ['UNSUPPORTED_INTRINSIC', { a: [{ 'Fn::GetAZs': '' }] }, 'Resources.Thing.Properties.A.a[0] uses Fn::GetAZs'],
    ['UNSUPPORTED_INTRINSIC', { 'Fn::Transform': {} }, 'Resources.Thing.Properties.A uses Fn::Transform'],
    ['TEMPLATE_INVALID', { 'Fn::Equals': ['a', 'a'] }, 'Fn::Equals stands where CloudFormation takes no condition'],
    ['TEMPLATE_INVALID', { Ref: 'Other', x: 1 }, 'an object with Ref must have no other member'],
    ['TEMPLATE_INVALID', { Ref: ['Other'] }, 'every Ref object must have a single String value'],
    ['TEMPLATE_INVALID', { 'Fn::GetAtt': 'Other' }, 'every Fn::GetAtt object requires two non-empty parameters'],
    ['TEMPLATE_INVALID', { 'Fn::Sub': '${}' }, "don't specify expected arguments"],
    ['TEMPLATE_INVALID', { 'Fn::Sub': ['${a}', { a: 'x' }, 1] }, "don't specify expected arguments"],
    ['UNRESOLVED_DEPENDENCY', { 'Fn::Sub': ['${a}', {}] }, 'Unresolved resource dependencies [a]'],
    ['TEMPLATE_INVALID', { 'Fn::Sub': '${Numbers}' }, 'A string was expected, not ["1","2","3"]'],
    ['TEMPLATE_INVALID', { 'Fn::Join': ['', 'a'] }, 'every Fn::Join object requires two parameters'],
    ['TEMPLATE_INVALID', { 'Fn::Join': [1, ['a']] }, 'every Fn::Join object requires two parameters'],
    ['TEMPLATE_INVALID', { 'Fn::Select': [2, ['a', 'b']] }, 'Fn::Select cannot select nonexistent value at index 2'],
    ['TEMPLATE_INVALID', { 'Fn::Select': [-1, ['a']] }, 'every Fn::Select object requires two non-empty parameters'],
    ['TEMPLATE_INVALID', { 'Fn::Split': ['', 'a'] }, 'every Fn::Split object requires two parameters'],
    ['TEMPLATE_INVALID', { 'Fn::FindInMap': ['Map', 'eu', 'name'] }, 'Unable to get mapping for Map::eu::name'],
    ['TEMPLATE_INVALID', { 'Fn::FindInMap': ['Map', '__proto__', 'x'] }, 'Unable to get mapping for Map::__proto__::x'],
    ['TEMPLATE_INVALID', { 'Fn::If': ['Maybe', 'a', 'b'] }, 'unresolved condition dependency Maybe in Fn::If'],
    ['TEMPLATE_INVALID', { 'Fn::If': ['Yes', 'a'] }, 'Fn::If requires a list argument'],
    [
      'UNSUPPORTED_ATTRIBUTE',
      { 'Fn::GetAtt': ['Other', 'Unsupported'] },
      'resource Other does not support attribute type Unsupported in Fn::GetAtt',
    ],
  ])('%s %j', async (code, value, sentence) => {
    await expect(resolved(value, SECTIONS)).rejects.toMatchObject({
      name: 'UserError',
      code,
      message: expect.stringContaining(sentence) as string,
    });
  });
});

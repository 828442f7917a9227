import { parameterValues } from '../../src/cloudformation/template/parameters';
import type { JsonObject, JsonValue } from '../../src/foundation/json';

describe('CF-03 a parameter', () => {
  it.each<[JsonObject, Record<string, string>, JsonValue]>([
    [{ Type: 'String' }, { P: 'given' }, 'given'],
    [{ Type: 'String', Default: 'default' }, {}, 'default'],
    [{ Type: 'String', Default: 'default' }, { P: '' }, ''],
    [{ Type: 'Number', Default: 7 }, {}, '7'],
    [{ Type: 'CommaDelimitedList' }, { P: 'a, b,c' }, ['a', 'b', 'c']],
    [{ Type: 'List<Number>' }, { P: '1,2' }, ['1', '2']],
    [{ Type: 'String', AllowedValues: ['a', 'b'] }, { P: 'b' }, 'b'],
    [{ Type: 'String', AllowedPattern: '[a-z]+', MinLength: 1, MaxLength: '3', NoEcho: true }, { P: 'abc' }, 'abc'],
    [{ Type: 'Number', MinValue: 1, MaxValue: 3 }, { P: '3' }, '3'],
  ])('%j given %j is %j', (declaration, given, expected) => {
    expect(parameterValues(new Map([['P', declaration]]), given).get('P')).toEqual(expected);
  });

  it.each<[JsonObject, Record<string, string>, string]>([
    [{ Type: 'String' }, {}, 'Parameters: [P] must have values'],
    [{ Type: 'String' }, { P: 'x', Q: 'y' }, 'Parameters: [Q] do not exist in the template'],
    [{ Type: 'Number' }, { P: 'x' }, "Parameter 'P' must be a number"],
    [{ Type: 'List<Number>' }, { P: '1,x' }, "Parameter 'P' must be a number"],
    [{ Type: 'String', AllowedValues: ['a'] }, { P: 'b' }, "Parameter 'P' must be one of AllowedValues"],
    [{ Type: 'String', AllowedPattern: 'a' }, { P: 'ab' }, "Parameter 'P' must match pattern a"],
    [{ Type: 'String', MinLength: 2 }, { P: 'a' }, "Parameter 'P' must contain at least 2 characters"],
    [{ Type: 'String', MaxLength: 2 }, { P: 'abc' }, "Parameter 'P' must contain at most 2 characters"],
    [{ Type: 'Number', MinValue: 2 }, { P: '1' }, "Parameter 'P' must be a number not less than 2"],
    [{ Type: 'Number', MaxValue: 2 }, { P: '3' }, "Parameter 'P' must be a number not greater than 2"],
    [{ Type: 'String', Foo: 1 }, { P: 'x' }, "Invalid template parameter property 'Foo'"],
    [{ Type: 'AWS::SSM::Parameter::Value<String>' }, { P: 'x' }, 'has the type "AWS::SSM::Parameter::Value<String>"'],
  ])('%j given %j is refused', (declaration, given, sentence) => {
    expect(() => parameterValues(new Map([['P', declaration]]), given)).toThrow(sentence);
  });
});

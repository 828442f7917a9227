import { AwsError, UserError } from '../../src/foundation/errors';
import type { JsonObject } from '../../src/foundation/json';
import { aStack, aTemplate, aThing } from '../support/cloudformation';

describe('a stack', () => {
  it('CF-04 creates what is needed first', async () => {
    const template = aTemplate({
      A: { A: { 'Fn::Sub': '${B.Arn}' } },
      B: { A: { 'Fn::Join': ['', ['x', { Ref: 'C' }]] } },
      C: {},
      D: { A: { 'Fn::GetAtt': 'A.Arn' } },
    });

    const { resources } = await aStack(template);

    expect([...resources.keys()]).toEqual(['C', 'B', 'A', 'D']);
  });

  it('CF-04 honours DependsOn', async () => {
    const template = { Resources: { A: { Type: 'Test::Thing', DependsOn: 'B' }, B: { Type: 'Test::Thing' } } };

    const { resources } = await aStack(template);

    expect([...resources.keys()]).toEqual(['B', 'A']);
  });

  it('keeps type, physical id and attributes of each resource', async () => {
    const { resources } = await aStack(aTemplate({ Thing: { A: 'a' } }));

    expect(resources.get('Thing')).toMatchObject({
      type: 'Test::Thing',
      physicalId: 'physical-Thing',
      attributes: { Arn: 'arn:thing:Thing', A: 'a' },
    });
  });

  it('CF-16 shows its outputs as texts', async () => {
    const outputs = {
      Name: { Value: { Ref: 'Thing' }, Description: 'd', Export: { Name: 'n' } },
      Number: { Value: 7 },
      constructor: { Value: 'harmless' },
    };

    const stack = await aStack(aTemplate({ Thing: {} }, { Outputs: outputs }));

    expect(stack.outputs).toEqual({ Name: 'physical-Thing', Number: '7', constructor: 'harmless' });
  });

  it('CF-02 leaves out what a condition excludes', async () => {
    const template = {
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: {
        Kept: {
          Type: 'Test::Thing',
          DependsOn: ['Dropped'],
          Properties: { A: { 'Fn::If': ['No', { Ref: 'Dropped' }, 'x'] } },
        },
        Dropped: { Type: 'Test::Unknown', Condition: 'No' },
      },
      Outputs: { Dropped: { Condition: 'No', Value: { Ref: 'Dropped' } } },
    };

    const stack = await aStack(template);

    expect([...stack.resources.keys()]).toEqual(['Kept']);
    expect(stack.outputs).toEqual({});
  });

  it('finds no circle in the branch that is not taken', async () => {
    const template = aTemplate(
      { A: { A: { 'Fn::If': ['No', { Ref: 'B' }, 'x'] } }, B: { A: { Ref: 'A' } } },
      { Conditions: { No: { 'Fn::Equals': ['a', 'b'] } } },
    );

    const { resources } = await aStack(template);

    expect([...resources.keys()]).toEqual(['A', 'B']);
  });

  it('ignores what only tools read', async () => {
    const template = {
      AWSTemplateFormatVersion: '2010-09-09',
      Description: 'd',
      Metadata: { a: 1 },
      Resources: {
        Thing: { Type: 'Test::Thing', Metadata: {}, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' },
        Other: { Type: 'Test::Thing', DeletionPolicy: 'RetainExceptOnCreate' },
      },
    };

    await expect(aStack(template)).resolves.toMatchObject({ stackName: 'planet' });
  });

  it('waits for a resource that takes its time', async () => {
    const slow = aThing({ create: () => Promise.resolve({ physicalId: 'slow', attributes: {} }) });

    const { resources } = await aStack(aTemplate({ Thing: {} }), { resourceTypes: [slow] });

    expect(resources.get('Thing')?.physicalId).toBe('slow');
  });

  it('CF-14 says which resource AWS would refuse, and why', async () => {
    const cause = new AwsError('ValidationException', 'The rule is not valid.');
    const failing = aThing({
      create: () => {
        throw cause;
      },
    });

    const creation = aStack(aTemplate({ Thing: {} }), { resourceTypes: [failing] });

    await expect(creation).rejects.toMatchObject({
      code: 'RESOURCE_FAILED',
      message: 'Resource Thing (Test::Thing) could not be created: The rule is not valid.',
      cause,
    });
  });

  it.each([new UserError('PROPERTY_INVALID', 'No.'), new TypeError('A fault.')])('lets %s through', async (error) => {
    const failing = aThing({ create: () => Promise.reject(error) });

    await expect(aStack(aTemplate({ Thing: {} }), { resourceTypes: [failing] })).rejects.toBe(error);
  });

  it('CF-13 creates nothing when a later resource has an unsupported property', async () => {
    const create = jest.fn();

    const creation = aStack(aTemplate({ A: {}, B: { Zzz: 1 } }), { resourceTypes: [aThing({ create })] });

    await expect(creation).rejects.toThrow('Resource B (Test::Thing) has the property Zzz');
    expect(create).not.toHaveBeenCalled();
  });
});

describe('a template is refused', () => {
  const thing = { Type: 'Test::Thing' };

  it.each<[string, JsonObject, string, string]>([
    ['without resources', {}, 'TEMPLATE_INVALID', 'At least one Resources member must be defined.'],
    [
      'CF-12: with an unknown section',
      { Resources: { Thing: thing }, Foo: {} },
      'TEMPLATE_INVALID',
      'Invalid template property or properties [Foo]',
    ],
    [
      'CF-13: with a transform',
      { Resources: { Thing: thing }, Transform: 'x' },
      'UNSUPPORTED_SECTION',
      'does not support the template section "Transform"',
    ],
    [
      'of another version',
      { Resources: { Thing: thing }, AWSTemplateFormatVersion: '1' },
      'TEMPLATE_INVALID',
      'AWSTemplateFormatVersion',
    ],
    [
      'CF-12: with a name of other characters',
      { Resources: { 'a-b': thing } },
      'TEMPLATE_INVALID',
      'Resources name a-b is non alphanumeric.',
    ],
    [
      'with __proto__ as a name',
      JSON.parse('{"Resources":{"__proto__":{}}}') as JsonObject,
      'TEMPLATE_INVALID',
      'non alphanumeric',
    ],
    [
      'without a type',
      { Resources: { Thing: {} } },
      'TEMPLATE_INVALID',
      '[/Resources/Thing] Every Resources object must contain a Type member.',
    ],
    [
      'with a resource that is not an object',
      { Resources: { Thing: [] } },
      'TEMPLATE_INVALID',
      '[/Resources/Thing] must be an object',
    ],
    [
      'CF-12: with an unknown attribute',
      { Resources: { Thing: { ...thing, Foo: 1 } } },
      'TEMPLATE_INVALID',
      "Invalid template resource property 'Foo'",
    ],
    [
      'with a creation policy',
      { Resources: { Thing: { ...thing, CreationPolicy: {} } } },
      'UNSUPPORTED_ATTRIBUTE',
      '"CreationPolicy"',
    ],
    [
      'with an output without value',
      { Resources: { Thing: thing }, Outputs: { O: {} } },
      'TEMPLATE_INVALID',
      '[/Outputs/O] Every Outputs member must contain a Value object.',
    ],
    [
      'CF-16: with an output that is a list',
      { Resources: { Thing: thing }, Outputs: { O: { Value: [] } } },
      'TEMPLATE_INVALID',
      'must evaluate to a String',
    ],
    [
      'with an unknown condition',
      { Resources: { Thing: { ...thing, Condition: 'C' } } },
      'TEMPLATE_INVALID',
      'Resource Thing names the condition C',
    ],
    [
      'CF-13: with unsupported types',
      { Resources: { A: { Type: 'X::Y' }, B: { Type: 'X::Z' } } },
      'UNSUPPORTED_RESOURCE_TYPE',
      'X::Y (A), X::Z (B)',
    ],
    [
      'CF-13: with an unsupported property',
      aTemplate({ Thing: { Zzz: 1 } }),
      'UNSUPPORTED_PROPERTY',
      'Resource Thing (Test::Thing) has the property Zzz, which the engine does not support; it supports A, B, C.',
    ],
    [
      'CF-05: with a Ref to nothing',
      aTemplate({ Thing: { A: { Ref: 'X' } } }),
      'UNRESOLVED_DEPENDENCY',
      'Template format error: Unresolved resource dependencies [X] in the Resources block of the template',
    ],
    [
      'with a Ref to Object.prototype',
      aTemplate({ Thing: { A: { Ref: 'toString' } } }),
      'UNRESOLVED_DEPENDENCY',
      '[toString]',
    ],
    [
      'with a Ref to nothing in an output',
      { Resources: { Thing: thing }, Outputs: { O: { Value: { Ref: 'X' } } } },
      'UNRESOLVED_DEPENDENCY',
      '[X] in the Outputs block of the template',
    ],
    [
      'CF-05: with a GetAtt of nothing',
      aTemplate({ Thing: { A: { 'Fn::GetAtt': ['X', 'Arn'] } } }),
      'UNRESOLVED_DEPENDENCY',
      'instance of Fn::GetAtt references undefined resource X',
    ],
    [
      'CF-05: with a Sub of nothing',
      aTemplate({ Thing: { A: { 'Fn::Sub': '${X.Arn}' } } }),
      'UNRESOLVED_DEPENDENCY',
      'instance of Fn::Sub references invalid resource attribute X.Arn',
    ],
    [
      'CF-05: that depends on nothing',
      { Resources: { Thing: { ...thing, DependsOn: ['X'] } } },
      'UNRESOLVED_DEPENDENCY',
      'Unresolved resource dependencies [X] in the Resources block',
    ],
    [
      'CF-06: with a circle',
      aTemplate({
        A: { A: { Ref: 'B' } },
        B: { A: { Ref: 'C' } },
        C: { A: { Ref: 'A' } },
        D: { A: { Ref: 'A' } },
        E: {},
      }),
      'CIRCULAR_DEPENDENCY',
      'Circular dependency between resources: [A, B, C]',
    ],
    [
      'CF-06: with a resource that needs itself',
      aTemplate({ A: { A: { Ref: 'A' } } }),
      'CIRCULAR_DEPENDENCY',
      'Circular dependency between resources: [A]',
    ],
  ])('%s', async (_, template, code, sentence) => {
    await expect(aStack(template)).rejects.toMatchObject({
      name: 'UserError',
      code,
      message: expect.stringContaining(sentence) as string,
    });
  });

  it('CF-05 that refers to a resource which a condition excludes', async () => {
    const template = {
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { A: { ...thing, Condition: 'No' }, B: { ...thing, Properties: { A: { Ref: 'A' } } } },
    };

    await expect(aStack(template)).rejects.toThrow('Unresolved resource dependencies [A] in the Resources block');
  });
});

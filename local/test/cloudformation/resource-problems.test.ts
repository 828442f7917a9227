// What AWS's own schemas refuse.
import { isDeepStrictEqual } from 'node:util';
import knownNames from '../../src/cloudformation/specification/resource-names.json';
import keptSchemas from '../../src/cloudformation/specification/resource-schemas.json';
import { resourceTypes } from '../../src/cloudformation/resource-types';
import {
  loadSpecification,
  specifiedNames,
  specifiedSchemas,
} from '../../src/cloudformation/specification/specification';
import type { JsonObject } from '../../src/foundation/json';
import { createStack, recordingServices } from '../support/cloudformation';
import { aRegion } from '../support/region';

const QUEUE = 'AWS::SQS::Queue';
const RULE = 'AWS::Events::Rule';
const API = 'AWS::AppSync::GraphQLApi';
const PATTERN = { EventPattern: { source: ['x'] } };
const A_POLICY = {
  PolicyDocument: { Version: '2012-10-17', Statement: [] },
  PolicyName: 'p',
};
const NO_VALUE = { Ref: 'AWS::NoValue' };

describe('CF-08 a property is refused', () => {
  it.each<[string, string, JsonObject, string]>([
    ['unknown', QUEUE, { Foo: 1 }, '#: extraneous key [Foo] is not permitted'],
    ['of other case', QUEUE, { queueName: 'q' }, '#: extraneous key [queueName] is not permitted'],
    ['called __proto__', QUEUE, parsed('{"__proto__":1}'), '#: extraneous key [__proto__] is not permitted'],
    ['called constructor', QUEUE, { constructor: 1 }, '#: extraneous key [constructor] is not permitted'],
    [
      'unknown in an object of a list',
      RULE,
      { ...PATTERN, Targets: [{ Id: 'a', Arn: 'b', Foo: 1 }] },
      '#/Targets/0: extraneous key [Foo] is not permitted',
    ],
    [
      'unknown in an object of an object',
      RULE,
      { ...PATTERN, Targets: [{ Id: 'a', Arn: 'b', DeadLetterConfig: { ARN: 'x' } }] },
      '#/Targets/0/DeadLetterConfig: extraneous key [ARN] is not permitted',
    ],
    ['missing', API, { Name: 'n' }, '#: required key [AuthenticationType] not found'],
    [
      'missing in an object of a list',
      RULE,
      { ...PATTERN, Targets: [{ Id: 'a' }] },
      '#/Targets/0: required key [Arn] not found',
    ],
    [
      'CF-11: missing because it is AWS::NoValue',
      API,
      { Name: NO_VALUE, AuthenticationType: 'API_KEY' },
      '#: required key [Name] not found',
    ],
    [
      'missing because the branch is AWS::NoValue',
      API,
      { Name: { 'Fn::If': ['Yes', NO_VALUE, 'n'] }, AuthenticationType: 'API_KEY' },
      '#: required key [Name] not found',
    ],
    ['that is a text for a list', RULE, { Targets: 'x' }, '#/Targets: expected type: JSONArray, found: String'],
    [
      'that is an Fn::Sub for a list',
      RULE,
      { Targets: { 'Fn::Sub': 'x' } },
      '#/Targets: expected type: JSONArray, found: String',
    ],
    [
      'that is a Ref for a list',
      RULE,
      { Targets: { Ref: 'AWS::Region' } },
      '#/Targets: expected type: JSONArray, found: String',
    ],
    ['that is an object for a list', RULE, { Targets: {} }, '#/Targets: expected type: JSONArray, found: JSONObject'],
    ['that is a list for a text', QUEUE, { QueueName: ['q'] }, '#/QueueName: expected type: String, found: JSONArray'],
    [
      'that is an Fn::Split for a text',
      QUEUE,
      { QueueName: { 'Fn::Split': [',', 'a,b'] } },
      '#/QueueName: expected type: String, found: JSONArray',
    ],
    [
      'that is an object for a text in a map',
      API,
      { Name: 'n', AuthenticationType: 'API_KEY', EnvironmentVariables: { A: {} } },
      '#/EnvironmentVariables/A: expected type: String, found: JSONObject',
    ],
    [
      'that is a list for a map',
      API,
      { Name: 'n', AuthenticationType: 'API_KEY', EnvironmentVariables: ['A'] },
      '#/EnvironmentVariables: expected type: JSONObject, found: JSONArray',
    ],
    ['that is not a number', QUEUE, { DelaySeconds: 'x' }, '#/DelaySeconds: expected type: Integer, found: String'],
    [
      'that is not a whole number',
      QUEUE,
      { DelaySeconds: 1.5 },
      '#/DelaySeconds: expected type: Integer, found: Number',
    ],
    [
      'that is not a boolean',
      QUEUE,
      { SqsManagedSseEnabled: 'yes' },
      '#/SqsManagedSseEnabled: expected type: Boolean, found: String',
    ],
    ['that is none of the values', RULE, { ...PATTERN, State: 'OFF' }, '#/State: OFF is not a valid enum value'],
    ['that is not a tag', QUEUE, { Tags: [{ Key: 'k' }] }, '#/Tags/0: required key [Value] not found'],
  ])('%s', async (_, type, properties, sentence) => {
    await expect(stackOf({ Thing: { Type: type, Properties: properties } })).rejects.toMatchObject({
      name: 'UserError',
      code: 'RESOURCE_INVALID',
      message: `Properties validation failed for resource Thing with message: ${sentence}`,
    });
  });

  it('CF-11 that is null, however deep', async () => {
    const Properties = { PolicyDocument: { Statement: [{ Effect: null }] }, Queues: ['q'] };

    await expect(stackOf({ Thing: { Type: 'AWS::SQS::QueuePolicy', Properties } })).rejects.toMatchObject({
      code: 'RESOURCE_INVALID',
      message:
        "Template format error: [/Resources/Thing/Properties/PolicyDocument/Statement/0/Effect] 'null' values are not allowed in templates",
    });
  });
});

describe('CF-09 a property is taken', () => {
  it.each<[string, string, JsonObject]>([
    ['with a number written as text', QUEUE, { DelaySeconds: '5' }],
    ['with a boolean written as text', QUEUE, { SqsManagedSseEnabled: 'true' }],
    ['with a text written as number', QUEUE, { QueueName: 5 }],
    ['with a function for a number', QUEUE, { DelaySeconds: { 'Fn::Select': [0, ['5']] } }],
    ['with a joined text for a number', QUEUE, { DelaySeconds: { 'Fn::Join': ['', ['1', '0']] } }],
    ['CF-11: with an element that is AWS::NoValue', RULE, { ...PATTERN, Targets: [NO_VALUE] }],
    ['with a wrong branch that is not taken', QUEUE, { DelaySeconds: { 'Fn::If': ['Yes', 5, []] } }],
    ['with JSON as text', RULE, { EventPattern: '{"source":["x"]}' }],
    ['with JSON as an object', RULE, PATTERN],
  ])('%s', async (_, type, properties) => {
    const { resources } = await stackOf({ Thing: { Type: type, Properties: properties } });

    expect(resources.has('Thing')).toBe(true);
  });

  it('CF-02 unseen when a condition excludes the resource', async () => {
    const { resources } = await stackOf({
      Thing: { Type: QUEUE },
      Other: { Type: QUEUE, Condition: 'No', Properties: { Foo: 1 } },
    });

    expect([...resources.keys()]).toEqual(['Thing']);
  });
});

describe('CF-10 an attribute is refused', () => {
  it.each<[string, JsonObject, string]>([
    ['in Fn::GetAtt', { 'Fn::GetAtt': ['Other', 'Url'] }, 'attribute Url'],
    ['in Fn::GetAtt as text', { 'Fn::GetAtt': 'Other.Arn.Name' }, 'attribute Arn.Name'],
    ['in Fn::Sub', { 'Fn::Sub': '${Other.constructor}' }, 'attribute constructor'],
  ])('%s', async (_, value, sentence) => {
    const resources = { Other: { Type: QUEUE }, Thing: { Type: QUEUE, Properties: { QueueName: value } } };

    await expect(stackOf(resources)).rejects.toMatchObject({
      code: 'RESOURCE_INVALID',
      message: `Resource Thing (${QUEUE}) could not be created: Requested ${sentence} does not exist in schema for ${QUEUE}`,
    });
  });

  it('in an output', async () => {
    const creation = stackOf({ Other: { Type: QUEUE } }, { O: { Value: { 'Fn::GetAtt': ['Other', 'Url'] } } });

    await expect(creation).rejects.toThrow('Requested attribute Url does not exist in schema for AWS::SQS::Queue');
  });
});

describe('a resource type', () => {
  it('CF-07 that AWS does not know is refused, with all others', async () => {
    const resources = { A: { Type: 'AWS::SQS::Quue' }, B: { Type: QUEUE }, C: { Type: '__proto__' } };

    await expect(stackOf(resources)).rejects.toMatchObject({
      code: 'UNRECOGNIZED_RESOURCE_TYPE',
      message:
        'Template format error: Unrecognized resource types: [AWS::SQS::Quue, __proto__] (at Resources.A, Resources.C)',
    });
  });

  it('CF-13 that AWS knows and the engine does not is refused as such', async () => {
    await expect(stackOf({ A: { Type: 'AWS::EC2::VPC' } })).rejects.toMatchObject({
      code: 'UNSUPPORTED_RESOURCE_TYPE',
    });
  });

  it('is kept as AWS’s specification has it; if not, run `npm run generate`', async () => {
    const kept = new Map(Object.entries<unknown>(keptSchemas));
    const types = resourceTypes.map(({ type }) => type);

    const specification = await loadSpecification();
    const specified = specifiedSchemas(specification, types);

    expect(knownNames).toEqual(specifiedNames(specification));
    expect([...kept.keys()].sort()).toEqual(types.sort());
    expect(types.filter((type) => !isDeepStrictEqual(kept.get(type), specified.get(type)))).toEqual([]);
  });
});

it('CF-13 tells every problem of a template at once', async () => {
  const creation = stackOf({
    Queue: { Type: QUEUE, Properties: { Foo: 1, DelaySeconds: [] } },
    Policy: { Type: 'AWS::IAM::Policy', Properties: { ...A_POLICY, Roles: [{ Ref: 'Queue' }], Bar: 1 } },
  });

  await expect(creation).rejects.toThrow(
    [
      'Properties validation failed for resource Queue with message: #: extraneous key [Foo] is not permitted',
      'Properties validation failed for resource Queue with message: #/DelaySeconds: expected type: Integer, found: JSONArray',
      'Properties validation failed for resource Policy with message: #: extraneous key [Bar] is not permitted',
    ].join('\n'),
  );
});

async function stackOf(resources: JsonObject, outputs: JsonObject = {}) {
  const template = {
    Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Equals': ['a', 'b'] } },
    Resources: resources,
    Outputs: outputs,
  };
  return createStack({
    stackName: 'planet',
    template,
    region: aRegion(),
    services: recordingServices().services,
    resourceTypes,
  });
}

function parsed(text: string): JsonObject {
  return JSON.parse(text) as JsonObject;
}

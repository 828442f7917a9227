// Templates and stacks for tests, and services that note what they are asked to create.
import type { Acm } from '../../src/acm/acm';
import type { AppSync } from '../../src/appsync/appsync';
import { type CreatedResource, type ResourceRequest, type ResourceType } from '../../src/cloudformation/resource-type';
import type { ResourceSchema } from '../../src/cloudformation/specification/resource-schema';
import type { Services } from '../../src/cloudformation/services';
import type { Stack } from '../../src/cloudformation/stack';
import { settled, type StackRequest, Stacks, type StacksOptions } from '../../src/cloudformation/stacks';
import { createLogs } from '../../src/logs/service';
import type { CloudFront } from '../../src/cloudfront/cloudfront';
import type { CloudWatch } from '../../src/cloudwatch/cloudwatch';
import type { DynamoDb } from '../../src/dynamodb/dynamodb';
import type { EventBridge, RuleDefinition } from '../../src/eventbridge/eventbridge';
import type { PolicyDocument } from '../../src/iam/iam';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import type { Lambda } from '../../src/lambda/lambda';
import type { Route53 } from '../../src/route53/route53';
import type { S3 } from '../../src/s3/s3';
import type { Scheduler } from '../../src/scheduler/scheduler';
import type { Sqs } from '../../src/sqs/sqs';
import { anIam } from './iam';
import { ACCOUNT_ID, aRegion, serviceWith } from './region';

/** What the resource types asked the services of a region to create. */
export interface Created {
  readonly queues: { readonly name: string; readonly attributes: JsonObject }[];
  readonly queuePolicies: Map<string, PolicyDocument>;
  readonly buses: string[];
  readonly rules: RuleDefinition[];
}

/** Services that note what they are asked to create; IAM is the real one. */
export function recordingServices(): { readonly services: Services; readonly created: Created } {
  const created: Created = { queues: [], queuePolicies: new Map(), buses: [], rules: [] };
  const services = {
    iam: anIam(),
    sqs: sqs(created),
    eventBridge: eventBridge(created),
    appSync: serviceWith<AppSync>('AppSync'),
    lambda: serviceWith<Lambda>('Lambda'),
    dynamoDb: serviceWith<DynamoDb>('DynamoDB'),
    cloudWatch: serviceWith<CloudWatch>('CloudWatch'),
    scheduler: serviceWith<Scheduler>('Scheduler'),
    s3: serviceWith<S3>('S3', { createBucket: () => Promise.resolve(), putBucketPolicy: () => undefined }),
    acm: serviceWith<Acm>('ACM'),
    cloudFront: serviceWith<CloudFront>('CloudFront'),
    route53: serviceWith<Route53>('Route53'),
    logs: createLogs(aRegion(), { iam: anIam() }),
  };
  return { services, created };
}

function sqs(created: Created): Sqs {
  return serviceWith<Sqs>('SQS', {
    createQueue: (name, attributes) => {
      created.queues.push({ name, attributes });
      return { queueUrl: `http://sqs/${name}`, arn: `arn:aws:sqs:us-west-2:${ACCOUNT_ID}:${name}` };
    },
    setQueuePolicy: (queueUrl, policy) => {
      if (policy) created.queuePolicies.set(queueUrl, policy);
      else created.queuePolicies.delete(queueUrl);
    },
  });
}

function eventBridge(created: Created): EventBridge {
  return serviceWith<EventBridge>('EventBridge', {
    createEventBus: (name) => {
      created.buses.push(name);
      return { arn: `arn:aws:events:us-west-2:${ACCOUNT_ID}:event-bus/${name}` };
    },
    putRule: (rule) => {
      created.rules.push(rule);
      return {
        arn: `arn:aws:events:us-west-2:${ACCOUNT_ID}:rule/${rule.eventBusName.replace(/^.*\//, '')}/${rule.name}`,
      };
    },
  });
}

/** A resource type that creates anything with properties `A`, `B` and `C`, and shows them as attributes of the same names. */
export function aThing(overrides: Partial<ResourceType> = {}): ResourceType {
  return {
    type: 'Test::Thing',
    properties: ['A', 'B', 'C'],
    create: ({ logicalId, properties }: ResourceRequest): CreatedResource => ({
      physicalId: `physical-${logicalId}`,
      attributes: { Arn: `arn:thing:${logicalId}`, 'Nested.Name': `nested-${logicalId}`, ...properties },
    }),
    update: ({ physicalId, attributes, properties }): CreatedResource => ({
      physicalId,
      attributes: { ...attributes, ...properties },
    }),
    delete: () => undefined,
    ...overrides,
  };
}

/** Creates one stack, in stacks of its own. @throws what makes it fail */
export async function createStack<Services>(request: StackRequest & StacksOptions<Services>): Promise<Stack> {
  return settled(await new Stacks(request).create(request));
}

/** A template of things, given by the properties of each. */
export function aTemplate(things: Readonly<Record<string, JsonObject>>, sections: JsonObject = {}): JsonObject {
  const resources = Object.entries(things).map(([id, properties]) => [
    id,
    { Type: 'Test::Thing', Properties: properties },
  ]);
  return { Resources: Object.fromEntries(resources) as JsonObject, ...sections };
}

/** The schema of a type with the things' properties, which take anything, one more, and the things' attributes. */
function aThingSchema(overrides: Partial<ResourceSchema> = {}): ResourceSchema {
  return {
    properties: Object.fromEntries(['A', 'B', 'C', 'Zzz'].map((name) => [name, { value: { type: 'json' } }])),
    definitions: {},
    attributes: ['Arn', 'Nested.Name', 'A', 'B', 'C', 'Unsupported'],
    ...overrides,
  };
}

/** Creates a stack of things, as if AWS knew every type that is named, with the schema of things. */
export function aStack(
  template: JsonObject,
  overrides: Partial<StackRequest & StacksOptions<object>> = {},
): Promise<Stack> {
  return createStack({
    stackName: 'planet',
    template,
    region: aRegion(),
    services: {},
    resourceTypes: [aThing()],
    schemasOf: (types) => Promise.resolve(new Map([...types].map((type) => [type, aThingSchema()]))),
    ...overrides,
  });
}

/** What a value becomes as a property of a thing, after the thing `Other` was created. */
export async function resolved(value: JsonValue, sections: JsonObject = {}): Promise<JsonValue | undefined> {
  const template = aTemplate({ Other: { B: ['x', 'y', 'z'] }, Thing: { A: value } }, sections);
  const stack = await aStack(template, { parameters: 'Parameters' in sections ? { Given: 'given' } : {} });
  return stack.resources.get('Thing')?.attributes['A'];
}

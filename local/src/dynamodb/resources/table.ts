// AWS::DynamoDB::Table: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
import { isDeepStrictEqual } from 'node:util';
import { physicalNameOf } from '../../cloudformation/physical-name';
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import { HandlerError, type ResourceType } from '../../cloudformation/resource-type';
import type { DynamoDb } from '../dynamodb';
import { AwsError } from '../../foundation/errors';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';

/** Characters of a table's name: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html */
const MAX_TABLE_NAME = 255;

/** What `CreateTable` takes as the template has it. AWS's schema has others replace the table. */
const PASSED_ON = ['AttributeDefinitions', 'KeySchema', 'GlobalSecondaryIndexes', 'LocalSecondaryIndexes'];
/** What `UpdateTable` takes. */
const BILLING = ['BillingMode', 'ProvisionedThroughput'];
const UNITS = ['ReadCapacityUnits', 'WriteCapacityUnits'];

/** `Ref` is the table's name; `Fn::GetAtt` knows `Arn`. */
export const table: ResourceType<{ readonly dynamoDb: DynamoDb }> = {
  type: 'AWS::DynamoDB::Table',
  properties: [
    'TableName',
    'BillingMode',
    'ProvisionedThroughput',
    ...PASSED_ON,
    'TimeToLiveSpecification',
    // Without a meaning on one machine.
    'ContributorInsightsSpecification',
    'DeletionProtectionEnabled',
    'PointInTimeRecoverySpecification',
    'SSESpecification',
    'TableClass',
    'Tags',
  ],
  nameProperty: 'TableName',
  create: async (request, { dynamoDb }) => {
    const properties = propertiesOf(request);
    const name = properties.text('TableName') ?? physicalNameOf(request, MAX_TABLE_NAME);
    const { arn } = await dynamoDb.createTable(definitionOf(name, properties), timeToLiveOf(properties));
    return { physicalId: name, attributes: { Arn: arn } };
  },
  update: async ({ physicalId, attributes, previous, ...request }, { dynamoDb }) => {
    const properties = propertiesOf(request);
    requireOneIndex(previous['GlobalSecondaryIndexes'], request.properties['GlobalSecondaryIndexes']);
    const isIndexedAlike = PASSED_ON.every((name) => isDeepStrictEqual(previous[name], request.properties[name]));
    if (!isIndexedAlike) await dynamoDb.remakeTable(definitionOf(physicalId, properties));
    const isBilledAlike = BILLING.every((name) => isDeepStrictEqual(previous[name], request.properties[name]));
    const throughput = throughputOf(properties.object('ProvisionedThroughput'));
    const change = {
      TableName: physicalId,
      ...(isIndexedAlike && !isBilledAlike && { BillingMode: properties.text('BillingMode') ?? 'PROVISIONED' }),
      ...(isIndexedAlike && !isBilledAlike && throughput !== undefined && { ProvisionedThroughput: throughput }),
    };
    const key = { TableName: physicalId, KeySchema: properties.list('KeySchema') ?? [] };
    await dynamoDb.updateTable(change, { key, attribute: timeToLiveOf(properties) });
    return { physicalId, attributes };
  },
  delete: async (resource, { dynamoDb }) => {
    if (propertiesOf(resource).flag('DeletionProtectionEnabled') === true) throw protectedTable();
    await dynamoDb.deleteTable(resource.physicalId);
  },
};

function definitionOf(name: string, properties: Properties): JsonObject {
  const billing = properties.text('BillingMode');
  const throughput = throughputOf(properties.object('ProvisionedThroughput'));
  const lists = PASSED_ON.flatMap((list) => {
    const value = properties.list(list);
    return value === undefined ? [] : [[list, value.map(withThroughput)] as const];
  });
  return {
    TableName: name,
    ...(billing !== undefined && { BillingMode: billing }),
    ...(throughput !== undefined && { ProvisionedThroughput: throughput }),
    ...Object.fromEntries(lists),
  };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection */
function protectedTable(): AwsError {
  return new AwsError(
    'ValidationException',
    'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
  );
}

/** https://github.com/aws-amplify/amplify-cli/issues/12826 */
function requireOneIndex(before: JsonValue | undefined, after: JsonValue | undefined): void {
  const [old, now] = [namesOf(before), namesOf(after)];
  const changed = [...old].filter((name) => !now.has(name)).length + [...now].filter((name) => !old.has(name)).length;
  if (changed <= 1) return;
  const sentence = 'Cannot perform more than one GSI creation or deletion in a single update';
  throw new HandlerError('InvalidRequest', sentence);
}

function namesOf(indexes: JsonValue | undefined): ReadonlySet<unknown> {
  return new Set(isJsonArray(indexes) ? indexes.map((index) => isJsonObject(index) && index['IndexName']) : []);
}

/** @returns the attribute; `undefined` for items that live for ever */
function timeToLiveOf(properties: Properties): string | undefined {
  const specification = properties.inside('TimeToLiveSpecification', ['AttributeName', 'Enabled']);
  return specification?.required.flag('Enabled') === true ? specification.required.text('AttributeName') : undefined;
}

/** Templates may write numbers as text; `CreateTable` may not. */
function throughputOf(throughput: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(throughput)) return undefined;
  const units = UNITS.map((name) => [name, Number(throughput[name])] as const);
  return { ...throughput, ...Object.fromEntries(units) };
}

function withThroughput(index: JsonValue): JsonValue {
  if (!isJsonObject(index) || isJsonArray(index)) return index;
  const throughput = throughputOf(index['ProvisionedThroughput']);
  return throughput === undefined ? index : { ...index, ProvisionedThroughput: throughput };
}

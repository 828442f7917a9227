// DynamoDB as AppSync and CloudFormation see it.
import type { Principal } from '../iam/iam';
import type { JsonObject } from '../foundation/json';
import type { ServiceApi } from '../foundation/service-api';

export { AttributeValueInvalid, plainItem, typedItem } from './attribute-value';

/** The operations on tables and items that the engine has. */
export const OPERATIONS = [
  'BatchGetItem',
  'BatchWriteItem',
  'DeleteItem',
  'DescribeTable',
  'DescribeTimeToLive',
  'GetItem',
  'ListTables',
  'PutItem',
  'Query',
  'Scan',
  'TransactGetItems',
  'TransactWriteItems',
  'UpdateItem',
] as const;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
export type DynamoDbOperation = (typeof OPERATIONS)[number];

/** The region's tables. */
export interface DynamoDb {
  /**
   * Creates a table, as CloudFormation does.
   * @param definition what `CreateTable` takes
   * @param timeToLive the attribute with the second, since 1970, after which an item is deleted
   * @throws AwsError `ValidationException`, `ResourceInUseException` and what else `CreateTable` answers
   */
  createTable(definition: JsonObject, timeToLive?: string): Promise<{ readonly arn: string }>;
  /**
   * Changes how a table is billed, and which attribute ends its items.
   * @param change what `UpdateTable` takes; only a name changes nothing of the table itself
   * @param timeToLive as above; with the table's key
   * @throws AwsError what `UpdateTable` answers
   */
  updateTable(
    change: JsonObject,
    timeToLive: { readonly key: JsonObject; readonly attribute: string | undefined },
  ): Promise<void>;
  /**
   * Gives a table other indexes; its items stay, and every other call waits meanwhile.
   * @param definition what `CreateTable` takes
   * @throws AwsError what `CreateTable` answers; the table is as it was then
   */
  remakeTable(definition: JsonObject): Promise<void>;
  /** Deletes a table with its items. @throws AwsError `ResourceNotFoundException` */
  deleteTable(name: string): Promise<void>;
  /**
   * Calls an operation.
   * @throws AwsError `AccessDeniedException` when no policy allows the caller, or what the operation answers
   */
  call(operation: DynamoDbOperation, input: JsonObject, caller: Principal): Promise<JsonObject>;
  readonly api: ServiceApi;
  stop(): Promise<void>;
}

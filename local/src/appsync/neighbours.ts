// The services of the region that AppSync talks to.
import type { DynamoDb } from '../dynamodb/dynamodb';
import type { EventBridge } from '../eventbridge/eventbridge';
import type { Iam } from '../iam/iam';
import type { Lambda } from '../lambda/lambda';

/** Who decides what callers may do, and who is behind data sources. */
export interface Neighbours {
  readonly iam: Iam;
  readonly lambda: Lambda;
  readonly dynamoDb: DynamoDb;
  readonly eventBridge: EventBridge;
}

// Whom AppSync talks to: the services of the region, and the endpoints of the planet.
import type { Hosts } from '../foundation/host-names';
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
  /** The names of APIs, which HTTP data sources ask. */
  readonly hosts: Hosts;
}

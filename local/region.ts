// What a service knows of the region that it runs in.
import type { AppSync } from './appsync/appsync';
import type { Clock } from './clock';
import type { DynamoDb } from './dynamodb/dynamodb';
import type { EventBridge } from './eventbridge/eventbridge';
import type { Iam } from './iam/iam';
import type { Ids } from './ids';
import type { Lambda } from './lambda/lambda';
import type { Log } from './log';
import type { Network } from './network';
import type { Sqs } from './sqs/sqs';

/** The services of one region. */
export interface Services {
  readonly iam: Iam;
  readonly sqs: Sqs;
  readonly eventBridge: EventBridge;
  readonly appSync: AppSync;
  readonly lambda: Lambda;
  readonly dynamoDb: DynamoDb;
}

/** A region, as its services see it. */
export interface Region {
  /** Such as `us-west-2`. */
  readonly name: string;
  /** Twelve digits. */
  readonly accountId: string;
  /** `aws`, the first part of every ARN. */
  readonly partition: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly ids: Ids;
  /** Where the artifacts are that a deployment of the stack would upload; none when it was not packaged. */
  readonly artifactFolder?: string | undefined;
  /** The only way to another region. */
  readonly network: Network;
  /** The region's services. Complete before the first of them is called. */
  readonly services: Services;
}

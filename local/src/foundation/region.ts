// What a service knows of the region that it runs in.
import type { Acm } from '../acm/acm';
import type { AppSync } from '../appsync/appsync';
import type { Clock } from './clock';
import type { CloudFront } from '../cloudfront/cloudfront';
import type { CloudWatch } from '../cloudwatch/cloudwatch';
import type { DynamoDb } from '../dynamodb/dynamodb';
import type { EventBridge } from '../eventbridge/eventbridge';
import type { Hosts } from './host-names';
import type { Iam } from '../iam/iam';
import type { Ids } from './ids';
import type { Lambda } from '../lambda/lambda';
import type { Log } from './log';
import type { Network } from './network';
import type { Route53 } from '../route53/route53';
import type { S3 } from '../s3/s3';
import type { Scheduler } from '../scheduler/scheduler';
import type { Sqs } from '../sqs/sqs';

/** The services that an account has once, whatever the number of regions. */
export interface GlobalServices {
  readonly acm: Acm;
  readonly cloudFront: CloudFront;
  readonly route53: Route53;
}

/** The services of one region, and those of the account. */
export interface Services extends GlobalServices {
  readonly iam: Iam;
  readonly sqs: Sqs;
  readonly eventBridge: EventBridge;
  readonly appSync: AppSync;
  readonly lambda: Lambda;
  readonly dynamoDb: DynamoDb;
  readonly cloudWatch: CloudWatch;
  readonly scheduler: Scheduler;
  readonly s3: S3;
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
  /** The only way to another region. */
  readonly network: Network;
  /** The public host names of AWS's endpoints. */
  readonly hosts: Hosts;
  /** The region's services. Complete before the first of them is called. */
  readonly services: Services;
}

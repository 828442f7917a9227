// The services that resource types create with.
import type { Acm } from '../acm/acm';
import type { AppSync } from '../appsync/appsync';
import type { CloudFront } from '../cloudfront/cloudfront';
import type { CloudWatch } from '../cloudwatch/cloudwatch';
import type { DynamoDb } from '../dynamodb/dynamodb';
import type { EventBridge } from '../eventbridge/eventbridge';
import type { Iam } from '../iam/iam';
import type { Lambda } from '../lambda/lambda';
import type { Logs } from '../logs/logs';
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
  readonly appSync: AppSync;
  readonly cloudWatch: CloudWatch;
  readonly dynamoDb: DynamoDb;
  readonly eventBridge: EventBridge;
  readonly iam: Iam;
  readonly lambda: Lambda;
  readonly logs: Logs;
  readonly s3: S3;
  readonly scheduler: Scheduler;
  readonly sqs: Sqs;
}

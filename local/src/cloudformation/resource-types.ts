// Every resource type that the engine supports; a template with any other is refused.
import { certificate } from '../acm/resources/certificate';
import { appSyncResourceTypes } from '../appsync/resources/resource-types';
import { alarm } from '../cloudwatch/resources/alarm';
import { distribution } from '../cloudfront/resources/distribution';
import { originAccessControl } from '../cloudfront/resources/origin-access-control';
import { responseHeadersPolicy } from '../cloudfront/resources/response-headers-policy';
import { table } from '../dynamodb/resources/table';
import { archive } from '../eventbridge/resources/archive';
import { eventBus } from '../eventbridge/resources/event-bus';
import { eventBusPolicy } from '../eventbridge/resources/event-bus-policy';
import { rule } from '../eventbridge/resources/rule';
import { policy } from '../iam/resources/policy';
import { role } from '../iam/resources/role';
import { eventInvokeConfig } from '../lambda/resources/event-invoke-config';
import { eventSourceMapping } from '../lambda/resources/event-source-mapping';
import { lambdaFunction } from '../lambda/resources/function';
import { permission } from '../lambda/resources/permission';
import { version } from '../lambda/resources/version';
import { logGroup } from '../logs/resources/log-group';
import { healthCheck } from '../route53/resources/health-check';
import { recordSet } from '../route53/resources/record-set';
import { recordSetGroup } from '../route53/resources/record-set-group';
import { bucket } from '../s3/resources/bucket';
import { bucketPolicy } from '../s3/resources/bucket-policy';
import { schedule } from '../scheduler/resources/schedule';
import { queue } from '../sqs/resources/queue';
import { queuePolicy } from '../sqs/resources/queue-policy';
import { webAcl } from '../wafv2/resources/web-acl';
import { webAclAssociation } from '../wafv2/resources/web-acl-association';
import type { ResourceType } from './resource-type';
import type { Services } from './services';

/** The supported resource types, by service. */
export const resourceTypes: readonly ResourceType<Services>[] = [
  ...appSyncResourceTypes,
  alarm,
  archive,
  bucket,
  bucketPolicy,
  certificate,
  distribution,
  eventBus,
  eventBusPolicy,
  eventInvokeConfig,
  eventSourceMapping,
  healthCheck,
  lambdaFunction,
  logGroup,
  originAccessControl,
  permission,
  policy,
  queue,
  queuePolicy,
  recordSet,
  recordSetGroup,
  responseHeadersPolicy,
  role,
  rule,
  schedule,
  table,
  version,
  webAcl,
  webAclAssociation,
];

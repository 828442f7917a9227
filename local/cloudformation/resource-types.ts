// Every resource type that the engine supports; a template with any other is refused.
import { appSyncResourceTypes } from '../appsync/resources/resource-types';
import { table } from '../dynamodb/resources/table';
import { archive } from '../eventbridge/resources/archive';
import { eventBus } from '../eventbridge/resources/event-bus';
import { eventBusPolicy } from '../eventbridge/resources/event-bus-policy';
import { rule } from '../eventbridge/resources/rule';
import { policy } from '../iam/resources/policy';
import { role } from '../iam/resources/role';
import { lambdaFunction } from '../lambda/resources/function';
import { permission } from '../lambda/resources/permission';
import { version } from '../lambda/resources/version';
import { logGroup } from '../logs/resources/log-group';
import { bucket } from '../s3/resources/bucket';
import { bucketPolicy } from '../s3/resources/bucket-policy';
import { queue } from '../sqs/resources/queue';
import { queuePolicy } from '../sqs/resources/queue-policy';
import { webAcl } from '../wafv2/resources/web-acl';
import { webAclAssociation } from '../wafv2/resources/web-acl-association';
import type { ResourceType } from './resource-type';

/** The supported resource types, by service. */
export const resourceTypes: readonly ResourceType[] = [
  ...appSyncResourceTypes,
  archive,
  bucket,
  bucketPolicy,
  eventBus,
  eventBusPolicy,
  lambdaFunction,
  logGroup,
  permission,
  policy,
  queue,
  queuePolicy,
  role,
  rule,
  table,
  version,
  webAcl,
  webAclAssociation,
];

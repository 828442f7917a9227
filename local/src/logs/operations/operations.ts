// What CloudWatch Logs' own API tells of the region's log groups.
// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Operations.html
import type { Region } from '../../foundation/region';
import type { ServiceApi } from '../../foundation/service-api';
import type { Iam } from '../../iam/iam';
import type { LogGroup } from '../logs';

/** What the operations need. */
export interface LogsOperations {
  readonly region: Region;
  readonly iam: Iam;
  /** @throws AwsError `ResourceNotFoundException` */
  readonly find: (name: string) => LogGroup;
  readonly all: () => readonly LogGroup[];
}

/** CloudWatch Logs as SDK clients read it. */
export function logsApi({ region, iam, find, all }: LogsOperations): ServiceApi {
  const { partition, name, accountId } = region;
  const anyGroup = `arn:${partition}:logs:${name}:${accountId}:log-group:*`;
  return {
    signingName: 'logs',
    protocol: { kind: 'json', version: '1.1', target: 'Logs_20140328' },
    operations: {
      DescribeLogGroups: async ({ logGroupNamePrefix: prefix = '' }, caller) => {
        iam.authorize(caller, { action: 'logs:DescribeLogGroups', resource: anyGroup });
        const found = all().filter(({ logGroupName }) => typeof prefix === 'string' && logGroupName.startsWith(prefix));
        return Promise.resolve({
          logGroups: found.map(({ logGroupName, arn, retentionInDays, createdAt }) => ({
            ...{ logGroupName, arn, creationTime: createdAt, storedBytes: 0 },
            ...(retentionInDays !== undefined && { retentionInDays }),
          })),
        });
      },
      // No log group has any: the engine has no such resources.
      DescribeSubscriptionFilters: async ({ logGroupName = '' }, caller) => {
        const { arn } = find(typeof logGroupName === 'string' ? logGroupName : '');
        iam.authorize(caller, { action: 'logs:DescribeSubscriptionFilters', resource: arn });
        return Promise.resolve({ subscriptionFilters: [] });
      },
    },
  };
}

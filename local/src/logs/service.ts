// The region's log groups.
import { AwsError } from '../foundation/errors';
import type { Region } from '../foundation/region';
import type { Iam } from '../iam/iam';
import type { LogGroup, Logs } from './logs';
import { logsApi } from './operations/operations';

/** Creates the log groups of a region, none at first. */
export function createLogs(region: Region, { iam }: { readonly iam: Iam }): Logs {
  const groups = new Map<string, LogGroup>();
  const find = (name: string) => {
    const group = groups.get(name);
    if (group) return group;
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  };
  const all = () => [...groups.values()].sort((one, other) => (one.logGroupName < other.logGroupName ? -1 : 1));
  return {
    createLogGroup: (logGroupName, retentionInDays) => {
      // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
      if (groups.has(logGroupName)) {
        throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
      }
      const arn = `arn:${region.partition}:logs:${region.name}:${region.accountId}:log-group:${logGroupName}:*`;
      const group = { logGroupName, arn, retentionInDays, createdAt: region.clock.now() };
      groups.set(logGroupName, group);
      return group;
    },
    putRetentionPolicy: (name, retentionInDays) => {
      groups.set(name, { ...find(name), retentionInDays });
    },
    deleteLogGroup: (name) => {
      find(name);
      groups.delete(name);
    },
    api: logsApi({ region, iam, find, all }),
  };
}

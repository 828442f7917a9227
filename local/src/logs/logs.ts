// CloudWatch Logs as CloudFormation sees it. Nothing is written to a log group: the engine tells the person at the terminal.
import type { ServiceApi } from '../foundation/service-api';

/** A log group. */
export interface LogGroup {
  readonly logGroupName: string;
  readonly arn: string;
  /** For ever when absent. */
  readonly retentionInDays: number | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** The log groups of one region. */
export interface Logs {
  /** @throws AwsError `ResourceAlreadyExistsException` */
  createLogGroup(logGroupName: string, retentionInDays: number | undefined): LogGroup;
  /** @throws AwsError `ResourceNotFoundException` */
  putRetentionPolicy(logGroupName: string, retentionInDays: number | undefined): void;
  /** @throws AwsError `ResourceNotFoundException` */
  deleteLogGroup(logGroupName: string): void;
  /** The operations that SDK clients reach. */
  readonly api: ServiceApi;
}

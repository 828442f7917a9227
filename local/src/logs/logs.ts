// CloudWatch Logs as CloudFormation sees it. Nothing is written to a log group: the engine tells the person at the terminal.

/** A log group. */
export interface LogGroup {
  readonly logGroupName: string;
  readonly arn: string;
  /** For ever when absent. */
  readonly retentionInDays: number | undefined;
}

/** The log groups of one region. */
export interface Logs {
  /** @throws AwsError `ResourceAlreadyExistsException` */
  createLogGroup(logGroupName: string, retentionInDays: number | undefined): LogGroup;
  /** @throws AwsError `ResourceNotFoundException` */
  putRetentionPolicy(logGroupName: string, retentionInDays: number | undefined): void;
  /** @throws AwsError `ResourceNotFoundException` */
  deleteLogGroup(logGroupName: string): void;
  /** In the order of their names. */
  logGroups(): readonly LogGroup[];
}

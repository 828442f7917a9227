// EventBridge Scheduler as CloudFormation sees it.
import type { JsonObject } from '../foundation/json';

/** A new schedule: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html */
export interface ScheduleDefinition {
  readonly name: string;
  readonly groupName: string;
  /** `rate(…)`, `cron(…)` or `at(…)`. */
  readonly scheduleExpression: string;
  /** In which the expression is, such as `Europe/Zurich`; UTC unless given. */
  readonly timezone?: string | undefined;
  readonly state: 'ENABLED' | 'DISABLED';
  /** `AWS::Scheduler::Schedule` `Target`, intrinsics resolved. */
  readonly target: JsonObject;
}

/** The schedules of one region. */
export interface Scheduler {
  /** @throws AwsError `ValidationException`, `ConflictException` or `ResourceNotFoundException` */
  createSchedule(schedule: ScheduleDefinition): { readonly arn: string };
  /** Goes by the new definition from now on. @throws AwsError `ValidationException` or `ResourceNotFoundException` */
  updateSchedule(schedule: ScheduleDefinition): { readonly arn: string };
  /** @throws AwsError `ResourceNotFoundException` */
  deleteSchedule(schedule: Pick<ScheduleDefinition, 'name' | 'groupName'>): void;
  stop(): void;
}

// AWS::Scheduler::Schedule: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Scheduler } from '../scheduler';
import { MAX_SCHEDULE_NAME } from '../limits';

/** A schedule, in UTC and without a time window. `Ref` is its name; `Fn::GetAtt` knows `Arn`. */
export const schedule: ResourceType<{ readonly scheduler: Scheduler }> = {
  type: 'AWS::Scheduler::Schedule',
  properties: [
    ...['Name', 'GroupName', 'Description', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'State'],
    ...['FlexibleTimeWindow', 'Target'],
  ],
  create: (request, { scheduler }) => {
    const properties = propertiesOf(request);
    const name = properties.text('Name') ?? physicalNameOf(request, MAX_SCHEDULE_NAME);
    requireFixedTimes(properties);
    const { arn } = scheduler.createSchedule({
      name,
      groupName: properties.text('GroupName') ?? 'default',
      scheduleExpression: properties.required.text('ScheduleExpression'),
      state: properties.oneOf('State', ['ENABLED', 'DISABLED']) ?? 'ENABLED',
      target: properties.required.object('Target'),
    });
    return { physicalId: name, attributes: { Arn: arn } };
  },
};

function requireFixedTimes(properties: Properties): void {
  properties.required.inside('FlexibleTimeWindow', ['Mode', 'MaximumWindowInMinutes']).required.choice('Mode', ['OFF']);
  properties.choice('ScheduleExpressionTimezone', ['UTC']);
}

// AWS::Scheduler::Schedule: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { ScheduleDefinition, Scheduler } from '../scheduler';
import { MAX_SCHEDULE_NAME } from '../limits';

/** A schedule without a time window. `Ref` is its name; `Fn::GetAtt` knows `Arn`. */
export const schedule: ResourceType<{ readonly scheduler: Scheduler }> = {
  type: 'AWS::Scheduler::Schedule',
  properties: [
    ...['Name', 'GroupName', 'Description', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'State'],
    ...['FlexibleTimeWindow', 'Target'],
  ],
  nameProperty: 'Name',
  create: (request, { scheduler }) => {
    const name = propertiesOf(request).text('Name') ?? physicalNameOf(request, MAX_SCHEDULE_NAME);
    const { arn } = scheduler.createSchedule(definitionOf(name, request));
    return { physicalId: name, attributes: { Arn: arn } };
  },
  update: ({ physicalId, attributes, ...request }, { scheduler }) => {
    scheduler.updateSchedule(definitionOf(physicalId, request));
    return { physicalId, attributes };
  },
  delete: ({ physicalId, ...resource }, { scheduler }) => {
    scheduler.deleteSchedule({ name: physicalId, groupName: groupOf(propertiesOf(resource)) });
  },
};

function definitionOf(name: string, request: ResourceRequest): ScheduleDefinition {
  const properties = propertiesOf(request);
  requireFixedTimes(properties);
  return {
    name,
    groupName: groupOf(properties),
    scheduleExpression: properties.required.text('ScheduleExpression'),
    timezone: properties.text('ScheduleExpressionTimezone'),
    state: properties.oneOf('State', ['ENABLED', 'DISABLED']) ?? 'ENABLED',
    target: properties.required.object('Target'),
  };
}

function groupOf(properties: Properties): string {
  return properties.text('GroupName') ?? 'default';
}

function requireFixedTimes(properties: Properties): void {
  properties.required.inside('FlexibleTimeWindow', ['Mode', 'MaximumWindowInMinutes']).required.choice('Mode', ['OFF']);
}

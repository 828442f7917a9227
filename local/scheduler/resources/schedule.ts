// AWS::Scheduler::Schedule: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import { UserError } from '../../errors';
import { MAX_SCHEDULE_NAME } from '../limits';
import type { ScheduleDefinition } from '../scheduler';

/** A schedule, in UTC and without a time window. `Ref` is its name; `Fn::GetAtt` knows `Arn`. */
export const schedule: ResourceType = {
  type: 'AWS::Scheduler::Schedule',
  properties: [
    ...['Name', 'GroupName', 'Description', 'ScheduleExpression', 'ScheduleExpressionTimezone', 'State'],
    ...['FlexibleTimeWindow', 'Target'],
  ],
  create: (request, region) => {
    const properties = propertiesOf(request);
    const name = properties.text('Name') ?? physicalNameOf(request, region, MAX_SCHEDULE_NAME);
    requireFixedTimes(properties, request.logicalId);
    const { arn } = region.services.scheduler.createSchedule({
      name,
      groupName: properties.text('GroupName') ?? 'default',
      scheduleExpression: properties.required('ScheduleExpression', properties.text('ScheduleExpression')),
      state: stateOf(properties),
      target: properties.required('Target', properties.object('Target')),
    });
    return { physicalId: name, attributes: { Arn: arn } };
  },
};

function requireFixedTimes(properties: Properties, logicalId: string): void {
  const window = properties.required('FlexibleTimeWindow', properties.object('FlexibleTimeWindow'));
  if (window['Mode'] !== 'OFF') throw unsupported(logicalId, 'FlexibleTimeWindow', 'a window whose Mode is OFF');
  const timezone = properties.text('ScheduleExpressionTimezone') ?? 'UTC';
  if (timezone !== 'UTC') throw unsupported(logicalId, 'ScheduleExpressionTimezone', 'UTC');
}

function unsupported(logicalId: string, property: string, supported: string): UserError {
  const sentence = `Resource ${logicalId}: the engine supports as ${property} only ${supported}.`;
  return new UserError('UNSUPPORTED_VALUE', sentence);
}

function stateOf(properties: Properties): ScheduleDefinition['state'] {
  const state = properties.text('State') ?? 'ENABLED';
  if (state === 'ENABLED' || state === 'DISABLED') return state;
  throw properties.invalid('State', `must be ENABLED or DISABLED, not "${state}"`);
}

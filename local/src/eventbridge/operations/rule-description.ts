// A rule, as EventBridge tells of it: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Rule.html
import type { JsonObject } from '../../foundation/json';
import type { Rule } from '../rules/rule';

/** The members that `ListRules` and `DescribeRule` have in common. */
export function descriptionOf({ name, arn, eventBusName, eventPattern, scheduleExpression, state }: Rule): JsonObject {
  return {
    Name: name,
    Arn: arn,
    EventBusName: eventBusName,
    ...(eventPattern && { EventPattern: JSON.stringify(eventPattern) }),
    ...(scheduleExpression !== undefined && { ScheduleExpression: scheduleExpression }),
    State: state,
  };
}

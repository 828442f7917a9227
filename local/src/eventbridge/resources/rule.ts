// AWS::Events::Rule: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { EventBridge } from '../eventbridge';

/** Characters of a rule's name: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const MAX_RULE_NAME = 64;

/** The bus of AWS's own events, on which a rule is when it names none. */
const DEFAULT_BUS = 'default';

/** What stands before the name in a bus's ARN. */
const BUS_ARN = /^arn:[^:]+:events:[^:]+:\d{12}:event-bus\//;

/** `Ref` is `<bus>|<rule>`, or the rule's name on the default bus; `Fn::GetAtt` knows `Arn`. */
export const rule: ResourceType<{ readonly eventBridge: EventBridge }> = {
  type: 'AWS::Events::Rule',
  properties: ['Name', 'Description', 'EventBusName', 'EventPattern', 'ScheduleExpression', 'State', 'Targets', 'Tags'],
  create: (request, { eventBridge }) => {
    const properties = propertiesOf(request);
    const name = properties.text('Name') ?? physicalNameOf(request, MAX_RULE_NAME);
    const eventBusName = properties.text('EventBusName') ?? DEFAULT_BUS;
    const scheduleExpression = properties.text('ScheduleExpression');
    const { arn } = eventBridge.putRule({
      name,
      eventBusName,
      eventPattern: (scheduleExpression === undefined ? properties.required : properties).object('EventPattern'),
      scheduleExpression,
      state: properties.oneOf('State', ['ENABLED', 'DISABLED']) ?? 'ENABLED',
      targets: properties.list('Targets') ?? [],
    });
    const bus = eventBusName.replace(BUS_ARN, '');
    return { physicalId: bus === DEFAULT_BUS ? name : `${bus}|${name}`, attributes: { Arn: arn } };
  },
};

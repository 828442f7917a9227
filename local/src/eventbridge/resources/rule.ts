// AWS::Events::Rule: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { EventBridge, RuleDefinition } from '../eventbridge';

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
  nameProperty: 'Name',
  create: (request, { eventBridge }) => {
    const definition = definitionOf(request);
    const { arn } = eventBridge.putRule(definition);
    const { name } = definition;
    const bus = definition.eventBusName.replace(BUS_ARN, '');
    return { physicalId: bus === DEFAULT_BUS ? name : `${bus}|${name}`, attributes: { Arn: arn } };
  },
  update: ({ physicalId, attributes, ...request }, { eventBridge }) => {
    eventBridge.putRule({ ...definitionOf(request), name: nameOf(physicalId) });
    return { physicalId, attributes };
  },
  delete: ({ physicalId, ...request }, { eventBridge }) => {
    eventBridge.deleteRule(propertiesOf(request).text('EventBusName') ?? DEFAULT_BUS, nameOf(physicalId));
  },
};

function definitionOf(request: ResourceRequest): RuleDefinition {
  const properties = propertiesOf(request);
  const scheduleExpression = properties.text('ScheduleExpression');
  return {
    name: properties.text('Name') ?? physicalNameOf(request, MAX_RULE_NAME),
    eventBusName: properties.text('EventBusName') ?? DEFAULT_BUS,
    eventPattern: properties.object('EventPattern'),
    scheduleExpression,
    state: properties.oneOf('State', ['ENABLED', 'DISABLED']) ?? 'ENABLED',
    targets: properties.list('Targets') ?? [],
  };
}

function nameOf(physicalId: string): string {
  return physicalId.slice(physicalId.indexOf('|') + 1);
}

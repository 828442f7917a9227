// AWS::Events::EventBus: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { EventBridge } from '../eventbridge';

/** `Ref` is the bus's name; `Fn::GetAtt` knows `Arn` and `Name`. */
export const eventBus: ResourceType<{ readonly eventBridge: EventBridge }> = {
  type: 'AWS::Events::EventBus',
  properties: ['Name', 'Description', 'Tags'],
  nameProperty: 'Name',
  create: (request, { eventBridge }) => {
    const properties = propertiesOf(request);
    const name = properties.required.text('Name');
    const { arn } = eventBridge.createEventBus(name);
    return { physicalId: name, attributes: { Arn: arn, Name: name } };
  },
  // Only its description and its tags change without another name.
  update: ({ physicalId, attributes }) => ({ physicalId, attributes }),
  delete: ({ physicalId }, { eventBridge }) => {
    eventBridge.deleteEventBus(physicalId);
  },
};

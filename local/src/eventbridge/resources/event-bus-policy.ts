// AWS::Events::EventBusPolicy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { CreatedResource, ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { EventBridge } from '../eventbridge';
import { compilePolicy } from '../../iam/iam';

const DEFAULT_BUS = 'default';

/** One statement of a bus's resource policy. `Ref` is the statement's id. */
export const eventBusPolicy: ResourceType<{ readonly eventBridge: EventBridge }> = {
  type: 'AWS::Events::EventBusPolicy',
  properties: ['EventBusName', 'StatementId', 'Statement'],
  nameProperty: 'StatementId',
  create: put,
  update: put,
  delete: (resource, { eventBridge }) => {
    eventBridge.removePermission(busOf(propertiesOf(resource)), resource.physicalId);
  },
};

function put(request: ResourceRequest, { eventBridge }: { readonly eventBridge: EventBridge }): CreatedResource {
  const properties = propertiesOf(request);
  const statementId = properties.required.text('StatementId');
  const statement = properties.required.object('Statement');
  // Refused here rather than by the first call that it decides.
  compilePolicy({ Version: '2012-10-17', Statement: [statement] }, 'resource');
  eventBridge.putPermission(busOf(properties), statementId, statement);
  return { physicalId: statementId, attributes: {} };
}

function busOf(properties: Properties): string {
  return properties.text('EventBusName') ?? DEFAULT_BUS;
}

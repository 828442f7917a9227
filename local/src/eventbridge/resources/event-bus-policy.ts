// AWS::Events::EventBusPolicy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbuspolicy.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { EventBridge } from '../eventbridge';
import { compilePolicy } from '../../iam/iam';

const DEFAULT_BUS = 'default';

/** One statement of a bus's resource policy. `Ref` is the statement's id. */
export const eventBusPolicy: ResourceType<{ readonly eventBridge: EventBridge }> = {
  type: 'AWS::Events::EventBusPolicy',
  properties: ['EventBusName', 'StatementId', 'Statement'],
  create: (request, { eventBridge }) => {
    const properties = propertiesOf(request);
    const statementId = properties.required.text('StatementId');
    const statement = properties.required.object('Statement');
    // Refused here rather than by the first call that it decides.
    compilePolicy({ Version: '2012-10-17', Statement: [statement] }, 'resource');
    const eventBusName = properties.text('EventBusName') ?? DEFAULT_BUS;
    eventBridge.putPermission(eventBusName, statementId, statement);
    return { physicalId: statementId, attributes: {} };
  },
};

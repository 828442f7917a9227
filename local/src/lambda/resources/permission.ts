// AWS::Lambda::Permission: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Lambda } from '../lambda';

/** Characters of a statement's id: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
const MAX_STATEMENT_ID = 100;

/** `Ref` and the attribute `Id` are the id of the statement in the function's policy. */
export const permission: ResourceType<{ readonly lambda: Lambda }> = {
  type: 'AWS::Lambda::Permission',
  properties: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
  create: (request, { lambda }) => {
    const properties = propertiesOf(request);
    const statementId = physicalNameOf(request, MAX_STATEMENT_ID);
    lambda.addPermission(properties.required.text('FunctionName'), {
      statementId,
      action: properties.required.text('Action'),
      principal: properties.required.text('Principal'),
      sourceArn: properties.text('SourceArn'),
      sourceAccount: properties.text('SourceAccount'),
    });
    return { physicalId: statementId, attributes: { Id: statementId } };
  },
  delete: ({ physicalId, ...resource }, { lambda }) => {
    lambda.removePermission(propertiesOf(resource).required.text('FunctionName'), physicalId);
  },
};

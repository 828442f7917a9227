// AWS::Lambda::Version: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Lambda } from '../lambda';

/** `Ref` is the function's ARN with the version's number. */
export const version: ResourceType<{ readonly lambda: Lambda }> = {
  type: 'AWS::Lambda::Version',
  properties: ['FunctionName', 'CodeSha256', 'Description'],
  create: (request, { lambda }) => {
    const properties = propertiesOf(request);
    const functionName = properties.required.text('FunctionName');
    const { arn, version: number } = lambda.publishVersion(functionName, properties.text('CodeSha256'));
    return { physicalId: arn, attributes: { FunctionArn: arn, Version: number } };
  },
  delete: ({ physicalId }, { lambda }) => {
    lambda.deleteVersion(physicalId);
  },
};

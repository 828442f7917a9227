// AWS::Lambda::Version: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';

/** `Ref` is the function's ARN with the version's number. */
export const version: ResourceType = {
  type: 'AWS::Lambda::Version',
  properties: ['FunctionName', 'CodeSha256', 'Description'],
  create: (request, region) => {
    const properties = propertiesOf(request);
    const functionName = properties.required.text('FunctionName');
    const { arn, version: number } = region.services.lambda.publishVersion(functionName, properties.text('CodeSha256'));
    return { physicalId: arn, attributes: { FunctionArn: arn, Version: number } };
  },
};

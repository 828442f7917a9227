// AWS::Lambda::EventInvokeConfig: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { EventInvokeConfig, Lambda } from '../lambda';
import { MAXIMUM_EVENT_AGE, MAXIMUM_RETRY_ATTEMPTS } from '../limits';

/** Characters of a made-up name: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html */
const MAX_NAME = 128;

/** The one qualifier for which the engine keeps settings. */
const LATEST = '$LATEST';

const SQS_ARN = /^arn:[^:]+:sqs:/;

/** `Ref` is a name that CloudFormation makes up. */
export const eventInvokeConfig: ResourceType<{ readonly lambda: Lambda }> = {
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: ['FunctionName', 'Qualifier', 'DestinationConfig', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts'],
  create: (request, { lambda }) => {
    put(request, lambda);
    return { physicalId: physicalNameOf(request, MAX_NAME), attributes: {} };
  },
  update: ({ physicalId, attributes, ...request }, { lambda }) => {
    put(request, lambda);
    return { physicalId, attributes };
  },
  delete: (resource, { lambda }) => {
    lambda.deleteEventInvokeConfig(propertiesOf(resource).required.text('FunctionName'));
  },
};

function put(request: ResourceRequest, lambda: Lambda): void {
  const properties = propertiesOf(request);
  properties.required.choice('Qualifier', [LATEST]);
  lambda.putEventInvokeConfig(properties.required.text('FunctionName'), configOf(properties));
}

function configOf(properties: Properties): EventInvokeConfig {
  const destinations = properties.inside('DestinationConfig', ['OnSuccess', 'OnFailure']);
  return {
    maximumRetryAttempts: properties.integer('MaximumRetryAttempts', MAXIMUM_RETRY_ATTEMPTS),
    maximumEventAge: properties.integer('MaximumEventAgeInSeconds', MAXIMUM_EVENT_AGE),
    onSuccess: destinationOf(destinations?.inside('OnSuccess', ['Destination'])),
    onFailure: destinationOf(destinations?.inside('OnFailure', ['Destination'])),
  };
}

function destinationOf(destination: Properties | undefined): string | undefined {
  const arn = destination?.required.text('Destination');
  if (destination && arn !== undefined && !SQS_ARN.test(arn)) {
    throw destination.unsupported(
      'Destination',
      `must be an SQS queue, not ${arn}: the engine has no other destinations`,
    );
  }
  return arn;
}

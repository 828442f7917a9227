// AWS::Lambda::EventSourceMapping: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { EventSourceMappingDefinition, Lambda } from '../lambda';
import { BATCH_SIZE, BATCHING_WINDOW, MAX_ENVIRONMENTS, MAX_RECEIVED, MAXIMUM_CONCURRENCY } from '../limits';

/** Characters of the name that the id comes of. */
const MAX_NAME = 128;

const SQS_ARN = /^arn:[^:]+:sqs:/;

/** The one thing that a function may answer of a batch. */
const REPORTS_FAILURES = 'ReportBatchItemFailures';

/** A queue as event source. `Ref` and the attribute `Id` are the mapping's id; `Fn::GetAtt` knows `EventSourceMappingArn`. */
export const eventSourceMapping: ResourceType<{ readonly lambda: Lambda }> = {
  type: 'AWS::Lambda::EventSourceMapping',
  properties: [
    ...['EventSourceArn', 'FunctionName', 'BatchSize', 'MaximumBatchingWindowInSeconds', 'Enabled'],
    ...['FunctionResponseTypes', 'ScalingConfig'],
    // Without a meaning on one machine.
    'Tags',
  ],
  create: (request, { lambda }) => {
    const { id, arn } = lambda.createEventSourceMapping(physicalNameOf(request, MAX_NAME), definitionOf(request));
    return { physicalId: id, attributes: { Id: id, EventSourceMappingArn: arn } };
  },
  update: ({ physicalId, attributes, ...request }, { lambda }) => {
    lambda.updateEventSourceMapping(physicalId, definitionOf(request));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { lambda }) => {
    lambda.deleteEventSourceMapping(physicalId);
  },
};

function definitionOf(request: ResourceRequest): EventSourceMappingDefinition {
  const properties = propertiesOf(request);
  const eventSourceArn = properties.required.text('EventSourceArn');
  if (!SQS_ARN.test(eventSourceArn)) {
    throw properties.unsupported(
      'EventSourceArn',
      `must be an SQS queue, not ${eventSourceArn}: the engine reads no others`,
    );
  }
  const batchSize = properties.integer('BatchSize', BATCH_SIZE) ?? BATCH_SIZE.default;
  const batchingWindow = properties.integer('MaximumBatchingWindowInSeconds', BATCHING_WINDOW) ?? BATCHING_WINDOW.min;
  if (batchSize > MAX_RECEIVED && batchingWindow === 0) {
    throw properties.invalid(
      'MaximumBatchingWindowInSeconds',
      `must be at least 1 for a BatchSize above ${MAX_RECEIVED}`,
    );
  }
  const responseTypes = properties.texts('FunctionResponseTypes') ?? [];
  const other = responseTypes.find((type) => type !== REPORTS_FAILURES);
  if (other !== undefined)
    throw properties.invalid('FunctionResponseTypes', `must be ${REPORTS_FAILURES}, not ${other}`);
  const scaling = properties.inside('ScalingConfig', ['MaximumConcurrency']);
  return {
    ...{ eventSourceArn, batchSize, batchingWindow },
    functionName: properties.required.text('FunctionName'),
    isEnabled: properties.flag('Enabled') ?? true,
    reportsBatchItemFailures: responseTypes.length > 0,
    maximumConcurrency: scaling?.integer('MaximumConcurrency', MAXIMUM_CONCURRENCY) ?? MAX_ENVIRONMENTS,
  };
}

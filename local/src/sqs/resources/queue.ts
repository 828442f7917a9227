// AWS::SQS::Queue: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { JsonObject } from '../../foundation/json';
import type { Sqs } from '../sqs';

/** Characters of a queue's name: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const MAX_QUEUE_NAME = 80;

/** The properties that are attributes of the queue by the same name. */
const ATTRIBUTES: readonly string[] = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

/** `Ref` is the queue's URL; `Fn::GetAtt` knows `Arn`, `QueueName` and `QueueUrl`. */
export const queue: ResourceType<{ readonly sqs: Sqs }> = {
  type: 'AWS::SQS::Queue',
  properties: ['QueueName', 'Tags', ...ATTRIBUTES],
  nameProperty: 'QueueName',
  create: (request, { sqs }) => {
    const queueName = propertiesOf(request).text('QueueName') ?? physicalNameOf(request, MAX_QUEUE_NAME);
    const { queueUrl, arn } = sqs.createQueue(queueName, attributesIn(request));
    return { physicalId: queueUrl, attributes: { Arn: arn, QueueName: queueName, QueueUrl: queueUrl } };
  },
  update: ({ physicalId, attributes, ...request }, { sqs }) => {
    sqs.setQueueAttributes(physicalId, attributesIn(request));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { sqs }) => {
    sqs.deleteQueue(physicalId);
  },
};

function attributesIn({ properties }: ResourceRequest): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => ATTRIBUTES.includes(name)));
}

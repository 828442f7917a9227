// AWS::SQS::Queue: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Sqs } from '../sqs';

/** Characters of a queue's name: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const MAX_QUEUE_NAME = 80;

/** The properties that are attributes of the queue by the same name. */
const ATTRIBUTES: readonly string[] = [
  'DelaySeconds',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

/** `Ref` is the queue's URL; `Fn::GetAtt` knows `Arn`, `QueueName` and `QueueUrl`. */
export const queue: ResourceType<{ readonly sqs: Sqs }> = {
  type: 'AWS::SQS::Queue',
  properties: ['QueueName', 'Tags', ...ATTRIBUTES],
  create: (request, { sqs }) => {
    const queueName = propertiesOf(request).text('QueueName') ?? physicalNameOf(request, MAX_QUEUE_NAME);
    const attributes = Object.fromEntries(
      Object.entries(request.properties).filter(([name]) => ATTRIBUTES.includes(name)),
    );
    const { queueUrl, arn } = sqs.createQueue(queueName, attributes);
    return { physicalId: queueUrl, attributes: { Arn: arn, QueueName: queueName, QueueUrl: queueUrl } };
  },
};

// AWS::SQS::QueuePolicy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Sqs } from '../sqs';
import { compilePolicy } from '../../iam/iam';

/** Characters of a made-up name: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html */
const MAX_NAME = 128;

/** `Ref` and the attribute `Id` are a name that CloudFormation makes up. */
export const queuePolicy: ResourceType<{ readonly sqs: Sqs }> = {
  type: 'AWS::SQS::QueuePolicy',
  properties: ['Queues', 'PolicyDocument'],
  create: (request, { sqs }) => {
    const properties = propertiesOf(request);
    const document = properties.required.object('PolicyDocument');
    const queueUrls = properties.required.texts('Queues');
    // Refused here rather than by the first call that it decides.
    compilePolicy(document, 'resource');
    for (const queueUrl of queueUrls) {
      sqs.setQueuePolicy(queueUrl, document);
    }
    const physicalId = physicalNameOf(request, MAX_NAME);
    return { physicalId, attributes: { Id: physicalId } };
  },
  update: ({ physicalId, attributes, previous, ...request }, { sqs }) => {
    const { required } = propertiesOf(request);
    const document = required.object('PolicyDocument');
    compilePolicy(document, 'resource');
    const queueUrls = required.texts('Queues');
    const before = propertiesOf({ ...request, properties: previous }).required.texts('Queues');
    for (const queueUrl of queueUrls) sqs.setQueuePolicy(queueUrl, document);
    for (const queueUrl of before) if (!queueUrls.includes(queueUrl)) sqs.setQueuePolicy(queueUrl, undefined);
    return { physicalId, attributes };
  },
  delete: (resource, { sqs }) => {
    for (const queueUrl of propertiesOf(resource).required.texts('Queues')) sqs.setQueuePolicy(queueUrl, undefined);
  },
};

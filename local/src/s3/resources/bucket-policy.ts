// AWS::S3::BucketPolicy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { S3 } from '../s3';

/** `Ref` is the bucket's name. */
export const bucketPolicy: ResourceType<{ readonly s3: S3 }> = {
  type: 'AWS::S3::BucketPolicy',
  properties: ['Bucket', 'PolicyDocument'],
  create: (request, { s3 }) => {
    const properties = propertiesOf(request);
    const physicalId = properties.required.text('Bucket');
    const policy = properties.required.object('PolicyDocument');
    s3.putBucketPolicy(physicalId, policy);
    return { physicalId, attributes: {} };
  },
};

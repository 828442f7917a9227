// AWS::S3::BucketPolicy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html
import { propertiesOf } from '../../cloudformation/properties';
import type { CreatedResource, ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { S3 } from '../s3';

/** `Ref` is the bucket's name. */
export const bucketPolicy: ResourceType<{ readonly s3: S3 }> = {
  type: 'AWS::S3::BucketPolicy',
  properties: ['Bucket', 'PolicyDocument'],
  nameProperty: 'Bucket',
  create: put,
  update: put,
  delete: ({ physicalId }, { s3 }) => {
    s3.deleteBucketPolicy(physicalId);
  },
};

function put(request: ResourceRequest, { s3 }: { readonly s3: S3 }): CreatedResource {
  const { required } = propertiesOf(request);
  const physicalId = required.text('Bucket');
  s3.putBucketPolicy(physicalId, required.object('PolicyDocument'));
  return { physicalId, attributes: {} };
}

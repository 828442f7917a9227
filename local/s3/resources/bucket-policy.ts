// AWS::S3::BucketPolicy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import { compilePolicy } from '../../iam/policy';

/** `Ref` is the bucket's name. The policy is checked, and decides nothing: nobody can call the bucket. */
export const bucketPolicy: ResourceType = {
  type: 'AWS::S3::BucketPolicy',
  properties: ['Bucket', 'PolicyDocument'],
  create: (request) => {
    const properties = propertiesOf(request);
    const physicalId = properties.required('Bucket', properties.text('Bucket'));
    compilePolicy(properties.required('PolicyDocument', properties.object('PolicyDocument')), 'resource');
    return { physicalId, attributes: {} };
  },
};

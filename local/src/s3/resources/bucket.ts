// AWS::S3::Bucket: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import { urlSuffixOf } from '../../foundation/account';
import { HandlerError, type ResourceType } from '../../cloudformation/resource-type';
import { AwsError } from '../../foundation/errors';
import type { S3 } from '../s3';

/** Characters of a bucket's name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const MAX_BUCKET_NAME = 63;

/**
 * `Ref` is the bucket's name; `Fn::GetAtt` knows `Arn`, `DomainName` and `RegionalDomainName`. Every bucket is private, as new buckets are.
 */
export const bucket: ResourceType<{ readonly s3: S3 }> = {
  type: 'AWS::S3::Bucket',
  properties: [
    'BucketName',
    'AccelerateConfiguration',
    'BucketEncryption',
    'PublicAccessBlockConfiguration',
    'Tags',
    'VersioningConfiguration',
  ],
  nameProperty: 'BucketName',
  create: async (request, { s3 }) => {
    const made = physicalNameOf(request, MAX_BUCKET_NAME).toLowerCase();
    const name = propertiesOf(request).text('BucketName') ?? made;
    await s3.createBucket(name).catch((error: unknown) => {
      throw error instanceof AwsError && error.code.startsWith('BucketAlready') ? taken(name) : error;
    });
    const { region } = request;
    const suffix = urlSuffixOf(region.partition);
    return {
      physicalId: name,
      attributes: {
        Arn: `arn:${region.partition}:s3:::${name}`,
        DomainName: `${name}.s3.${suffix}`,
        RegionalDomainName: `${name}.s3.${region.name}.${suffix}`,
      },
    };
  },
  // What may change without another name makes no difference on one machine.
  update: ({ physicalId, attributes }) => ({ physicalId, attributes }),
  delete: ({ physicalId }, { s3 }) => {
    s3.deleteBucket(physicalId);
  },
};

/** The handler's own words, which are like its service's: https://github.com/aws-samples/iam-identity-center-team/issues/157 */
function taken(name: string): HandlerError {
  return new HandlerError('AlreadyExists', `${name} already exists (Service: S3, Status Code: 0, Request ID: null)`);
}

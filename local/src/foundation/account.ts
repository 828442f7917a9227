// The one account of the engine, and where its global services have what they use.

/** AWS's own example of an account. */
export const ACCOUNT_ID = '123456789012';

/** The first part of every ARN. */
export const PARTITION = 'aws';

/** Where CloudFront takes certificates, functions and web ACLs from: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html#https-requirements-aws-region */
export const CLOUDFRONT_REGION = 'us-east-1';

/** The domain under which a partition's services are reached. */
export function urlSuffixOf(partition: string): string {
  return partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
}

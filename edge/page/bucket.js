// The page's bucket as a deployment fills it and a removal empties it.
'use strict';

const { createRequire } = require('node:module');
const { contentOf, readManifest } = require('./files');

/** AWS's clients as the framework brings them. */
const framework = createRequire(require.resolve('serverless'));
const { CloudFormationClient, DescribeStackResourceCommand } = framework('@aws-sdk/client-cloudformation');
const { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } = framework('@aws-sdk/client-s3');

/** What CloudFormation says of a stack, or of a resource, that there is not: `Stack 'x' does not exist`, `Resource x does not exist for stack x`. */
const NOT_THERE = /does not exist/;

/**
 * Uploads the package's page. What is there and no longer belongs to it stays: somebody may have the page before this one
 * open, which still loads its own assets.
 *
 * @param {any} provider the framework's AWS provider
 * @param {string} logicalId of the bucket in the stack
 * @param {string} packageFolder
 */
async function uploadTo(provider, logicalId, packageFolder) {
  const { PhysicalResourceId: bucket } = await resourceOf(provider, logicalId);
  const s3 = new S3Client(await provider.getAwsSdkV3Config());
  for (const [key, { contentType, cacheControl }] of Object.entries(readManifest(packageFolder))) {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: contentOf(packageFolder, key),
        ContentType: contentType,
        CacheControl: cacheControl,
      }),
    );
  }
}

/**
 * What is not there is empty: a removal that failed half-way can be repeated.
 *
 * @param {any} provider the framework's AWS provider
 * @param {string} logicalId of the bucket in the stack
 * @throws {Error} of AWS, or with the first object that S3 did not delete
 */
async function emptyBucket(provider, logicalId) {
  const bucket = await bucketIfThere(provider, logicalId);
  if (!bucket) return;
  const s3 = new S3Client(await provider.getAwsSdkV3Config());
  for (;;) {
    const keys = await keysIn(s3, bucket);
    if (keys.length === 0) return;
    await deleteAll(s3, bucket, keys);
  }
}

/**
 * @param {any} s3
 * @param {string} bucket
 * @returns {Promise<string[]>} a thousand at most; none if there is no such bucket
 */
async function keysIn(s3, bucket) {
  try {
    const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    return objects.map((/** @type {{ Key: string }} */ { Key }) => Key);
  } catch (error) {
    if (nameOf(error) === 'NoSuchBucket') return [];
    throw error;
  }
}

/**
 * S3 answers 200 even if it deletes nothing: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 *
 * @param {any} s3
 * @param {string} bucket
 * @param {string[]} keys
 * @throws {Error} with the first that S3 did not delete
 */
async function deleteAll(s3, bucket, keys) {
  const objects = keys.map((key) => ({ Key: key }));
  const { Errors: [failure] = [] } = await s3.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
  );
  if (failure) throw new Error(`S3 did not delete ${failure.Key} in ${bucket} (${failure.Code}: ${failure.Message}).`);
}

/**
 * @param {any} provider
 * @param {string} logicalId
 * @returns {Promise<string | undefined>} the bucket's name; nothing if there is no such stack or resource, or no longer
 */
async function bucketIfThere(provider, logicalId) {
  try {
    const { PhysicalResourceId: name, ResourceStatus: status } = await resourceOf(provider, logicalId);
    return status === 'DELETE_COMPLETE' ? undefined : name;
  } catch (error) {
    if (nameOf(error) === 'ValidationError' && NOT_THERE.test(String(error))) return undefined;
    throw error;
  }
}

/**
 * @param {any} provider
 * @param {string} logicalId
 * @returns {Promise<{ PhysicalResourceId?: string, ResourceStatus?: string }>} as CloudFormation describes it
 */
async function resourceOf(provider, logicalId) {
  const client = new CloudFormationClient(await provider.getAwsSdkV3Config());
  const { StackResourceDetail: resource } = await client.send(
    new DescribeStackResourceCommand({
      StackName: provider.naming.getStackName(),
      LogicalResourceId: logicalId,
    }),
  );
  return resource;
}

/**
 * @param {unknown} error
 * @returns {string | undefined} its code, if it is one of AWS
 */
function nameOf(error) {
  return error instanceof Error ? error.name : undefined;
}

module.exports = { emptyBucket, uploadTo };

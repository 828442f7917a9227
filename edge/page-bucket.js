// The page's bucket as a deployment fills it and a removal empties it.
'use strict';

const { createRequire } = require('node:module');
const { contentOf, readManifest } = require('./page-files');

/** AWS's clients as the framework brings them. */
const framework = createRequire(require.resolve('serverless'));
const { CloudFormationClient, DescribeStackResourceCommand } = framework('@aws-sdk/client-cloudformation');
const { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } = framework('@aws-sdk/client-s3');

/**
 * Uploads the package's page. What is there and no longer belongs to it stays: somebody may have the page before this one
 * open, which still loads its own assets.
 *
 * @param {any} provider the framework's AWS provider
 * @param {string} logicalId of the bucket in the stack
 * @param {string} packageFolder
 */
async function uploadTo(provider, logicalId, packageFolder) {
  const bucket = await bucketOf(provider, logicalId);
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
 * @param {any} provider the framework's AWS provider
 * @param {string} logicalId of the bucket in the stack
 */
async function emptyBucket(provider, logicalId) {
  const bucket = await bucketOf(provider, logicalId);
  const s3 = new S3Client(await provider.getAwsSdkV3Config());
  for (;;) {
    const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    if (objects.length === 0) return;
    const keys = objects.map((/** @type {{ Key: string }} */ { Key }) => ({ Key }));
    await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys } }));
  }
}

/**
 * @param {any} provider
 * @param {string} logicalId
 * @returns {Promise<string>} the bucket's name
 */
async function bucketOf(provider, logicalId) {
  const client = new CloudFormationClient(await provider.getAwsSdkV3Config());
  const { StackResourceDetail: resource } = await client.send(
    new DescribeStackResourceCommand({
      StackName: provider.naming.getStackName(),
      LogicalResourceId: logicalId,
    }),
  );
  return resource.PhysicalResourceId;
}

module.exports = { emptyBucket, uploadTo };

// Deploys the stage of this machine to the engine that runs in this folder.
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type Account, type DeployedStack, deployStage, sentenceOf } from '../deployment/account-deployment';
import { packageStage } from '../deployment/stage-packages';
import { keepingFrameworks } from '../packaging/framework';
import { EDGE_REGION, EDGE_SERVICE, LOCAL_STAGE } from '../stages/names';
import { type Access, accessTo } from './access';
import { notRunning, readEndpoints } from './endpoints-file';
import { addressPage, type PageBucket } from './page';

/**
 * Deploys what has changed; sockets stay open.
 * @param root the project's folder
 * @param tell takes a line for each stack
 * @throws UserError `ENGINE_NOT_RUNNING`, or as `deployStage` does
 */
export async function deployHere(root: string, tell: (line: string) => void): Promise<void> {
  const access = accessTo(root, LOCAL_STAGE);
  const { regions, frontDoor } = readEndpoints(root);
  const account: Account = { access, stackIn: async (region, stackName) => stackIn(access, region, stackName) };
  await keepingFrameworks(async () =>
    deployStage(packageStage(root, LOCAL_STAGE), account, (stack) => tell(sentenceOf(stack))),
  );
  const edge = frontDoor && (await account.stackIn(EDGE_REGION, `${EDGE_SERVICE}-${LOCAL_STAGE}`));
  if (!edge) return;
  const s3 = new S3Client({ region: EDGE_REGION, forcePathStyle: true, ...access });
  const urls = Object.entries(regions).map(([region, { graphqlUrl }]) => [region, graphqlUrl] as const);
  await addressPage(pageBucketAt(s3, edge.outputs['PageBucketName'] ?? ''), new Map(urls));
  s3.destroy();
}

async function stackIn(access: Access, region: string, stackName: string): Promise<DeployedStack | undefined> {
  const client = new CloudFormationClient({ region, ...access });
  try {
    // All of them: by its name, one that is not there is an error.
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
    const stack = Stacks.find(({ StackName }) => StackName === stackName);
    return (
      stack && {
        stackId: stack.StackId ?? '',
        updatedAt: stack.LastUpdatedTime?.getTime(),
        outputs: Object.fromEntries(
          (stack.Outputs ?? []).map((each) => [each.OutputKey ?? '', each.OutputValue ?? '']),
        ),
      }
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') throw notRunning(error);
    throw error;
  } finally {
    client.destroy();
  }
}

function pageBucketAt(s3: S3Client, Bucket: string): PageBucket {
  return {
    read: async (Key) => {
      try {
        const { Body, ContentType = '', CacheControl } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const body = Buffer.from((await Body?.transformToByteArray()) ?? []);
        return { body, contentType: ContentType, cacheControl: CacheControl };
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    write: async (Key, { body, contentType, cacheControl }) => {
      await s3.send(
        new PutObjectCommand({ Bucket, Key, Body: body, ContentType: contentType, CacheControl: cacheControl }),
      );
    },
  };
}

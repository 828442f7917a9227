// The question which runtimes functions at the edge may have: CloudFront lists them when it refuses one.
import { EDGE_REGION, EDGE_SERVICE } from '../../tools/stages/names';
import type { DeployedStage } from '../support/target';
import { NotAnswered, type Question } from './question';
import { type SettledStack, stackOf, type TemplateResource, withStack } from './stacks';

/** Lambda takes it and Lambda@Edge does not: https://github.com/tmokmss/cdk-lambda-llrt/issues/3 */
const REFUSED = 'provided.al2023';
/** CloudFront's CachingDisabled: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

/** Of Lambda@Edge. */
export const RUNTIMES: readonly Question[] = [
  {
    text: 'Which runtimes does Lambda@Edge take?',
    ask: async (stage) => {
      const template = { Resources: resourcesOf(await routersCode(stage)) };
      return withStack(stage, { region: EDGE_REGION, name: 'runtime', template }, answerIn);
    },
  },
];

/** What CloudFront said when the distribution was to be created. @throws NotAnswered when it said nothing of runtimes */
function answerIn({ status, events }: SettledStack): string {
  const failed = events.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED');
  const refusal = failed.find(({ LogicalResourceId: id }) => id === 'Distribution')?.ResourceStatusReason;
  const [, runtimes] = /Supported runtimes: \[([^\]]*)\]/.exec(refusal ?? '') ?? [];
  if (runtimes !== undefined) return `\`${runtimes}\``;
  if (status === 'CREATE_COMPLETE') return `even \`${REFUSED}\``;
  throw new NotAnswered(`CloudFront was not asked, or did not say: ${failed.at(-1)?.ResourceStatusReason ?? status}`);
}

/** The zip of the stage's own router, which is in a bucket already. Nobody runs it. @throws NotAnswered without a front door */
async function routersCode(stage: DeployedStage): Promise<{ readonly S3Bucket: string; readonly S3Key: string }> {
  const { outputs, resources } = await stackOf(stage, EDGE_REGION, `${EDGE_SERVICE}-${stage.name}`);
  const router = Object.values(resources).find(({ Type }) => Type === 'AWS::Lambda::Function');
  const { S3Key } = (router?.Properties?.['Code'] ?? {}) as { readonly S3Key?: string };
  const S3Bucket = outputs['ServerlessDeploymentBucketName'];
  if (S3Key !== undefined && S3Bucket !== undefined) return { S3Bucket, S3Key };
  throw new NotAnswered('The front door has no router whose code could be taken.');
}

function resourcesOf(Code: {
  readonly S3Bucket: string;
  readonly S3Key: string;
}): Readonly<Record<string, TemplateResource>> {
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              ...{ Effect: 'Allow', Action: 'sts:AssumeRole' },
              Principal: { Service: ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'] },
            },
          ],
        },
      },
    },
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: { Runtime: REFUSED, Handler: 'none', Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code },
    },
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          // Should CloudFront take it after all, it serves nobody.
          Enabled: false,
          Comment: 'Asks which runtimes Lambda@Edge takes; to be deleted.',
          Origins: [
            {
              ...{ Id: 'nobody', DomainName: 'example.com' },
              CustomOriginConfig: { OriginProtocolPolicy: 'https-only' },
            },
          ],
          DefaultCacheBehavior: {
            ...{ TargetOriginId: 'nobody', ViewerProtocolPolicy: 'https-only', CachePolicyId: CACHING_DISABLED },
            LambdaFunctionAssociations: [{ EventType: 'origin-request', LambdaFunctionARN: { Ref: 'Version' } }],
          },
        },
      },
    },
  };
}

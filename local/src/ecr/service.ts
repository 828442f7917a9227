// Elastic Container Registry without repositories: the engine runs no images, and whoever removes a stack asks for one.
import { AwsError } from '../foundation/errors';
import { isJsonArray } from '../foundation/json';
import type { Region } from '../foundation/region';
import type { ServiceApi } from '../foundation/service-api';
import type { Iam } from '../iam/iam';

/** ECR as SDK clients reach it: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html */
export function createEcr({ accountId }: Region, { iam }: { readonly iam: Iam }): { readonly api: ServiceApi } {
  return {
    api: {
      signingName: 'ecr',
      protocol: { kind: 'json', version: '1.1', target: 'AmazonEC2ContainerRegistry_V20150921' },
      operations: {
        DescribeRepositories: ({ repositoryNames: names = null }, caller) => {
          iam.authorize(caller, { action: 'ecr:DescribeRepositories', resource: '*' });
          const [name] = isJsonArray(names) ? names : [];
          if (typeof name !== 'string') return Promise.resolve({ repositories: [] });
          const sentence = `The repository with name '${name}' does not exist in the registry with id '${accountId}'`;
          return Promise.reject(new AwsError('RepositoryNotFoundException', sentence));
        },
      },
    },
  };
}

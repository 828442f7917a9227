// The account of an engine in this process, as a deployment sees it.
import type { Engine } from 'local-aws';
import type { Account } from '../deployment/account-deployment';

/** How it is reached, and what it has. */
export function accountOf({ aws, regions }: Engine): Account {
  const { endpointUrl: endpoint, ...credentials } = aws;
  return {
    access: { endpoint, credentials },
    stackIn: async (region, stackName) => {
      const stack = regions.get(region)?.stack(stackName);
      // As it is now: the engine's own changes with it.
      return Promise.resolve(
        stack && { stackId: stack.stackId, updatedAt: stack.updatedAt, outputs: { ...stack.outputs } },
      );
    },
  };
}

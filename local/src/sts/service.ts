// Security Token Service: who calls, and sessions of roles.
import type { Clock } from '../foundation/clock';
import type { ServiceApi } from '../foundation/service-api';
import type { Iam } from '../iam/iam';
import { assumeRole } from './operations/assume-role';

/** STS as SDK clients reach it: https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html */
export function createSts(options: { readonly iam: Iam; readonly clock: Clock }): { readonly api: ServiceApi } {
  return {
    api: {
      signingName: 'sts',
      protocol: { kind: 'query', version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
      operations: {
        AssumeRole: assumeRole(options),
        // Everybody may ask who he is.
        GetCallerIdentity: (_, caller) =>
          Promise.resolve({
            Account: caller.accountId,
            Arn: caller.kind === 'service' ? caller.service : caller.arn,
            UserId: caller.kind === 'service' ? caller.service : caller.userId,
          }),
      },
    },
  };
}

// Security Token Service, as far as it says who calls.
import type { ServiceApi } from '../foundation/service-api';

/** STS as SDK clients reach it: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export function createSts(): { readonly api: ServiceApi } {
  return {
    api: {
      signingName: 'sts',
      protocol: { kind: 'query', version: '2011-06-15', namespace: 'https://sts.amazonaws.com/doc/2011-06-15/' },
      operations: {
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

// Lets people in whose token is `<name>:<role>`, and counts how often it was asked.
import type { AppSyncAuthorizerEvent, AppSyncAuthorizerResult } from './authorizer-types';

let asked = 0;

/** A guest may not see the secret; a stranger is not let in; a troublemaker breaks the function. */
export function handler({ authorizationToken }: AppSyncAuthorizerEvent): Promise<AppSyncAuthorizerResult> {
  asked += 1;
  const [name = '', role = ''] = authorizationToken.split(':');
  if (role === 'troublemaker') throw new Error('Trouble.');
  return Promise.resolve({
    isAuthorized: role === 'member' || role === 'guest',
    resolverContext: { name, asked },
    deniedFields: role === 'guest' ? ['Query.secret'] : [],
    ...(role === 'guest' && { ttlOverride: 0 }),
  });
}

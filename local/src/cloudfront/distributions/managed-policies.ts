// The policies that AWS brings along, as far as the engine has them, and what they pass on to the origin.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
import { UserError } from '../../foundation/errors';

/** What of a viewer's request goes to the origin. */
export interface Forwarding {
  /** All of the viewer's headers, all but `Host`, or those that are named, in lower case. */
  readonly headers: 'all' | 'all-but-host' | readonly string[];
  readonly cookies: boolean;
  readonly queryStrings: boolean;
  /** Is `Accept-Encoding` passed on, as far as CloudFront knows the encodings? */
  readonly acceptsEncodings: boolean;
}

interface ManagedPolicy<Settings> {
  readonly name: string;
  readonly settings: Settings;
}

type CachePolicy = Pick<Forwarding, 'acceptsEncodings'>;
type OriginRequestPolicy = Omit<Forwarding, 'acceptsEncodings'>;

const CACHE_POLICIES: ReadonlyMap<string, ManagedPolicy<CachePolicy>> = new Map([
  ['4135ea2d-6df8-44a3-9df3-4b5a84be39ad', { name: 'CachingDisabled', settings: { acceptsEncodings: false } }],
  ['658327ea-f89d-4fab-a63d-7e88639e58f6', { name: 'CachingOptimized', settings: { acceptsEncodings: true } }],
]);

const EVERYTHING = { cookies: true, queryStrings: true };
const NOTHING: OriginRequestPolicy = { headers: [], cookies: false, queryStrings: false };

const ORIGIN_REQUEST_POLICIES: ReadonlyMap<string, ManagedPolicy<OriginRequestPolicy>> = new Map<
  string,
  ManagedPolicy<OriginRequestPolicy>
>([
  ['216adef6-5c7f-47e4-b989-5492eafa07d3', { name: 'AllViewer', settings: { headers: 'all', ...EVERYTHING } }],
  [
    'b689b0a8-53d0-40ab-baf2-68738e2966ac',
    { name: 'AllViewerExceptHostHeader', settings: { headers: 'all-but-host', ...EVERYTHING } },
  ],
  [
    '59781a5b-3903-41f3-afcb-af62929ccde1',
    { name: 'CORS-CustomOrigin', settings: { ...NOTHING, headers: ['origin'] } },
  ],
  [
    'acba4595-bd28-49b8-b9fe-13317c0390fa',
    { name: 'UserAgentRefererHeaders', settings: { ...NOTHING, headers: ['user-agent', 'referer'] } },
  ],
]);

/**
 * What a behaviour with these policies passes on.
 * @throws UserError `UNSUPPORTED_VALUE` for a policy that the engine does not have
 */
export function forwardingOf(cachePolicyId: string, originRequestPolicyId: string | undefined): Forwarding {
  const { acceptsEncodings } = managed('cache policy', cachePolicyId, CACHE_POLICIES);
  if (originRequestPolicyId === undefined) return { ...NOTHING, acceptsEncodings };
  return { ...managed('origin request policy', originRequestPolicyId, ORIGIN_REQUEST_POLICIES), acceptsEncodings };
}

function managed<Settings>(kind: string, id: string, policies: ReadonlyMap<string, ManagedPolicy<Settings>>): Settings {
  const policy = policies.get(id);
  if (policy) return policy.settings;
  const known = [...policies].map(([knownId, { name }]) => `${name} (${knownId})`).join(', ');
  throw new UserError('UNSUPPORTED_VALUE', `The engine does not have the ${kind} ${id}; of AWS's own it has ${known}.`);
}

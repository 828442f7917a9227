// The security headers of a response headers policy, as a template writes them.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-cloudfront-responseheaderspolicy-securityheadersconfig.html
import type { AddedHeader } from '../distributions/response-headers-policy';
import type { Properties } from '../../cloudformation/properties';

/** One of the headers: the member that sets it, that member's own members, and the value that they give. */
interface SecurityHeader {
  readonly member: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly valueOf: (members: Properties) => string;
}

const HEADERS: readonly SecurityHeader[] = [
  { member: 'ContentTypeOptions', name: 'x-content-type-options', members: [], valueOf: () => 'nosniff' },
  textOf('FrameOptions', 'x-frame-options', 'FrameOption'),
  textOf('ReferrerPolicy', 'referrer-policy', 'ReferrerPolicy'),
  textOf('ContentSecurityPolicy', 'content-security-policy', 'ContentSecurityPolicy'),
  {
    member: 'StrictTransportSecurity',
    name: 'strict-transport-security',
    members: ['AccessControlMaxAgeSec', 'IncludeSubdomains', 'Preload'],
    valueOf: (members) =>
      [
        `max-age=${members.required.integer('AccessControlMaxAgeSec')}`,
        ...(members.flag('IncludeSubdomains') === true ? ['includeSubDomains'] : []),
        ...(members.flag('Preload') === true ? ['preload'] : []),
      ].join('; '),
  },
];

function textOf(member: string, name: string, value: string): SecurityHeader {
  return { member, name, members: [value], valueOf: (members) => members.required.text(value) };
}

/** The headers that a policy sets; none when it sets none. `X-XSS-Protection` is not among those that the engine has. */
export function securityHeadersOf(config: Properties): readonly AddedHeader[] {
  const security = config.inside(
    'SecurityHeadersConfig',
    HEADERS.map(({ member }) => member),
  );
  if (!security) return [];
  return HEADERS.flatMap(({ member, name, members, valueOf }) => {
    const found = security.inside(member, [...members, 'Override']);
    if (!found) return [];
    return [{ name, value: valueOf(found), override: found.required.flag('Override') }];
  });
}

// AWS::CloudFront::ResponseHeadersPolicy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-responseheaderspolicy.html
import type { ResourceType } from '../../cloudformation/resource-type';
import type { AddedHeader, CorsSettings } from '../response-headers-policy';
import { configurationOf, type Members } from './members';
import { securityHeadersOf } from './security-headers';

const MEMBERS = [
  'Name',
  'Comment',
  'CorsConfig',
  'SecurityHeadersConfig',
  'CustomHeadersConfig',
  'RemoveHeadersConfig',
];
const CORS_MEMBERS = [
  ...['AccessControlAllowCredentials', 'AccessControlAllowHeaders', 'AccessControlAllowMethods'],
  ...['AccessControlAllowOrigins', 'AccessControlExposeHeaders', 'AccessControlMaxAgeSec', 'OriginOverride'],
];

/** `Ref` and the attribute `Id` are the policy's id. */
export const responseHeadersPolicy: ResourceType = {
  type: 'AWS::CloudFront::ResponseHeadersPolicy',
  properties: ['ResponseHeadersPolicyConfig'],
  create: (request, { services }) => {
    const config = configurationOf(request, 'ResponseHeadersPolicyConfig', MEMBERS);
    const cors = config.inside('CorsConfig', CORS_MEMBERS);
    const { id } = services.cloudFront.createResponseHeadersPolicy({
      name: config.required('Name', config.text('Name')),
      cors: cors && corsOf(cors),
      headers: [...securityHeadersOf(config), ...customHeadersOf(config)],
      removedHeaders: removedHeadersOf(config),
    });
    return { physicalId: id, attributes: { Id: id } };
  },
};

function corsOf(cors: Members): CorsSettings {
  return {
    allowOrigins: required(cors, 'AccessControlAllowOrigins'),
    allowMethods: required(cors, 'AccessControlAllowMethods'),
    allowHeaders: required(cors, 'AccessControlAllowHeaders'),
    exposeHeaders: items(cors, 'AccessControlExposeHeaders') ?? [],
    allowCredentials: requiredFlag(cors, 'AccessControlAllowCredentials'),
    maxAge: cors.integer('AccessControlMaxAgeSec'),
    originOverride: requiredFlag(cors, 'OriginOverride'),
  };
}

function items(cors: Members, name: string): readonly string[] | undefined {
  return cors.inside(name, ['Items'])?.texts('Items');
}

function required(cors: Members, name: string): readonly string[] {
  return cors.required(name, items(cors, name));
}

function requiredFlag(members: Members, name: string): boolean {
  return members.required(name, members.flag(name));
}

function customHeadersOf(config: Members): readonly AddedHeader[] {
  const custom = config.inside('CustomHeadersConfig', ['Items'])?.each('Items', ['Header', 'Value', 'Override']) ?? [];
  return custom.map((members) => ({
    name: members.required('Header', members.text('Header')),
    value: members.required('Value', members.text('Value')),
    override: requiredFlag(members, 'Override'),
  }));
}

function removedHeadersOf(config: Members): readonly string[] {
  const removed = config.inside('RemoveHeadersConfig', ['Items'])?.each('Items', ['Header']) ?? [];
  return removed.map((members) => members.required('Header', members.text('Header')).toLowerCase());
}

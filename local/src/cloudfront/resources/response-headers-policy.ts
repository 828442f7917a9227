// AWS::CloudFront::ResponseHeadersPolicy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-responseheaderspolicy.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { CloudFront } from '../cloudfront';
import type {
  AddedHeader,
  CorsSettings,
  ResponseHeadersPolicyDefinition,
} from '../distributions/response-headers-policy';
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
export const responseHeadersPolicy: ResourceType<{ readonly cloudFront: CloudFront }> = {
  type: 'AWS::CloudFront::ResponseHeadersPolicy',
  properties: ['ResponseHeadersPolicyConfig'],
  create: (request, { cloudFront }) => {
    const { id } = cloudFront.createResponseHeadersPolicy(definitionOf(request));
    return { physicalId: id, attributes: { Id: id } };
  },
  update: ({ physicalId, attributes, ...request }, { cloudFront }) => {
    cloudFront.updateResponseHeadersPolicy(physicalId, definitionOf(request));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { cloudFront }) => {
    cloudFront.deleteResponseHeadersPolicy(physicalId);
  },
};

function definitionOf(request: ResourceRequest): ResponseHeadersPolicyDefinition {
  const config = propertiesOf(request).required.inside('ResponseHeadersPolicyConfig', MEMBERS);
  const cors = config.inside('CorsConfig', CORS_MEMBERS);
  return {
    name: config.required.text('Name'),
    cors: cors && corsOf(cors),
    headers: [...securityHeadersOf(config), ...customHeadersOf(config)],
    removedHeaders: removedHeadersOf(config),
  };
}

function corsOf(cors: Properties): CorsSettings {
  return {
    allowOrigins: items(cors, 'AccessControlAllowOrigins'),
    allowMethods: items(cors, 'AccessControlAllowMethods'),
    allowHeaders: items(cors, 'AccessControlAllowHeaders'),
    exposeHeaders: cors.inside('AccessControlExposeHeaders', ['Items'])?.texts('Items') ?? [],
    allowCredentials: cors.required.flag('AccessControlAllowCredentials'),
    maxAge: cors.integer('AccessControlMaxAgeSec'),
    originOverride: cors.required.flag('OriginOverride'),
  };
}

function items(cors: Properties, name: string): readonly string[] {
  return cors.required.inside(name, ['Items']).required.texts('Items');
}

function customHeadersOf(config: Properties): readonly AddedHeader[] {
  const custom = config.inside('CustomHeadersConfig', ['Items'])?.each('Items', ['Header', 'Value', 'Override']) ?? [];
  return custom.map((members) => ({
    name: members.required.text('Header'),
    value: members.required.text('Value'),
    override: members.required.flag('Override'),
  }));
}

function removedHeadersOf(config: Properties): readonly string[] {
  const removed = config.inside('RemoveHeadersConfig', ['Items'])?.each('Items', ['Header']) ?? [];
  return removed.map((members) => members.required.text('Header').toLowerCase());
}

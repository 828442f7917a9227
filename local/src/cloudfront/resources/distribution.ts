// AWS::CloudFront::Distribution: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-distribution.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { CloudFront } from '../cloudfront';
import type { Lambda } from '../../lambda/lambda';
import type { S3 } from '../../s3/s3';
import type { DistributionDefinition } from '../distributions/distribution';
import { behaviorOf, BEHAVIOR_MEMBERS } from './behavior';
import { ORIGIN_MEMBERS, originOf } from './origin';

const MEMBERS = [
  ...[
    'Aliases',
    'CacheBehaviors',
    'DefaultCacheBehavior',
    'DefaultRootObject',
    'Enabled',
    'Origins',
    'ViewerCertificate',
  ],
  // Without a meaning on one machine, where viewers speak HTTP/1.1 and no web ACL has an effect.
  ...['Comment', 'HttpVersion', 'IPV6Enabled', 'PriceClass', 'WebACLId'],
];
const CERTIFICATE_MEMBERS = [
  ...['AcmCertificateArn', 'CloudFrontDefaultCertificate'],
  // Without a meaning on one machine, whose certificate is the engine's own.
  ...['MinimumProtocolVersion', 'SslSupportMethod'],
];

/** `Ref` and the attribute `Id` are the distribution's id; `Fn::GetAtt` knows `DomainName`. */
export const distribution: ResourceType<{ readonly cloudFront: CloudFront; readonly lambda: Lambda; readonly s3: S3 }> =
  {
    type: 'AWS::CloudFront::Distribution',
    properties: ['DistributionConfig', 'Tags'],
    create: (request, { cloudFront, lambda, s3 }) => {
      const definition = definitionOf(propertiesOf(request).required.inside('DistributionConfig', MEMBERS));
      const { id, domainName } = cloudFront.createDistribution(definition, { region: request.region, lambda, s3 });
      return { physicalId: id, attributes: { Id: id, DomainName: domainName } };
    },
    update: ({ physicalId, attributes, ...request }, { cloudFront, lambda, s3 }) => {
      const definition = definitionOf(propertiesOf(request).required.inside('DistributionConfig', MEMBERS));
      cloudFront.updateDistribution(physicalId, definition, { region: request.region, lambda, s3 });
      return { physicalId, attributes };
    },
    delete: ({ physicalId }, { cloudFront }) => {
      cloudFront.deleteDistribution(physicalId);
    },
  };

function definitionOf(config: Properties): DistributionDefinition {
  const root = config.text('DefaultRootObject') ?? '';
  if (root.startsWith('/')) throw config.invalid('DefaultRootObject', 'must not begin with a slash');
  return {
    isEnabled: config.flag('Enabled') ?? false,
    aliases: config.texts('Aliases') ?? [],
    certificateArn: config.inside('ViewerCertificate', CERTIFICATE_MEMBERS)?.text('AcmCertificateArn'),
    defaultRootObject: root,
    origins: (config.each('Origins', ORIGIN_MEMBERS) ?? []).map(originOf),
    behaviors: (config.each('CacheBehaviors', ['PathPattern', ...BEHAVIOR_MEMBERS]) ?? []).map((members) => ({
      ...behaviorOf(members),
      pathPattern: members.required.text('PathPattern'),
    })),
    defaultBehavior: behaviorOf(config.required.inside('DefaultCacheBehavior', BEHAVIOR_MEMBERS)),
  };
}

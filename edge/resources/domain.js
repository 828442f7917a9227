// The stage's domain: its certificate, the distribution's alias, and the records that lead to it.
'use strict';

/** The hosted zone of every distribution: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-route53-recordset-aliastarget.html */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

/**
 * The CloudFormation fragment. Without a domain it has only the address.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 */
module.exports = async function domain({ resolveVariable }) {
  const { name, hostedZoneId } = await resolveVariable('self:custom.domain');
  if (!name) return { Resources: {}, Outputs: url({ 'Fn::Sub': 'https://${Distribution.DomainName}' }) };

  return {
    Resources: {
      Certificate: certificate(name, hostedZoneId),
      Record: record('A', name, hostedZoneId),
      RecordIpv6: record('AAAA', name, hostedZoneId),
      Distribution: {
        Properties: {
          DistributionConfig: {
            Aliases: [name],
            ViewerCertificate: {
              AcmCertificateArn: { Ref: 'Certificate' },
              MinimumProtocolVersion: 'TLSv1.2_2021',
              SslSupportMethod: 'sni-only',
            },
          },
        },
      },
    },
    Outputs: {
      ...url(`https://${name}`),
      CertificateArn: { Description: 'For the names of the regions’ APIs.', Value: { Ref: 'Certificate' } },
    },
  };
};

/** @param {string | object} value */
function url(value) {
  return { Url: { Description: 'The front door: the page, and the API at /graphql.', Value: value } };
}

/**
 * For the domain and, below it, the names of the regions. Both are validated by one record.
 *
 * @param {string} name
 * @param {string} hostedZoneId
 */
function certificate(name, hostedZoneId) {
  return {
    Type: 'AWS::CertificateManager::Certificate',
    Properties: {
      DomainName: name,
      SubjectAlternativeNames: [`*.${name}`],
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: name, HostedZoneId: hostedZoneId }],
    },
  };
}

/**
 * @param {string} type
 * @param {string} name
 * @param {string} hostedZoneId
 */
function record(type, name, hostedZoneId) {
  const target = { DNSName: { 'Fn::GetAtt': ['Distribution', 'DomainName'] }, HostedZoneId: CLOUDFRONT_ZONE };
  return {
    Type: 'AWS::Route53::RecordSet',
    Properties: { HostedZoneId: hostedZoneId, Name: name, Type: type, AliasTarget: target },
  };
}

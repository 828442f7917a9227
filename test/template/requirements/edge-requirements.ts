// What must hold of every compiled front door, one check per requirement. An id is never given to another requirement.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { unzipSync } from 'fflate';
import type { ResourceSchemas } from 'local-aws/specification';
import { isJsonObject, type JsonObject, type JsonValue } from 'local-aws';
import {
  edgeArtifactFolder,
  resourcesOf,
  settingsOf,
  type Template,
  theResource,
} from '../../support/packages/templates';
import { expectAccepted } from './acceptance';
import type { RegionHosts } from '../../../tools/packaging/hosts';
import { hostsOf } from '../../support/packages/packages';
import { permissionsOf, trustsOf } from './roles';
import { rateLimitsOf, WEB_ACL_RULES, webAclRulesOf } from './web-acl';

/** A compiled front door, and for what it was compiled. */
export interface CompiledEdge {
  readonly stage: string;
  readonly template: Template;
  /** AWS's schemas of the template's resource types. */
  readonly schemas: ResourceSchemas;
}

/** Something that must hold. */
export interface EdgeRequirement {
  readonly id: string;
  /** Completes the sentence "A front door must …". */
  readonly must: string;
  /** Throws when it does not hold. */
  readonly check: (edge: CompiledEdge) => void;
}

/** AWS's own policies: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html */
const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';
/** Of every distribution, as the target of an alias. */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';

const ALL_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'];
/** Paths of queries, mutations, WebSockets and the question whether the API is there. */
const GRAPHQL_PATHS = ['/graphql', '/graphql/*', '/realtime', '/ping'];
/** Paths of a stage with Event APIs. */
const EVENT_PATHS = ['/event', '/event/*'];
/** Bytes of code in the zip; the router itself has at most 20 KB. */
const MAX_ZIP_SIZE = 20_000;
/** Seconds: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_TIMEOUT = 30;
/** Node.js versions that Lambda@Edge has and that are not deprecated. */
const RUNTIMES = ['nodejs22.x', 'nodejs24.x'];

/** The requirements. */
export const EDGE_REQUIREMENTS: readonly EdgeRequirement[] = [
  {
    id: 'ED-01',
    must: 'hold nothing that CloudFormation would refuse',
    check: expectAccepted,
  },
  {
    id: 'ED-02',
    must: 'hand every request to an API over as the viewer sent it, uncached',
    check: ({ template, stage }) => {
      const behaviours = apiPathsOf(stage).map((pattern) => behaviourOf(template, pattern));
      for (const behaviour of behaviours) {
        expect(behaviour).toMatchObject({
          TargetOriginId: 'router',
          ViewerProtocolPolicy: 'https-only',
          AllowedMethods: ALL_METHODS,
          CachePolicyId: CACHING_DISABLED,
          OriginRequestPolicyId: ALL_VIEWER,
          ResponseHeadersPolicyId: { Ref: 'ApiHeaders' },
        });
      }
    },
  },
  {
    id: 'ED-03',
    must: 'serve the page at every other path, its assets from the cache',
    check: ({ template, stage }) => {
      const page = {
        TargetOriginId: 'page',
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: ['GET', 'HEAD'],
      };
      const distribution = distributionOf(template);
      expect(distribution).toMatchObject({ Enabled: true, DefaultRootObject: 'index.html' });
      expect(distribution['DefaultCacheBehavior']).toMatchObject({ ...page, CachePolicyId: CACHING_DISABLED });
      expect(behaviourOf(template, '/assets/*')).toMatchObject({ ...page, CachePolicyId: CACHING_OPTIMIZED });
      expect(behavioursOf(template).map(({ PathPattern }) => PathPattern)).toEqual([...apiPathsOf(stage), '/assets/*']);
    },
  },
  {
    id: 'ED-04',
    must: 'run the published version of the router before each origin but that of assets',
    check: ({ template, stage }) => {
      const [[version] = []] = resourcesOf(template, 'AWS::Lambda::Version');
      expect(theResource(template, 'AWS::Lambda::Version')).toMatchObject({
        // So that an update that was rolled back can be tried again.
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: { FunctionName: { Ref: 'RouterLambdaFunction' } },
      });
      const router = [{ EventType: 'origin-request', LambdaFunctionARN: { Ref: version } }];
      const associations = behavioursOf(template).map((behaviour) => behaviour['LambdaFunctionAssociations']);
      expect(associations).toEqual([...apiPathsOf(stage).map(() => router), undefined]);
      expect(objectOf(distributionOf(template)['DefaultCacheBehavior'])['LambdaFunctionAssociations']).toEqual(router);
    },
  },
  {
    id: 'ED-05',
    must: 'have an origin for the page and one for the router to replace, by HTTPS, and give up on one within seconds',
    check: ({ template }) => {
      const origins = originsOf(template);
      expect(origins.map(({ Id }) => Id)).toEqual(['router', 'page']);
      for (const origin of origins) expect(origin).toMatchObject({ ConnectionAttempts: 2, ConnectionTimeout: 3 });
      expect(origins[0]?.['CustomOriginConfig']).toEqual({
        OriginProtocolPolicy: 'https-only',
        OriginSSLProtocols: ['TLSv1.2'],
      });
    },
  },
  {
    id: 'ED-07',
    must: 'put a name that always resolves in the router’s place',
    check: ({ template }) => {
      const router = originsOf(template).find(({ Id }) => Id === 'router');
      expect(router?.['DomainName']).toEqual({ 'Fn::GetAtt': ['PageBucket', 'RegionalDomainName'] });
    },
  },
  {
    id: 'ED-08',
    must: 'have a router that Lambda@Edge takes',
    check: ({ template, stage }) => {
      const { Properties } = theResource(template, 'AWS::Lambda::Function');
      expect(Properties).not.toHaveProperty('Environment');
      expect(Properties).toMatchObject({ Architectures: ['x86_64'], Handler: 'handler.handler' });
      expect(RUNTIMES).toContain(Properties['Runtime']);
      expect(Properties['Timeout']).toBeLessThanOrEqual(MAX_TIMEOUT);
      expect(Object.keys(Properties)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(VpcConfig|Layers|DeadLetterConfig|TracingConfig)$/)]),
      );
      const zip = readFileSync(zipOf(stage));
      expect(zip.length).toBeLessThanOrEqual(MAX_ZIP_SIZE);
    },
  },
  {
    id: 'ED-09',
    must: 'let the router write its own log in any region, and nothing else',
    check: ({ template, stage }) => {
      const group = `arn:\${AWS::Partition}:logs:*:\${AWS::AccountId}:log-group:/aws/lambda/us-east-1.global-pubsub-edge-${stage}-router`;
      expect(permissionsOf(template).sort()).toEqual(
        ['CreateLogGroup', 'CreateLogStream', 'PutLogEvents']
          .flatMap((action) => [
            `Allow RouterRole logs:${action} ${JSON.stringify({ 'Fn::Sub': group })}`,
            `Allow RouterRole logs:${action} ${JSON.stringify({ 'Fn::Sub': `${group}:*` })}`,
          ])
          .sort(),
      );
      expect(trustsOf(template)).toEqual(['RouterRole: lambda.amazonaws.com edgelambda.amazonaws.com']);
      // No lines for requests that nothing ails.
      expect(theResource(template, 'AWS::Lambda::Function').Properties['LoggingConfig']).toEqual({
        LogFormat: 'JSON',
        ApplicationLogLevel: 'ERROR',
        SystemLogLevel: 'WARN',
      });
    },
  },
  {
    id: 'ED-10',
    must: 'let the web sites of the stage call it, and answer for AppSync which they are',
    check: ({ template, stage }) => {
      const { CorsConfig: cors } = headersOf(template, 'ApiHeaders');
      expect(cors).toMatchObject({
        OriginOverride: true,
        AccessControlAllowCredentials: false,
        AccessControlAllowOrigins: { Items: settingsOf(stage).corsOrigins },
        AccessControlAllowHeaders: { Items: expect.arrayContaining(['authorization', 'content-type', 'x-api-key']) },
      });
    },
  },
  {
    id: 'ED-11',
    must: 'keep the page’s bucket to itself',
    check: ({ template }) => {
      expect(
        resourcesOf(template, 'AWS::S3::Bucket').find(([id]) => id === 'PageBucket')?.[1].Properties,
      ).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      });
      const policy = resourcesOf(template, 'AWS::S3::BucketPolicy').find(([id]) => id === 'PageBucketPolicy')?.[1];
      expect(policy?.Properties).toEqual({
        Bucket: { Ref: 'PageBucket' },
        PolicyDocument: { Version: '2012-10-17', Statement: PAGE_STATEMENTS },
      });
      const page = originsOf(template).find(({ Id }) => Id === 'page');
      expect(page).toMatchObject({
        DomainName: { 'Fn::GetAtt': ['PageBucket', 'RegionalDomainName'] },
        OriginAccessControlId: { 'Fn::GetAtt': ['PageAccess', 'Id'] },
      });
      expect(theResource(template, 'AWS::CloudFront::OriginAccessControl').Properties).toMatchObject({
        OriginAccessControlConfig: {
          OriginAccessControlOriginType: 's3',
          SigningBehavior: 'always',
          SigningProtocol: 'sigv4',
        },
      });
    },
  },
  {
    id: 'ED-12',
    must: 'bear the stage’s domain with a certificate of its own, and none without one',
    check: ({ template, stage }) => {
      const { name, hostedZoneId } = settingsOf(stage).domain;
      const distribution = distributionOf(template);
      if (name === undefined) {
        expect(resourcesOf(template, 'AWS::CertificateManager::Certificate')).toEqual([]);
        expect(resourcesOf(template, 'AWS::Route53::RecordSet')).toEqual([]);
        expect(distribution).not.toHaveProperty('Aliases');
        expect(distribution).not.toHaveProperty('ViewerCertificate');
        return;
      }
      expect(theResource(template, 'AWS::CertificateManager::Certificate').Properties).toEqual({
        DomainName: name,
        SubjectAlternativeNames: [`*.${name}`],
        ValidationMethod: 'DNS',
        DomainValidationOptions: [{ DomainName: name, HostedZoneId: hostedZoneId }],
      });
      expect(distribution).toMatchObject({
        Aliases: [name],
        ViewerCertificate: {
          AcmCertificateArn: { Ref: 'Certificate' },
          MinimumProtocolVersion: 'TLSv1.2_2021',
          SslSupportMethod: 'sni-only',
        },
      });
      const AliasTarget = {
        DNSName: { 'Fn::GetAtt': ['Distribution', 'DomainName'] },
        HostedZoneId: CLOUDFRONT_ZONE,
      };
      expect(resourcesOf(template, 'AWS::Route53::RecordSet').map(([, { Properties }]) => Properties)).toEqual(
        ['A', 'AAAA'].map((Type) => ({ HostedZoneId: hostedZoneId, Name: name, Type, AliasTarget })),
      );
    },
  },
  {
    id: 'ED-13',
    must: 'stand behind a web ACL with the rules of the APIs, unless the stage has none',
    check: ({ template, stage }) => {
      if (!settingsOf(stage).waf.enabled) {
        expect(resourcesOf(template, 'AWS::WAFv2::WebACL')).toEqual([]);
        expect(distributionOf(template)).not.toHaveProperty('WebACLId');
        return;
      }
      expect(theResource(template, 'AWS::WAFv2::WebACL').Properties).toMatchObject({ Scope: 'CLOUDFRONT' });
      expect(distributionOf(template)['WebACLId']).toEqual({ 'Fn::GetAtt': ['WebAcl', 'Arn'] });
      expect(webAclRulesOf(template).map(({ Name }) => Name)).toEqual(WEB_ACL_RULES);
      expect(rateLimitsOf(template)).toEqual({ RequestsPerAddress: settingsOf(stage).waf.rateLimit });
    },
  },
  {
    id: 'ED-14',
    must: 'tell where it is, and what deployments and regions need to know',
    check: ({ template, stage }) => {
      const { name } = settingsOf(stage).domain;
      const outputs = Object.fromEntries(Object.entries(template.Outputs).map(([key, { Value }]) => [key, Value]));
      expect(outputs).toMatchObject({
        DistributionId: { Ref: 'Distribution' },
        DistributionDomainName: { 'Fn::GetAtt': ['Distribution', 'DomainName'] },
        PageBucketName: { Ref: 'PageBucket' },
        Url: name === undefined ? { 'Fn::Sub': 'https://${Distribution.DomainName}' } : `https://${name}`,
      });
      expect(outputs['CertificateArn']).toEqual(name === undefined ? undefined : { Ref: 'Certificate' });
    },
  },
  {
    id: 'ED-15',
    must: 'allow nothing on every resource',
    check: ({ template }) => {
      expect(JSON.stringify(template)).not.toMatch(/"Resource":\s*(\["\*"\]|"\*")/);
    },
  },
  {
    id: 'ED-18',
    must: 'have a router that knows the regions’ Event APIs where the stage has them, and else none',
    check: ({ stage }) => {
      const known = routerCodeOf(stage).matchAll(/events:\{http:"([^"]*)",realtime:"([^"]*)"\}/g);
      expect([...known].map(([, http, realtime]) => ({ http, realtime }))).toEqual(
        settingsOf(stage).regions.flatMap((region) => hostsIn(stage, region).events ?? []),
      );
    },
  },
  {
    id: 'ED-16',
    must: 'tell the page and clients the stage’s regions, where they are, for how long they keep messages and of which channels none, and of an Events door',
    check: ({ stage }) => {
      const settings: unknown = JSON.parse(
        readFileSync(path.join(edgeArtifactFolder(stage), 'page/config.json'), 'utf8'),
      );
      const { regions, routing, history, events } = settingsOf(stage);
      const { hours, except } = history;
      expect(settings).toEqual({
        ...{ stage, routing, history: { hours, ...(except && { except }) }, ...(events && { events }) },
        regions: regions.map((name) => ({
          name,
          place: expect.stringMatching(/^\p{Lu}/u),
          airport: expect.stringMatching(/^[A-Z]{3}$/),
          latitude: expect.any(Number),
          longitude: expect.any(Number),
          url: `https://${hostsIn(stage, name).graphql}`,
        })),
      });
    },
  },
  {
    id: 'ED-17',
    must: 'let the page connect to the front door and the regions’ APIs, and to nothing else',
    check: ({ stage }) => {
      const { regions } = settingsOf(stage);
      const index = readFileSync(path.join(edgeArtifactFolder(stage), 'page/index.html'), 'utf8');
      const sources = regions.flatMap((region) => {
        const { graphql, realtime } = hostsIn(stage, region);
        return [`https://${graphql}`, `wss://${realtime}`];
      });
      expect(/content="([^"]*connect-src[^"]*)"/.exec(index)?.[1]?.split('; ')).toEqual([
        ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:"],
        `connect-src 'self' ${sources.join(' ')}`,
        ...["base-uri 'none'", "form-action 'none'"],
      ]);
    },
  },
];

/** Of the router. */
function zipOf(stage: string): string {
  return path.join(edgeArtifactFolder(stage), 'global-pubsub-edge.zip');
}

function routerCodeOf(stage: string): string {
  const { 'handler.js': code } = unzipSync(readFileSync(zipOf(stage)));
  return Buffer.from(code ?? []).toString();
}

function apiPathsOf(stage: string): readonly string[] {
  return settingsOf(stage).events ? [...GRAPHQL_PATHS, ...EVENT_PATHS] : GRAPHQL_PATHS;
}

/** The hosts of a region's APIs: below the stage's domain or, without one, AppSync's own, as they were given to the packaging. */
function hostsIn(stage: string, region: string): RegionHosts {
  const { domain, events: hasEvents } = settingsOf(stage);
  if (domain.name === undefined) return hostsOf([region], hasEvents)[region] ?? { graphql: '', realtime: '' };
  const [name, eventsName] = [`${region}.${domain.name}`, `${region}-events.${domain.name}`];
  const events = { http: eventsName, realtime: eventsName };
  return { graphql: name, realtime: name, ...(hasEvents && { events }) };
}

const THIS_DISTRIBUTION = {
  StringEquals: {
    'aws:SourceArn': { 'Fn::Sub': 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}' },
  },
};

const PAGE_STATEMENTS = [
  {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:GetObject',
    Resource: { 'Fn::Sub': '${PageBucket.Arn}/*' },
    Condition: THIS_DISTRIBUTION,
  },
  {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Action: 's3:ListBucket',
    Resource: { 'Fn::GetAtt': ['PageBucket', 'Arn'] },
    Condition: THIS_DISTRIBUTION,
  },
];

function distributionOf(template: Template): JsonObject {
  return objectOf(theResource(template, 'AWS::CloudFront::Distribution').Properties['DistributionConfig']);
}

function behavioursOf(template: Template): readonly JsonObject[] {
  return distributionOf(template)['CacheBehaviors'] as readonly JsonObject[];
}

function behaviourOf(template: Template, pattern: string): JsonObject {
  return objectOf(behavioursOf(template).find(({ PathPattern }) => PathPattern === pattern));
}

function originsOf(template: Template): readonly JsonObject[] {
  return distributionOf(template)['Origins'] as readonly JsonObject[];
}

function headersOf(template: Template, logicalId: string): JsonObject {
  return objectOf(template.Resources[logicalId]?.Properties['ResponseHeadersPolicyConfig']);
}

function objectOf(value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(value)) throw new Error(`${JSON.stringify(value)} is not an object.`);
  return value;
}

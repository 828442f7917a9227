// AWS::AppSync::GraphQLApi: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-graphqlapi.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { CreatedResource, ResourceType } from '../../cloudformation/resource-type';
import type { AppSync, ApiDefinition, CreatedApi } from '../appsync';
import type { AuthMode, LambdaAuthorizerDefinition } from '../authorization/auth-modes';
import { AUTH_MODES, authorizerOf } from './auth-modes';

const PROVIDER_MEMBERS = ['AuthenticationType', 'LambdaAuthorizerConfig'];

/** An API, served from the moment of its creation. Its URLs are this machine's; its hosts are named as on AWS. */
export const graphqlApi: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::GraphQLApi',
  properties: [
    'Name',
    'AuthenticationType',
    'AdditionalAuthenticationProviders',
    'LambdaAuthorizerConfig',
    'EnvironmentVariables',
    'IntrospectionConfig',
    'QueryDepthLimit',
    'ResolverCountLimit',
    'ApiType',
    'Visibility',
    // Without a meaning on one machine: what CloudWatch, X-Ray and the owner would get.
    'LogConfig',
    'XrayEnabled',
    'OwnerContact',
    'Tags',
  ],
  create: async (request, { appSync }) => {
    return createdOf(await appSync.createGraphqlApi(definitionOf(propertiesOf(request))));
  },
  update: (request, { appSync }) =>
    createdOf(appSync.updateGraphqlApi(idOf(request.physicalId), definitionOf(propertiesOf(request)))),
  delete: async ({ physicalId }, { appSync }) => appSync.deleteGraphqlApi(idOf(physicalId)),
};

/** The last part of its ARN. */
function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function createdOf(api: CreatedApi): CreatedResource {
  const { apiId, arn, endpointArn, graphqlHost, graphqlUrl, realtimeHost, realtimeUrl } = api;
  return {
    physicalId: arn,
    attributes: {
      ApiId: apiId,
      Arn: arn,
      GraphQLDns: graphqlHost,
      GraphQLEndpointArn: endpointArn,
      GraphQLUrl: graphqlUrl,
      RealtimeDns: realtimeHost,
      RealtimeUrl: realtimeUrl,
    },
  };
}

function definitionOf(properties: Properties): ApiDefinition {
  properties.choice('ApiType', ['GRAPHQL']);
  properties.choice('Visibility', ['GLOBAL']);
  return {
    name: properties.required.text('Name'),
    authModes: authModesOf(properties),
    lambdaAuthorizer: lambdaAuthorizerOf(properties),
    environment: properties.textMap('EnvironmentVariables') ?? {},
    introspection: properties.oneOf('IntrospectionConfig', ['ENABLED', 'DISABLED']) !== 'DISABLED',
    queryDepthLimit: properties.integer('QueryDepthLimit') ?? 0,
    resolverCountLimit: properties.integer('ResolverCountLimit') ?? 0,
  };
}

/** What names a mode, with what belongs to it: the API itself, and its additional providers. */
function providersOf(properties: Properties): readonly Properties[] {
  return [properties, ...(properties.each('AdditionalAuthenticationProviders', PROVIDER_MEMBERS) ?? [])];
}

function authModesOf(properties: Properties): readonly AuthMode[] {
  const modes = providersOf(properties).map(({ required }) => required.choice('AuthenticationType', AUTH_MODES));
  const repeated = modes.find((mode, index) => modes.indexOf(mode) !== index);
  if (repeated === undefined) return modes;
  throw properties.invalid('AdditionalAuthenticationProviders', `names ${repeated} more than once`);
}

/** The configuration stands beside the mode AWS_LAMBDA, in the API or in an additional provider. */
function lambdaAuthorizerOf(properties: Properties): LambdaAuthorizerDefinition | undefined {
  const provider = providersOf(properties).find((each) => each.text('AuthenticationType') === 'AWS_LAMBDA');
  if (!provider) return undefined;
  return authorizerOf(provider);
}

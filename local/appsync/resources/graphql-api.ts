// AWS::AppSync::GraphQLApi: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-graphqlapi.html
import type { ResourceType } from '../../cloudformation/resource-type';
import type { ApiDefinition, AuthMode, LambdaAuthorizerDefinition } from '../appsync';
import { MAX_AUTHORIZER_TTL } from '../limits';
import { Properties } from './properties';

/** The modes that the engine has; the first of the properties' values is their default. */
const AUTH_MODES = ['API_KEY', 'AWS_IAM', 'AWS_LAMBDA'] as const;

/** An API, served from the moment of its creation. Its URLs are this machine's; its hosts are named as on AWS. */
export const graphqlApi: ResourceType = {
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
  create: async (request, region) => {
    const api = await region.services.appSync.createGraphqlApi(definitionOf(Properties.of(request)));
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
  },
};

function definitionOf(properties: Properties): ApiDefinition {
  properties.choice('ApiType', ['GRAPHQL']);
  properties.choice('Visibility', ['GLOBAL']);
  return {
    name: properties.text('Name'),
    authModes: authModesOf(properties),
    lambdaAuthorizer: lambdaAuthorizerOf(properties),
    environment: properties.textMap('EnvironmentVariables'),
    introspection: properties.choice('IntrospectionConfig', ['ENABLED', 'DISABLED']) === 'ENABLED',
    queryDepthLimit: properties.optionalNumber('QueryDepthLimit') ?? 0,
    resolverCountLimit: properties.optionalNumber('ResolverCountLimit') ?? 0,
  };
}

function authModesOf(properties: Properties): readonly AuthMode[] {
  // Compulsory, so that no template gets a default by oversight.
  properties.text('AuthenticationType');
  const providers = [properties, ...properties.objects('AdditionalAuthenticationProviders')];
  const modes = providers.map((provider) => provider.choice('AuthenticationType', AUTH_MODES));
  const repeated = modes.find((mode, index) => modes.indexOf(mode) !== index);
  if (repeated === undefined) return modes;
  throw properties.invalid('AdditionalAuthenticationProviders', `names ${repeated} more than once`);
}

/** The configuration stands beside the mode, wherever AWS_LAMBDA is. */
function lambdaAuthorizerOf(properties: Properties): LambdaAuthorizerDefinition | undefined {
  const providers = [properties, ...properties.objects('AdditionalAuthenticationProviders')];
  const provider = providers.find((each) => each.choice('AuthenticationType', AUTH_MODES) === 'AWS_LAMBDA');
  if (!provider) return undefined;
  const config = provider.object('LambdaAuthorizerConfig');
  const resultTtl = config.optionalNumber('AuthorizerResultTtlInSeconds') ?? 0;
  if (resultTtl < 0 || resultTtl > MAX_AUTHORIZER_TTL) {
    throw config.invalid('AuthorizerResultTtlInSeconds', `must be from 0 to ${MAX_AUTHORIZER_TTL}`);
  }
  const identityValidationExpression = config.optionalText('IdentityValidationExpression');
  requireExpression(config, identityValidationExpression);
  return { functionArn: config.text('AuthorizerUri'), resultTtl, identityValidationExpression };
}

function requireExpression(config: Properties, expression: string | undefined): void {
  try {
    if (expression !== undefined) RegExp(expression);
  } catch {
    throw config.invalid('IdentityValidationExpression', `is no regular expression: ${String(expression)}`);
  }
}

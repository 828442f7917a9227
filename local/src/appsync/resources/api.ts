// AWS::AppSync::Api: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-api.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { CreatedResource, ResourceType } from '../../cloudformation/resource-type';
import type { AppSync } from '../appsync';
import type { AuthMode, LambdaAuthorizerDefinition } from '../authorization/auth-modes';
import type { CreatedEventApi, EventApiDefinition } from '../events/definitions';
import { AUTH_MODES, authorizerOf } from './auth-modes';

const CONFIG_MEMBERS = [
  'AuthProviders',
  'ConnectionAuthModes',
  'DefaultPublishAuthModes',
  'DefaultSubscribeAuthModes',
  // Without a meaning on one machine: what CloudWatch would get.
  'LogConfig',
];
const PROVIDER_MEMBERS = ['AuthType', 'LambdaAuthorizerConfig'];

/** An Event API, served from the moment of its creation. Its hosts are named as on AWS. */
export const eventApi: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::Api',
  // The owner and tags make no difference on one machine.
  properties: ['Name', 'EventConfig', 'OwnerContact', 'Tags'],
  create: async (request, { appSync }) => createdOf(await appSync.createEventApi(definitionOf(propertiesOf(request)))),
  update: (request, { appSync }) =>
    createdOf(appSync.updateEventApi(idOf(request.physicalId), definitionOf(propertiesOf(request)))),
  delete: async ({ physicalId }, { appSync }) => appSync.deleteEventApi(idOf(physicalId)),
};

/** The modes of a list, each an object with its name; nothing when the list is empty or not there. */
export function modesIn(properties: Properties, name: string): readonly AuthMode[] | undefined {
  const each = properties.each(name, ['AuthType']) ?? [];
  if (each.length === 0) return undefined;
  return each.map(({ required }) => required.choice('AuthType', AUTH_MODES));
}

/** The last part of its ARN. */
function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function createdOf({ apiId, arn, httpHost, realtimeHost }: CreatedEventApi): CreatedResource {
  return {
    physicalId: arn,
    attributes: {
      ...{ ApiArn: arn, ApiId: apiId },
      Dns: { Http: httpHost, Realtime: realtimeHost },
      ...{ 'Dns.Http': httpHost, 'Dns.Realtime': realtimeHost },
    },
  };
}

function definitionOf(properties: Properties): EventApiDefinition {
  const config = properties.required.inside('EventConfig', CONFIG_MEMBERS);
  return {
    name: properties.required.text('Name'),
    ...providersOf(config),
    connectionModes: someModes(config, 'ConnectionAuthModes'),
    publishModes: someModes(config, 'DefaultPublishAuthModes'),
    subscribeModes: someModes(config, 'DefaultSubscribeAuthModes'),
  };
}

/** The modes that the API has, and who decides in the mode AWS_LAMBDA. */
function providersOf(config: Properties): Pick<EventApiDefinition, 'providers' | 'lambdaAuthorizer'> {
  const each = config.each('AuthProviders', PROVIDER_MEMBERS) ?? [];
  const providers = each.map(({ required }) => required.choice('AuthType', AUTH_MODES));
  if (providers.length === 0) throw config.invalid('AuthProviders', 'must name at least one provider');
  if (new Set(providers).size < providers.length) throw config.invalid('AuthProviders', 'names a mode more than once');
  const withFunction = each.find((provider) => provider.text('AuthType') === 'AWS_LAMBDA');
  const lambdaAuthorizer: LambdaAuthorizerDefinition | undefined = withFunction && authorizerOf(withFunction);
  return { providers, lambdaAuthorizer };
}

function someModes(config: Properties, name: string): readonly AuthMode[] {
  const modes = modesIn(config, name);
  if (!modes) throw config.invalid(name, 'must name at least one mode');
  return modes;
}

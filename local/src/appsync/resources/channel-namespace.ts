// AWS::AppSync::ChannelNamespace: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-channelnamespace.html
import { type Properties, propertiesOf } from '../../cloudformation/properties';
import type { CreatedResource, ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { AppSync } from '../appsync';
import type { ChannelNamespaceDefinition, HandlerDefinition } from '../events/definitions';
import { modesIn } from './api';

/** A channel namespace of an Event API. */
export const channelNamespace: ResourceType<{ readonly appSync: AppSync }> = {
  type: 'AWS::AppSync::ChannelNamespace',
  // Tags make no difference on one machine.
  properties: ['ApiId', 'Name', 'CodeHandlers', 'HandlerConfigs', 'PublishAuthModes', 'SubscribeAuthModes', 'Tags'],
  create: (request, { appSync }) =>
    createdOf(appSync.createChannelNamespace(apiIdOf(request), definitionOf(propertiesOf(request)))),
  update: (request, { appSync }) =>
    createdOf(appSync.updateChannelNamespace(apiIdOf(request), definitionOf(propertiesOf(request)))),
  delete: (resource, { appSync }) =>
    appSync.deleteChannelNamespace(apiIdOf(resource), propertiesOf(resource).required.text('Name')),
};

function apiIdOf(request: ResourceRequest): string {
  return propertiesOf(request).required.text('ApiId');
}

function createdOf({ arn }: { readonly arn: string }): CreatedResource {
  return { physicalId: arn, attributes: { ChannelNamespaceArn: arn } };
}

function definitionOf(properties: Properties): ChannelNamespaceDefinition {
  const handlers = properties.inside('HandlerConfigs', ['OnPublish', 'OnSubscribe']);
  return {
    name: properties.required.text('Name'),
    code: properties.text('CodeHandlers'),
    onPublish: handlers && handlerOf(handlers, 'OnPublish'),
    onSubscribe: handlers && handlerOf(handlers, 'OnSubscribe'),
    publishModes: modesIn(properties, 'PublishAuthModes'),
    subscribeModes: modesIn(properties, 'SubscribeAuthModes'),
  };
}

/** A function is waited for unless the template says otherwise. */
function handlerOf(handlers: Properties, name: string): HandlerDefinition | undefined {
  const config = handlers.inside(name, ['Behavior', 'Integration']);
  const integration = config?.required.inside('Integration', ['DataSourceName', 'LambdaConfig']);
  if (!config || !integration) return undefined;
  const lambda = integration.inside('LambdaConfig', ['InvokeType']);
  return {
    behavior: config.required.oneOf('Behavior', ['CODE', 'DIRECT']),
    dataSourceName: integration.required.text('DataSourceName'),
    invokeType: lambda?.oneOf('InvokeType', ['REQUEST_RESPONSE', 'EVENT']) ?? 'REQUEST_RESPONSE',
  };
}

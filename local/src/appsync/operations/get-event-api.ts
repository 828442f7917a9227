// GetApi and ListChannelNamespaces: https://docs.aws.amazon.com/appsync/latest/APIReference/API_GetApi.html
import type { JsonArray, JsonObject } from '../../foundation/json';
import type { AuthMode } from '../authorization/auth-modes';
import type { ChannelNamespace } from '../events/channel-namespaces';
import type { HandlerDefinition } from '../events/definitions';
import type { ServedEventApi } from '../events/serving';

/** What is said of an Event API: https://docs.aws.amazon.com/appsync/latest/APIReference/API_Api.html */
export function describeEventApi({ api, created }: ServedEventApi): JsonObject {
  const { providers, connectionModes, publishModes, subscribeModes } = api.definition;
  return {
    ...{ apiId: api.apiId, apiArn: api.arn, name: api.name },
    dns: { HTTP: created.httpHost, REALTIME: created.realtimeHost },
    eventConfig: {
      authProviders: modesOf(providers),
      connectionAuthModes: modesOf(connectionModes),
      defaultPublishAuthModes: modesOf(publishModes),
      defaultSubscribeAuthModes: modesOf(subscribeModes),
    },
  };
}

/** What is said of a channel namespace: https://docs.aws.amazon.com/appsync/latest/APIReference/API_ChannelNamespace.html */
export function describeChannelNamespace(apiId: string, { arn, definition }: ChannelNamespace): JsonObject {
  const { name, code, onPublish, onSubscribe, publishModes, subscribeModes } = definition;
  const handlerConfigs = {
    ...(onPublish && { onPublish: handlerOf(onPublish) }),
    ...(onSubscribe && { onSubscribe: handlerOf(onSubscribe) }),
  };
  return {
    ...{ apiId, name, channelNamespaceArn: arn },
    ...(code !== undefined && { codeHandlers: code }),
    ...(Object.keys(handlerConfigs).length > 0 && { handlerConfigs }),
    ...(publishModes && { publishAuthModes: modesOf(publishModes) }),
    ...(subscribeModes && { subscribeAuthModes: modesOf(subscribeModes) }),
  };
}

function modesOf(modes: readonly AuthMode[]): JsonArray {
  return modes.map((authType) => ({ authType }));
}

function handlerOf({ behavior, dataSourceName, invokeType }: HandlerDefinition): JsonObject {
  const lambdaConfig = behavior === 'DIRECT' ? { lambdaConfig: { invokeType } } : {};
  return { behavior, integration: { dataSourceName, ...lambdaConfig } };
}

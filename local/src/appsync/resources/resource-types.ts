// The resource types of AppSync that the engine supports.
import type { ResourceType } from '../../cloudformation/resource-type';
import type { AppSync } from '../appsync';
import { eventApi } from './api';
import { apiKey } from './api-key';
import { channelNamespace } from './channel-namespace';
import { dataSource } from './data-source';
import { domainName } from './domain-name';
import { domainNameApiAssociation } from './domain-name-api-association';
import { functionConfiguration } from './function-configuration';
import { graphqlApi } from './graphql-api';
import { graphqlSchema } from './graphql-schema';
import { resolver } from './resolver';

/** For the list of all types in `cloudformation/`. */
export const appSyncResourceTypes: readonly ResourceType<{ readonly appSync: AppSync }>[] = [
  graphqlApi,
  graphqlSchema,
  apiKey,
  dataSource,
  resolver,
  functionConfiguration,
  domainName,
  domainNameApiAssociation,
  eventApi,
  channelNamespace,
];

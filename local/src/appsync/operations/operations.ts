// The operations of AppSync's own API that the engine has.
import type { JsonObject, JsonValue } from '../../foundation/json';
import type { Operation } from '../../foundation/service-api';
import type { Iam } from '../../iam/iam';
import type { AppSync } from '../appsync';
import type { ServedEventApi } from '../events/serving';
import type { ServedApi } from '../http/serving';
import type { JavaScript } from '../javascript/javascript';
import { evaluateCode } from './evaluate-code';
import { describeChannelNamespace, describeEventApi } from './get-event-api';
import { describeGraphqlApi } from './get-graphql-api';
import { describeSchema } from './get-introspection-schema';
import { describeResolvers } from './list-resolvers';

/** What the operations need. */
interface OperationContext {
  readonly iam: Iam;
  readonly javaScript: JavaScript;
  /** @throws AwsError `NotFoundException` */
  readonly find: (apiId: string) => ServedApi;
  readonly all: () => readonly ServedApi[];
  /** @throws AwsError `NotFoundException` */
  readonly findEvents: (apiId: string) => ServedEventApi;
  readonly allEvents: () => readonly ServedEventApi[];
}

type AnyServedApi = ServedApi | ServedEventApi;

/** A call with which a person who debugs reads one API. */
interface Reading<Served extends AnyServedApi> {
  readonly action: string;
  /** @throws AwsError `NotFoundException` */
  readonly find: (context: OperationContext, apiId: string) => Served;
  /** What IAM is asked about, after the API's ARN. */
  readonly within?: (input: JsonObject) => string;
  readonly answer: (served: Served, input: JsonObject) => JsonObject;
}

/** The SigV4 name of the service, also for `appsync:` actions. */
const SIGNING_NAME = 'appsync';

const ROUTES = {
  'POST /v1/dataplane-evaluatecode': 'EvaluateCode',
  'GET /v1/apis': 'ListGraphqlApis',
  'GET /v1/apis/{apiId}': 'GetGraphqlApi',
  'GET /v1/apis/{apiId}/apikeys': 'ListApiKeys',
  'GET /v1/apis/{apiId}/types/{typeName}/resolvers': 'ListResolvers',
  'GET /v1/apis/{apiId}/schema': 'GetIntrospectionSchema',
  'GET /v2/apis': 'ListApis',
  'GET /v2/apis/{apiId}': 'GetApi',
  'GET /v2/apis/{apiId}/channelNamespaces': 'ListChannelNamespaces',
};

const OF_GRAPHQL: Reading<ServedApi>['find'] = ({ find }, apiId) => find(apiId);
const OF_EVENTS: Reading<ServedEventApi>['find'] = ({ findEvents }, apiId) => findEvents(apiId);

const GET_GRAPHQL_API: Reading<ServedApi> = {
  action: 'appsync:GetGraphqlApi',
  find: OF_GRAPHQL,
  answer: ({ api, created }) => ({ graphqlApi: describeGraphqlApi(api, created) }),
};

/** https://docs.aws.amazon.com/appsync/latest/APIReference/API_ListApiKeys.html */
const LIST_API_KEYS: Reading<AnyServedApi> = {
  action: 'appsync:ListApiKeys',
  find: ({ find, findEvents, allEvents }, apiId) =>
    allEvents().some(({ api }) => api.apiId === apiId) ? findEvents(apiId) : find(apiId),
  within: () => '/apikeys/*',
  answer: ({ api }) => ({ apiKeys: api.keys.described() }),
};

const LIST_RESOLVERS: Reading<ServedApi> = {
  action: 'appsync:ListResolvers',
  find: OF_GRAPHQL,
  within: ({ typeName }) => `/types/${textOf(typeName)}/resolvers/*`,
  answer: ({ api }, { typeName }) => describeResolvers(api.resolvers, textOf(typeName)),
};

const GET_INTROSPECTION_SCHEMA: Reading<ServedApi> = {
  action: 'appsync:GetIntrospectionSchema',
  find: OF_GRAPHQL,
  answer: ({ api }, { format, includeDirectives }) => describeSchema(api, format, includeDirectives !== 'false'),
};

const GET_API: Reading<ServedEventApi> = {
  action: 'appsync:GetApi',
  find: OF_EVENTS,
  answer: (served) => ({ api: describeEventApi(served) }),
};

const LIST_CHANNEL_NAMESPACES: Reading<ServedEventApi> = {
  action: 'appsync:ListChannelNamespaces',
  find: OF_EVENTS,
  answer: ({ api }) => ({
    channelNamespaces: api.namespaces.all().map((namespace) => describeChannelNamespace(api.apiId, namespace)),
  }),
};

/** The operations of https://docs.aws.amazon.com/appsync/latest/APIReference/API_Operations.html that the engine has. */
export function operations(context: OperationContext): AppSync['api'] {
  const { iam, javaScript } = context;
  const evaluate = evaluateCode(javaScript);
  return {
    signingName: SIGNING_NAME,
    protocol: { kind: 'rest-json', routes: ROUTES },
    payloads: { GetIntrospectionSchema: 'schema' },
    operations: {
      EvaluateCode: async (input, caller) => {
        iam.authorize(caller, { action: 'appsync:EvaluateCode', resource: '*' });
        return await evaluate(input, caller);
      },
      // All in one page: a region of the engine has as many APIs as its templates.
      ListGraphqlApis: (_, caller) => {
        iam.authorize(caller, { action: 'appsync:ListGraphqlApis', resource: '*' });
        return Promise.resolve({
          graphqlApis: context.all().map(({ api, created }) => describeGraphqlApi(api, created)),
        });
      },
      ListApis: (_, caller) => {
        iam.authorize(caller, { action: 'appsync:ListApis', resource: '*' });
        return Promise.resolve({ apis: context.allEvents().map(describeEventApi) });
      },
      GetApi: reads(context, GET_API),
      ListChannelNamespaces: reads(context, LIST_CHANNEL_NAMESPACES),
      GetGraphqlApi: reads(context, GET_GRAPHQL_API),
      ListApiKeys: reads(context, LIST_API_KEYS),
      ListResolvers: reads(context, LIST_RESOLVERS),
      GetIntrospectionSchema: reads(context, GET_INTROSPECTION_SCHEMA),
    },
  };
}

function reads<Served extends AnyServedApi>(
  context: OperationContext,
  { action, find, within = () => '', answer }: Reading<Served>,
): Operation {
  return (input, caller) => {
    const served = find(context, textOf(input['apiId']));
    context.iam.authorize(caller, { action, resource: served.api.arn + within(input) });
    return Promise.resolve(answer(served, input));
  };
}

/** A label of the path, which is always text. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

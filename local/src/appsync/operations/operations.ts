// The operations of AppSync's own API that the engine has.
import type { JsonObject, JsonValue } from '../../foundation/json';
import type { Operation } from '../../foundation/service-api';
import type { Iam } from '../../iam/iam';
import type { AppSync } from '../appsync';
import type { ServedApi } from '../http/serving';
import type { JavaScript } from '../javascript/javascript';
import { evaluateCode } from './evaluate-code';
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
}

/** A call with which a person who debugs reads one API. */
interface Reading {
  readonly action: string;
  /** What IAM is asked about, after the API's ARN. */
  readonly within?: (input: JsonObject) => string;
  readonly answer: (served: ServedApi, input: JsonObject) => JsonObject;
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
};

const GET_GRAPHQL_API: Reading = {
  action: 'appsync:GetGraphqlApi',
  answer: ({ api, created }) => ({ graphqlApi: describeGraphqlApi(api, created) }),
};

/** https://docs.aws.amazon.com/appsync/latest/APIReference/API_ListApiKeys.html */
const LIST_API_KEYS: Reading = {
  action: 'appsync:ListApiKeys',
  within: () => '/apikeys/*',
  answer: ({ api }) => ({ apiKeys: api.keys.described() }),
};

const LIST_RESOLVERS: Reading = {
  action: 'appsync:ListResolvers',
  within: ({ typeName }) => `/types/${textOf(typeName)}/resolvers/*`,
  answer: ({ api }, { typeName }) => describeResolvers(api.resolvers, textOf(typeName)),
};

const GET_INTROSPECTION_SCHEMA: Reading = {
  action: 'appsync:GetIntrospectionSchema',
  answer: ({ api }, { format, includeDirectives }) => describeSchema(api, format, includeDirectives !== 'false'),
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
      GetGraphqlApi: reads(context, GET_GRAPHQL_API),
      ListApiKeys: reads(context, LIST_API_KEYS),
      ListResolvers: reads(context, LIST_RESOLVERS),
      GetIntrospectionSchema: reads(context, GET_INTROSPECTION_SCHEMA),
    },
  };
}

function reads({ iam, find }: OperationContext, { action, within = () => '', answer }: Reading): Operation {
  return (input, caller) => {
    const served = find(textOf(input['apiId']));
    iam.authorize(caller, { action, resource: served.api.arn + within(input) });
    return Promise.resolve(answer(served, input));
  };
}

/** A label of the path, which is always text. */
function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

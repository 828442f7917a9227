// A GraphQL API, served: its port, and the names that lead there.
import type { ApiDefinition, CreatedApi } from '../appsync';
import { GraphqlApi } from '../graphql-api';
import type { JavaScript } from '../javascript/javascript';
import type { Neighbours } from '../neighbours';
import { graphqlRealtime } from '../realtime/graphql-realtime';
import { type ApiPlace, type ApiPort, openPort, ownHostsOf } from './api-port';
import { graphqlOverHttp } from './graphql-over-http';

/** An API that is served. */
export interface ServedApi extends ApiPort {
  readonly api: GraphqlApi;
  readonly created: CreatedApi;
}

/** What an API is made of, and where it is served. */
export interface Serving extends ApiPlace {
  readonly neighbours: Neighbours;
  readonly javaScript: JavaScript;
  readonly definition: ApiDefinition;
  /** How many were created before. */
  readonly number: number;
}

/** The length of an API's id and of its endpoint's: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
const ID_LENGTH = 26;

/**
 * Creates an API and serves it.
 * @throws AwsError `BadRequestException`, or UserError `PORT_TAKEN`
 */
export async function serve({ neighbours, javaScript, definition, number, ...place }: Serving): Promise<ServedApi> {
  const { region } = place;
  const name = `${number}/${definition.name}`;
  const apiId = region.ids.lowerCase(`appsync/api/${name}`, ID_LENGTH);
  const endpointId = region.ids.lowerCase(`appsync/endpoint/${name}`, ID_LENGTH);
  const own = ownHostsOf(endpointId, region);
  const api = new GraphqlApi(definition, { apiId, region, neighbours, javaScript });
  const protocols = { overHttp: graphqlOverHttp(api, region), realtime: graphqlRealtime(api, region) };
  const port = await openPort(protocols, own, place);
  return {
    ...port,
    api,
    created: {
      ...{ apiId, arn: api.arn },
      endpointArn: `arn:${region.partition}:appsync:${region.name}:${region.accountId}:endpoints/graphql-api/${endpointId}`,
      graphqlUrl: `http://${port.authority}/graphql`,
      realtimeUrl: `ws://${port.authority}/graphql/realtime`,
      ...{ graphqlHost: own.http, realtimeHost: own.realtime },
    },
  };
}

// An API, served: its port, and the names that lead there.
import type { Hosts } from '../../foundation/host-names';
import type { Network } from '../../foundation/network';
import type { Power } from '../../foundation/power';
import type { Region } from '../../foundation/region';
import { listenWhileUp } from '../../foundation/http/powered-server';
import type { TlsIdentity } from '../../foundation/http/server';
import { urlSuffixOf } from '../../foundation/account';
import type { ApiDefinition, CreatedApi } from '../appsync';
import { Entrances } from './api-host-names';
import { GraphqlApi } from '../graphql-api';
import { answerHttp } from './graphql-over-http';
import type { JavaScript } from '../javascript/javascript';
import { MAX_REQUEST_HEADER_BYTES } from '../limits';
import type { Neighbours } from '../neighbours';
import { createRealtime } from '../realtime/websocket';

/** An API that is served. */
export interface ServedApi {
  readonly api: GraphqlApi;
  readonly created: CreatedApi;
  /** From now on a custom domain name, and CloudFront's name for it, lead here. */
  readonly lead: (domainName: string, cloudFrontName: string) => void;
  /** They lead here no more. */
  readonly release: (domainName: string, cloudFrontName: string) => void;
  /** Ends every connection, and frees the port and the names of the API. */
  readonly stop: () => Promise<void>;
}

/** What an API is made of, and where it is served. */
export interface Serving {
  readonly region: Region;
  readonly neighbours: Neighbours;
  /** Takes the names that lead to the API. */
  readonly hosts: Hosts;
  readonly network: Network;
  readonly power: Power;
  readonly javaScript: JavaScript;
  readonly definition: ApiDefinition;
  /** How many were created before. */
  readonly number: number;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Without it, only HTTP is answered. */
  readonly tls: TlsIdentity | undefined;
}

/** The length of an API's id and of its endpoint's: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
const ID_LENGTH = 26;

/**
 * Creates an API and serves it.
 * @throws AwsError `BadRequestException`, or UserError `PORT_TAKEN`
 */
export async function serve(serving: Serving): Promise<ServedApi> {
  const { region, neighbours, hosts, network, power, javaScript, definition, port, host, tls } = serving;
  const { apiId, endpointId, own } = identityOf(serving);
  const api = new GraphqlApi(definition, { apiId, region, neighbours, javaScript });
  const entrances = new Entrances(own, host);
  const realtime = createRealtime({ api, region, network, entrances });
  const server = await listenWhileUp(
    {
      ...{ port, host, tls, maxHeaderSize: MAX_REQUEST_HEADER_BYTES },
      onRequest: (request, response) => void answerHttp({ api, region, network, entrances }, request, response),
      onUpgrade: (request, socket, head) => void realtime.upgrade(request, socket, head),
    },
    region,
    power,
  );
  for (const hostName of Object.values(own)) hosts.serve(hostName, server);
  return {
    api,
    created: {
      ...{ apiId, arn: api.arn },
      endpointArn: `arn:${region.partition}:appsync:${region.name}:${region.accountId}:endpoints/graphql-api/${endpointId}`,
      graphqlUrl: `http://${host}:${server.port}/graphql`,
      realtimeUrl: `ws://${host}:${server.port}/graphql/realtime`,
      ...{ graphqlHost: own.graphql, realtimeHost: own.realtime },
    },
    lead: (domainName, cloudFrontName) => {
      entrances.add(domainName);
      hosts.serve(cloudFrontName, server);
    },
    release: (domainName, cloudFrontName) => {
      entrances.remove(domainName);
      hosts.release(cloudFrontName);
    },
    stop: async () => {
      for (const hostName of Object.values(own)) hosts.release(hostName);
      realtime.stop();
      await server.stop();
    },
  };
}

/** The ids and the own hosts of an API. */
function identityOf({ region, definition, number }: Serving) {
  const name = `${number}/${definition.name}`;
  const endpointId = region.ids.lowerCase(`appsync/endpoint/${name}`, ID_LENGTH);
  const suffix = `${region.name}.${urlSuffixOf(region.partition)}`;
  return {
    apiId: region.ids.lowerCase(`appsync/api/${name}`, ID_LENGTH),
    endpointId,
    own: {
      graphql: `${endpointId}.appsync-api.${suffix}`,
      realtime: `${endpointId}.appsync-realtime-api.${suffix}`,
    },
  };
}

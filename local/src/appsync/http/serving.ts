// An API, served: its port, the names that lead there, and what the state of the region does to them.
import { UserError } from '../../foundation/errors';
import type { Region } from '../../foundation/region';
import { listen, type TlsIdentity } from '../../foundation/http/server';
import { urlSuffixOf } from '../../cloudformation/template/pseudo-parameter';
import type { ApiDefinition, CreatedApi } from '../appsync';
import { Entrances } from './api-host-names';
import { GraphqlApi } from '../graphql-api';
import { answerHttp } from './graphql-over-http';
import type { JavaScript } from '../javascript/javascript';
import { MAX_REQUEST_HEADER_BYTES } from '../limits';
import { createRealtime } from '../realtime/websocket';

/** An API that is served. */
export interface ServedApi {
  readonly api: GraphqlApi;
  readonly created: CreatedApi;
  /** From now on a custom domain name, and CloudFront's name for it, lead here. */
  readonly lead: (domainName: string, cloudFrontName: string) => void;
  /** Ends every connection and frees the port. */
  readonly stop: () => Promise<void>;
}

/** What an API is made of, and where it is served. */
export interface Serving {
  readonly region: Region;
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
export async function serve({ region, javaScript, definition, number, port, host, tls }: Serving): Promise<ServedApi> {
  const name = `${number}/${definition.name}`;
  const apiId = region.ids.lowerCase(`appsync/api/${name}`, ID_LENGTH);
  const endpointId = region.ids.lowerCase(`appsync/endpoint/${name}`, ID_LENGTH);
  const api = new GraphqlApi(definition, { apiId, region, javaScript });
  const suffix = `${region.name}.${urlSuffixOf(region.partition)}`;
  const own = {
    graphql: `${endpointId}.appsync-api.${suffix}`,
    realtime: `${endpointId}.appsync-realtime-api.${suffix}`,
  };
  const entrances = new Entrances(own, host);
  const realtime = createRealtime({ api, region, entrances });
  const server = await listen({
    ...{ port, host, tls, maxHeaderSize: MAX_REQUEST_HEADER_BYTES },
    onRequest: (request, response) => void answerHttp({ api, region, entrances }, request, response),
    onUpgrade: (request, socket, head) => void realtime.upgrade(request, socket, head),
  });
  for (const hostName of Object.values(own)) region.hosts.serve(hostName, server.port);
  followNetwork(server, region);
  return {
    api,
    created: {
      apiId,
      arn: api.arn,
      endpointArn: `arn:${region.partition}:appsync:${region.name}:${region.accountId}:endpoints/graphql-api/${endpointId}`,
      graphqlUrl: `http://${host}:${server.port}/graphql`,
      realtimeUrl: `ws://${host}:${server.port}/graphql/realtime`,
      graphqlHost: own.graphql,
      realtimeHost: own.realtime,
    },
    lead: (domainName, cloudFrontName) => {
      entrances.add(domainName);
      region.hosts.serve(cloudFrontName, server.port);
    },
    stop: async () => {
      realtime.stop();
      await server.stop();
    },
  };
}

/** A region that is down answers nobody. */
function followNetwork(server: Awaited<ReturnType<typeof listen>>, { network, log, name }: Region): void {
  const follow = () => {
    if (!network.isUp) {
      server.suspend();
      return;
    }
    server.resume().catch((error: unknown) => {
      if (error instanceof UserError) log.info(`${name} cannot come up again: ${error.message}`);
      else log.fault(error);
    });
  };
  network.watch(follow);
  if (!network.isUp) follow();
}

// The port of an API, whatever its protocol: what is answered there, and the names that lead there.
import { urlSuffixOf } from '../../foundation/account';
import type { Hosts } from '../../foundation/host-names';
import { listenWhileUp } from '../../foundation/http/powered-server';
import type { TlsIdentity } from '../../foundation/http/server';
import type { Network } from '../../foundation/network';
import type { Power } from '../../foundation/power';
import type { Region } from '../../foundation/region';
import { MAX_REQUEST_HEADER_BYTES } from '../limits';
import type { RealtimeApi } from '../realtime/realtime-api';
import { createRealtime } from '../realtime/websocket';
import { Entrances, type OwnHosts } from './api-host-names';
import { answerHttp, type OverHttp } from './http-answers';

/** What an API answers. */
export interface ServedProtocols {
  readonly overHttp: OverHttp;
  readonly realtime: RealtimeApi;
}

/** Where an API is served. */
export interface ApiPlace {
  readonly region: Region;
  /** Takes the names that lead to the API. */
  readonly hosts: Hosts;
  readonly network: Network;
  readonly power: Power;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Without it, only HTTP is answered. */
  readonly tls: TlsIdentity | undefined;
}

/** A port at which an API is served. */
export interface ApiPort {
  /** `127.0.0.1:9001` */
  readonly authority: string;
  /** From now on a custom domain name, and CloudFront's name for it, lead here. */
  readonly lead: (domainName: string, cloudFrontName: string) => void;
  /** They lead here no more. */
  readonly release: (domainName: string, cloudFrontName: string) => void;
  /** Ends every connection, and frees the port and the names of the API. */
  readonly stop: () => Promise<void>;
}

/**
 * Opens the port of an API.
 * @throws UserError `PORT_TAKEN`
 */
export async function openPort(
  { overHttp, realtime: realtimeApi }: ServedProtocols,
  own: OwnHosts,
  { region, hosts, network, power, port, host, tls }: ApiPlace,
): Promise<ApiPort> {
  const entrances = new Entrances(own, host);
  const realtime = createRealtime({ realtimeApi, region, network, entrances });
  const front = { answer: overHttp, region, network, entrances };
  const server = await listenWhileUp(
    {
      ...{ port, host, tls, maxHeaderSize: MAX_REQUEST_HEADER_BYTES },
      onRequest: (request, response) => void answerHttp(front, request, response),
      onUpgrade: (request, socket, head) => void realtime.upgrade(request, socket, head),
    },
    region,
    power,
  );
  for (const hostName of [own.http, own.realtime]) hosts.serve(hostName, server);
  return {
    authority: `${host}:${server.port}`,
    lead: (domainName, cloudFrontName) => {
      entrances.add(domainName);
      hosts.serve(cloudFrontName, server);
    },
    release: (domainName, cloudFrontName) => {
      entrances.remove(domainName);
      hosts.release(cloudFrontName);
    },
    stop: async () => {
      for (const hostName of [own.http, own.realtime]) hosts.release(hostName);
      realtime.stop();
      await server.stop();
    },
  };
}

/** The API's own hosts: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
export function ownHostsOf(endpointId: string, { name, partition }: Region): OwnHosts {
  const suffix = `${name}.${urlSuffixOf(partition)}`;
  return {
    http: `${endpointId}.appsync-api.${suffix}`,
    realtime: `${endpointId}.appsync-realtime-api.${suffix}`,
  };
}

// An Event API, served: its port, and the names that lead there.
import { type ApiPlace, type ApiPort, openPort, ownHostsOf } from '../http/api-port';
import type { JavaScript } from '../javascript/javascript';
import type { Neighbours } from '../neighbours';
import type { CreatedEventApi, EventApiDefinition } from './definitions';
import { EventApi } from './event-api';
import { eventOverHttp } from './event-over-http';
import { eventRealtime } from './event-realtime';

/** An Event API that is served. */
export interface ServedEventApi extends ApiPort {
  readonly api: EventApi;
  readonly created: CreatedEventApi;
}

/** What an API is made of, and where it is served. */
export interface EventServing extends ApiPlace {
  readonly neighbours: Neighbours;
  readonly javaScript: JavaScript;
  readonly definition: EventApiDefinition;
  /** How many were created before. */
  readonly number: number;
}

/** As of a GraphQL API: https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html */
const ID_LENGTH = 26;

/**
 * Creates an Event API and serves it.
 * @throws AwsError `BadRequestException`, or UserError `PORT_TAKEN`
 */
export async function serveEvents(serving: EventServing): Promise<ServedEventApi> {
  const { neighbours, javaScript, definition, number, ...place } = serving;
  const { region } = place;
  const name = `${number}/${definition.name}`;
  const apiId = region.ids.lowerCase(`appsync/event-api/${name}`, ID_LENGTH);
  const own = ownHostsOf(region.ids.lowerCase(`appsync/event-endpoint/${name}`, ID_LENGTH), region);
  const api = new EventApi(definition, { apiId, region, neighbours, javaScript });
  const port = await openPort({ overHttp: eventOverHttp(api), realtime: eventRealtime(api) }, own, place);
  return {
    ...port,
    api,
    created: {
      ...{ apiId, arn: api.arn },
      eventUrl: `http://${port.authority}/event`,
      realtimeUrl: `ws://${port.authority}/event/realtime`,
      ...{ httpHost: own.http, realtimeHost: own.realtime },
    },
  };
}

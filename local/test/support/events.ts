// Builds Event APIs for tests, and clients of them.
import { WebSocket } from 'ws';
import type { AppSync, DataSourceDefinition } from '../../src/appsync/appsync';
import type {
  ChannelNamespaceDefinition,
  CreatedEventApi,
  EventApiDefinition,
  HandlerDefinition,
} from '../../src/appsync/events/definitions';
import { createJavaScript } from '../../src/appsync/javascript/v8';
import { createAppSync } from '../../src/appsync/service';
import type { JsonObject, JsonValue } from '../../src/foundation/json';
import {
  aNeighbourhood,
  answerOf,
  type Frame,
  headerProtocol,
  type HttpAnswer,
  type Neighbourhood,
  RealtimeClient,
  signedFor,
} from './appsync';

/** An Event API for callers with a key, or with a signature. */
export function anEventApi(overrides: Partial<EventApiDefinition> = {}): EventApiDefinition {
  const { providers = ['API_KEY', 'AWS_IAM'] } = overrides;
  return {
    ...{ name: 'events', providers },
    ...{ connectionModes: providers, publishModes: providers, subscribeModes: providers },
    ...overrides,
  };
}

/** A namespace without handlers. */
export function aNamespace(overrides: Partial<ChannelNamespaceDefinition> = {}): ChannelNamespaceDefinition {
  return { name: 'news', ...overrides };
}

/** A handler around a data source. */
export function aHandlerOf(dataSourceName: string, overrides: Partial<HandlerDefinition> = {}): HandlerDefinition {
  return { behavior: 'CODE', dataSourceName, invokeType: 'REQUEST_RESPONSE', ...overrides };
}

/** What an API is built from. */
export interface EventApiOptions {
  readonly api?: Partial<EventApiDefinition>;
  readonly dataSources?: readonly DataSourceDefinition[];
  readonly namespaces?: readonly ChannelNamespaceDefinition[];
  readonly region?: Neighbourhood;
}

/** An Event API that is served. */
export interface StartedEventApi {
  readonly appSync: AppSync;
  readonly api: CreatedEventApi;
  readonly apiKey: string;
  readonly region: Neighbourhood;
  /** Frees its port, and fails the test that caused a fault of the engine. */
  readonly stop: () => Promise<void>;
}

/** Starts an Event API; its one namespace is `news` unless told otherwise. */
export async function startEventApi(options: EventApiOptions = {}): Promise<StartedEventApi> {
  const { region = aNeighbourhood(), dataSources = [], namespaces = [aNamespace()] } = options;
  const appSync = createAppSync(region, { ...region, newJavaScript: createJavaScript });
  const api = await appSync.createEventApi(anEventApi(options.api));
  for (const dataSource of dataSources) appSync.createDataSource(api.apiId, dataSource);
  for (const namespace of namespaces) appSync.createChannelNamespace(api.apiId, namespace);
  const { key } = appSync.createApiKey(api.apiId);
  const stop = async () => {
    await appSync.stop();
    const [fault] = region.faults;
    if (fault !== undefined) throw new Error('The engine had a fault.', { cause: fault });
  };
  return { appSync, api, apiKey: key, region, stop };
}

/** The authorization of a caller with the API's key. */
export function keyOf({ api, apiKey }: StartedEventApi): Record<string, string> {
  return { host: new URL(api.eventUrl).host, 'x-api-key': apiKey };
}

/** The authorization of the user of `ACCESS_KEY` for a request with this body. */
export async function signatureFor(
  { api, region }: StartedEventApi,
  body: JsonObject,
): Promise<Record<string, string>> {
  return signedFor(new URL(api.eventUrl), region, JSON.stringify(body));
}

/** Publishes over HTTP, with the API's key unless told otherwise. Every event is written as JSON. */
export async function publish(
  started: StartedEventApi,
  channel: string,
  events: readonly JsonValue[],
  headers?: Readonly<Record<string, string>>,
): Promise<HttpAnswer> {
  return post(started, { channel, events: events.map((event) => JSON.stringify(event)) }, headers);
}

/** Sends a body to the HTTP endpoint. */
export async function post(
  { api, apiKey }: StartedEventApi,
  body: string | JsonObject,
  headers: Readonly<Record<string, string>> = { 'x-api-key': apiKey },
): Promise<HttpAnswer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answerOf(await fetch(api.eventUrl, { method: 'POST', headers, body: text }));
}

/** A client of the real-time endpoint. */
export class EventClient extends RealtimeClient {
  readonly #authorization: JsonObject;

  /** @param authorization what its messages show unless told otherwise */
  constructor(socket: WebSocket, authorization: JsonObject) {
    super(socket);
    this.#authorization = authorization;
  }

  /** Sends a message and takes the answer. */
  async ask(message: JsonObject): Promise<Frame> {
    this.send(message);
    return this.next();
  }

  /** Subscribes, and takes the answer. */
  async subscribe(
    channel: string,
    id = channel.replaceAll(/[^a-zA-Z0-9-]/g, '_'),
    authorization?: JsonObject,
  ): Promise<Frame> {
    return this.ask({ type: 'subscribe', id, channel, authorization: authorization ?? this.#authorization });
  }

  /** Publishes values as JSON, and takes the answer. */
  async publish(channel: string, events: readonly JsonValue[], id = 'p', authorization?: JsonObject): Promise<Frame> {
    const texts = events.map((event) => JSON.stringify(event));
    return this.ask({
      type: 'publish',
      id,
      channel,
      events: texts,
      authorization: authorization ?? this.#authorization,
    });
  }
}

/** Opens a WebSocket with the API's key. */
export async function openEvents(
  started: StartedEventApi,
  protocols: readonly string[] = ['aws-appsync-event-ws', headerProtocol(keyOf(started))],
  headers: Readonly<Record<string, string>> = {},
): Promise<EventClient> {
  const socket = new WebSocket(started.api.realtimeUrl, [...protocols], { headers });
  const client = new EventClient(socket, keyOf(started));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return client;
}

/** A client that subscribed to channels, with the API's key. */
export async function subscribed(started: StartedEventApi, ...channels: readonly string[]): Promise<EventClient> {
  const client = await openEvents(started);
  for (const channel of channels) await client.subscribe(channel);
  return client;
}

/** What a client is given next, once for each of its subscriptions. */
export async function eventOf(client: RealtimeClient): Promise<JsonValue> {
  const { event } = await client.next();
  return typeof event === 'string' ? (JSON.parse(event) as JsonValue) : (event ?? null);
}

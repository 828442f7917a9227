// A bare client of an Event API, a region's or at the front door: it publishes with POST, and subscribes over a WebSocket, frame by frame.
import { WebSocket } from 'ws';
import type { JsonObject, JsonValue } from 'local-aws';
import { headerProtocol } from '../../../local/test/support/appsync';
import { Inbox, type ReceivedMessage } from '../../../local/test/support/messages';
import type { Api, TestPlanet } from '../planet';

/** An Event API, as a client needs it. */
export interface EventDoor {
  readonly region: string;
  readonly eventUrl: string;
  readonly realtimeUrl: string;
  readonly apiKey: string;
  /** The authorities to trust, PEM, where it is reached by WSS. */
  readonly ca?: string;
}

/** A message as the Event API broadcasts it: its `data` is JSON, not JSON in a text. */
export interface EventMessage extends Omit<ReceivedMessage, 'data'> {
  readonly data: JsonValue;
}

/** Credentials: the headers of a request, or the authorization of a frame but for its `host`. */
export type Shown = Readonly<Record<string, string>>;

/** What an Event API answers. */
export interface Published {
  readonly status: number;
  readonly body: JsonObject;
}

/** A client that listens to a channel, or to every channel below one. */
export interface EventSubscriber {
  /** The frame that answered the subscription. */
  readonly answer: JsonObject;
  /** What has arrived. */
  readonly messages: readonly EventMessage[];
  /** The first message for which `is` holds, now or later. */
  find(is: (message: EventMessage) => boolean): Promise<EventMessage>;
  /** The close code, once the server or the client has closed. */
  readonly closed: Promise<number>;
  close(): void;
}

/** The Event API of a region of a planet. */
export function eventDoor(planet: TestPlanet, region: string): EventDoor {
  const [api] = planet.regions.get(region)?.eventApis ?? [];
  if (!api) throw new Error(`No Event API in ${region}.`);
  return { region, ...api, apiKey: api.apiKeys[0] ?? '' };
}

/** The Events door as viewers near a region see it: the front door. Its key is of no use, since it may lead to any region. */
export function eventEdge({ region, graphqlUrl, ca }: Api): EventDoor {
  const eventUrl = new URL('/event', graphqlUrl).href;
  return { ...{ region, eventUrl, ca }, realtimeUrl: `${eventUrl.replace(/^http/, 'ws')}/realtime`, apiKey: '' };
}

/** Publishes values as JSON, with the API's key unless told otherwise. */
export async function publishEvents(
  door: EventDoor,
  channel: string,
  events: readonly JsonValue[],
  shown: Shown = { 'x-api-key': door.apiKey },
): Promise<Published> {
  const body = bodyOf(channel, events);
  const headers = { 'content-type': 'application/json', ...shown };
  const answer = await fetch(door.eventUrl, { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as JsonObject };
}

/** The body of such a request, which a signature is for. */
export function bodyOf(channel: string, events: readonly JsonValue[]): string {
  return JSON.stringify({ channel: `/${channel}`, events: events.map((event) => JSON.stringify(event)) });
}

/**
 * Connects with the API's key, and subscribes with it unless told otherwise.
 * @param connecting shown in the place of the key to connect
 * @returns with the answer `connection_error`, if it could not even connect
 */
export async function eventSubscriber(
  door: EventDoor,
  channel: string,
  shown: Shown = { 'x-api-key': door.apiKey },
  connecting: Shown = { 'x-api-key': door.apiKey },
): Promise<EventSubscriber> {
  const { host } = new URL(door.eventUrl);
  const protocols = ['aws-appsync-event-ws', headerProtocol({ host, ...connecting })];
  const socket = new WebSocket(door.realtimeUrl, protocols, { ca: door.ca });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const frames = new Inbox<JsonObject>();
  const inbox = new Inbox<EventMessage>();
  socket.on('message', (text: Buffer) => {
    const frame = JSON.parse(text.toString()) as JsonObject;
    const { event } = frame;
    if (typeof event === 'string') inbox.push(JSON.parse(event) as EventMessage);
    else frames.push(frame);
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.send(
    JSON.stringify({ type: 'subscribe', id: 'one', channel: `/${channel}`, authorization: { host, ...shown } }),
  );
  return {
    answer: await frames.find(({ id, type }) => id === 'one' || type === 'connection_error'),
    messages: inbox.items,
    find: async (is) => inbox.find(is),
    closed,
    close: () => socket.terminate(),
  };
}

// Builds AppSync APIs for tests: a region of fakes, resolvers written as functions, and a client that misses nothing.
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { WebSocket } from 'ws';
import type { ApiDefinition, AppSync, CreatedApi } from '../../src/appsync/appsync';
import type { Evaluation, Invalidation, JavaScript, RaisedError } from '../../src/appsync/javascript/javascript';
import { type AppSyncOptions, createAppSync } from '../../src/appsync/service';
import { AwsError } from '../../src/foundation/errors';
import type { EventBridge, PutEventsEntry, PutEventsResult } from '../../src/eventbridge/eventbridge';
import type { AccessRequest, AssumedRole, Iam } from '../../src/iam/iam';
import type { Lambda } from '../../src/lambda/lambda';
import type { Acm } from '../../src/acm/acm';
import type { DynamoDb } from '../../src/dynamodb/dynamodb';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/foundation/json';
import { Hosts } from '../../src/foundation/host-names';
import { PlanetNetwork } from '../../src/foundation/network';
import type { Log, LoggedSubscription } from '../../src/foundation/log';
import type { Region } from '../../src/foundation/region';
import { fakeClock, type FakeClock } from './clock';
import { aRegion, serviceWith } from './region';

/** What a handler may do besides returning. */
export interface Effects {
  readonly error: (message: string, errorType?: string, data?: JsonValue, errorInfo?: JsonValue) => never;
  readonly appendError: (message: string, errorType?: string) => void;
  readonly earlyReturn: (value: JsonValue, skipTo?: 'END' | 'NEXT') => never;
  readonly setSubscriptionFilter: (filter: JsonValue) => void;
  readonly setSubscriptionInvalidationFilter: (filter: JsonValue) => void;
  readonly invalidateSubscriptions: (invalidation: Invalidation) => void;
  readonly stash: (name: string, value: JsonValue) => void;
}

/** A handler of a resolver, written as a function. */
export type FakeHandler = (context: JsonObject, effects: Effects) => JsonValue;

/** The handlers of a resolver; what is missing returns the arguments as payload, or the result. */
export interface FakeCode {
  readonly request?: FakeHandler;
  readonly response?: FakeHandler;
}

class Raised extends Error {
  constructor(readonly raised: RaisedError) {
    super(raised.message);
  }
}

class Returned extends Error {
  constructor(
    readonly value: JsonValue,
    readonly skipTo: 'END' | 'NEXT',
  ) {
    super();
  }
}

/** Runs handlers by the name that stands where the code would. */
export function fakeJavaScript(codes: Readonly<Record<string, FakeCode>>): JavaScript {
  return {
    compile: (code) => ({
      exported: new Set(['request', 'response']),
      evaluate: (handler, context) => {
        const handlers = codes[code] ?? {};
        const run = handler === 'request' ? (handlers.request ?? asPayload) : (handlers.response ?? asResult);
        // What crosses into a real engine is JSON, so that nothing is shared.
        const copy = JSON.parse(JSON.stringify(context)) as JsonObject;
        return evaluated(run, { ...copy, args: copy['arguments'] ?? {} });
      },
    }),
  };
}

const asPayload: FakeHandler = (context) => ({ payload: context['arguments'] ?? null });
const asResult: FakeHandler = (context) => context['result'] ?? null;

function evaluated(run: FakeHandler, context: JsonObject): Evaluation {
  const did: { -readonly [Key in keyof Evaluation]: Evaluation[Key] } = {
    stash: isJsonObject(context['stash']) ? context['stash'] : {},
    outErrors: [],
    logs: [],
    invalidations: [],
  };
  try {
    did.result = run(context, effectsOn(did));
  } catch (error) {
    if (error instanceof Raised) did.error = { ...error.raised, codeErrors: [] };
    else if (error instanceof Returned) did.earlyReturn = { value: error.value, skipTo: error.skipTo };
    else throw error;
  }
  return did;
}

function effectsOn(did: { -readonly [Key in keyof Evaluation]: Evaluation[Key] }): Effects {
  return {
    error: (message, errorType, data = null, errorInfo = null) => {
      throw new Raised({ message, errorType: errorType ?? null, data, errorInfo });
    },
    appendError: (message, errorType) => {
      did.outErrors = [...did.outErrors, { message, errorType: errorType ?? null, data: null, errorInfo: null }];
    },
    earlyReturn: (value, skipTo = 'END') => {
      throw new Returned(value, skipTo);
    },
    setSubscriptionFilter: (filter) => {
      did.subscriptionFilter = filter;
    },
    setSubscriptionInvalidationFilter: (filter) => {
      did.invalidationFilter = filter;
    },
    invalidateSubscriptions: (invalidation) => {
      did.invalidations = [...did.invalidations, invalidation];
    },
    stash: (name, value) => {
      did.stash = { ...did.stash, [name]: value };
    },
  };
}

/** The key pair that the fake region knows. */
export const ACCESS_KEY = {
  accessKeyId: 'AKIAEXAMPLE000000000',
  secretAccessKey: 'a-secret-of-the-tests',
  principal: {
    kind: 'user',
    arn: 'arn:aws:iam::123456789012:user/tester',
    accountId: '123456789012',
    userId: 'AIDAEXAMPLE',
    accessKeyId: 'AKIAEXAMPLE000000000',
  },
} as const;

/** The role that EventBridge uses. */
export const ROLE: AssumedRole = {
  kind: 'assumed-role',
  arn: 'arn:aws:sts::123456789012:assumed-role/deliver/session',
  roleArn: 'arn:aws:iam::123456789012:role/deliver',
  accountId: '123456789012',
  userId: 'AROAEXAMPLE:session',
};

/** A region, and the fakes that AppSync has for neighbours there. */
export interface Neighbourhood extends Region, Omit<AppSyncOptions, 'newJavaScript'> {
  readonly clock: FakeClock;
  /** The network of which `network` is the region's view. */
  readonly planet: PlanetNetwork;
  readonly lines: string[];
  readonly faults: unknown[];
  /** Who was let in to subscriptions. */
  readonly listeners: LoggedSubscription[];
  /** What IAM was asked. */
  readonly asked: AccessRequest[];
  /** What was put on buses. */
  readonly entries: PutEventsEntry[];
  /** What they say that have no `Detail`. */
  readonly details: (JsonObject | undefined)[];
}

/** What the neighbours do when they are asked. */
export interface NeighbourhoodOptions {
  readonly allows?: (request: AccessRequest) => boolean;
  readonly putEvents?: () => PutEventsResult;
  readonly lambda?: Partial<Lambda>;
  readonly acm?: Acm;
}

/** @param options everything is allowed, and every event accepted, unless told */
export function aNeighbourhood(options: NeighbourhoodOptions = {}): Neighbourhood {
  const entries: PutEventsEntry[] = [];
  const details: (JsonObject | undefined)[] = [];
  const lines: string[] = [];
  const faults: unknown[] = [];
  const listeners: LoggedSubscription[] = [];
  const log: Log = {
    info: (line) => lines.push(line),
    fault: (error) => faults.push(error),
    subscribed: (subscription) => listeners.push(subscription),
  };
  const accepted = () => ({ FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: 'event-1' })) });
  const {
    allows = () => true,
    putEvents = accepted,
    acm = serviceWith<Acm>('ACM', { addUser: () => undefined }),
  } = options;
  const network = new PlanetNetwork();
  const clock = fakeClock();
  const asked: AccessRequest[] = [];
  return {
    ...aRegion({ log }),
    ...{ asked, entries, details, lines, faults, listeners, acm, clock },
    iam: permissive(asked, allows),
    lambda: serviceWith<Lambda>('Lambda', options.lambda),
    dynamoDb: serviceWith<DynamoDb>('DynamoDB'),
    eventBridge: serviceWith<EventBridge>('EventBridge', {
      putEvents: (put, _caller, detailsPut = []) => {
        entries.push(...put);
        details.push(...detailsPut);
        return putEvents();
      },
    }),
    hosts: new Hosts(),
    planet: network,
    network: network.of('us-west-2'),
    power: network.powerOf('us-west-2'),
  };
}

/** An IAM that knows one user and one role, and notes what it is asked. */
function permissive(asked: AccessRequest[], allows: (request: AccessRequest) => boolean): Iam {
  return serviceWith<Iam>('IAM', {
    accessKey: (id) => (id === ACCESS_KEY.accessKeyId ? ACCESS_KEY : undefined),
    assumeRole: () => ROLE,
    sessionKey: () => ({ ...ACCESS_KEY, sessionToken: 'token' }),
    authorize: (_principal, request) => {
      asked.push(request);
      if (!allows(request)) throw new AwsError('AccessDeniedException', 'No policy allows it.', 403);
    },
  });
}

/** An API with both modes, its default an API key. */
export function anApi(overrides: Partial<ApiDefinition> = {}): ApiDefinition {
  return {
    name: 'test',
    authModes: ['API_KEY', 'AWS_IAM'],
    environment: { REGION: 'us-west-2' },
    introspection: true,
    queryDepthLimit: 0,
    resolverCountLimit: 0,
    ...overrides,
  };
}

/** What an API is built from. */
export interface ApiOptions {
  readonly schema: string;
  /** Resolvers by coordinate, such as `Query.hello`; each asks the data source `none`. */
  readonly resolvers?: Readonly<Record<string, FakeCode>>;
  readonly api?: Partial<ApiDefinition>;
  readonly region?: Neighbourhood;
}

/** An API that is served. */
export interface StartedApi {
  readonly appSync: AppSync;
  readonly api: CreatedApi;
  readonly apiKey: string;
  readonly region: Neighbourhood;
  stop(): Promise<void>;
}

/** Starts an API with a resolver for each coordinate. */
export async function startApi(options: ApiOptions): Promise<StartedApi> {
  const { schema, resolvers = {}, region = aNeighbourhood() } = options;
  const appSync = createAppSync(region, { ...region, newJavaScript: () => fakeJavaScript(resolvers) });
  const api = await appSync.createGraphqlApi(anApi(options.api));
  appSync.putSchema(api.apiId, schema);
  appSync.createDataSource(api.apiId, { name: 'none', type: 'NONE' });
  for (const code of Object.keys(resolvers)) {
    const [typeName = '', fieldName = ''] = code.split('.');
    appSync.createResolver(api.apiId, { kind: 'UNIT', dataSourceName: 'none', typeName, fieldName, code });
  }
  const { key } = appSync.createApiKey(api.apiId);
  return { appSync, api, apiKey: key, region, stop: () => appSync.stop() };
}

/** Stops an API, and fails the test that caused a fault of the engine. */
export async function stopApi(started: StartedApi | undefined): Promise<void> {
  await started?.stop();
  const [fault] = started?.region.faults ?? [];
  if (fault !== undefined) throw new Error('The engine had a fault.', { cause: fault });
}

/** An answer over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: JsonObject;
}

/** Sends a request with the API's key; `headers` replace it. */
export async function post(
  { api, apiKey }: StartedApi,
  body: string | JsonObject,
  headers: Readonly<Record<string, string>> = { 'x-api-key': apiKey },
): Promise<HttpAnswer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return answerOf(await fetch(api.graphqlUrl, { method: 'POST', headers, body: text }));
}

/** Reads an answer. */
export async function answerOf(response: Response): Promise<HttpAnswer> {
  const text = await response.text();
  const body = text === '' ? {} : (JSON.parse(text) as JsonObject);
  return { status: response.status, headers: response.headers, body };
}

/** The headers of a request that is signed by the user of `ACCESS_KEY`. */
export async function signed(
  { api, region }: StartedApi,
  body: string,
  path = '/graphql',
): Promise<Record<string, string>> {
  return signedFor(new URL(path, api.graphqlUrl), region, body);
}

/** The headers of a request to a URL, as above. */
export async function signedFor(url: URL, region: Neighbourhood, body: string): Promise<Record<string, string>> {
  const signer = new SignatureV4({ credentials: ACCESS_KEY, region: region.name, service: 'appsync', sha256: Sha256 });
  const { hostname, port, host, pathname } = url;
  const request = {
    method: 'POST',
    protocol: 'http:',
    hostname,
    port: Number(port),
    path: pathname,
    headers: { host, 'content-type': 'application/json; charset=UTF-8' },
    body,
  };
  const { headers } = await signer.sign(request, { signingDate: new Date(region.clock.now()) });
  return headers;
}

/** A frame, parsed. */
export type Frame = JsonObject;

/** A real-time client that keeps every frame from the first byte on. */
export class RealtimeClient {
  readonly #frames: Frame[] = [];
  #waiting: (() => void)[] = [];
  #closed = false;

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      this.#frames.push(JSON.parse(data.toString()) as Frame);
      this.#wake();
    });
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
    socket.on('error', () => undefined);
  }

  send(frame: JsonObject | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame, whatever it is. */
  async next(): Promise<Frame> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame) return frame;
      if (this.#closed) throw new Error('The connection was closed.');
      await this.#change();
    }
  }

  /** Resolves when the connection is closed. */
  async closed(): Promise<void> {
    while (!this.#closed) await this.#change();
  }

  /** Sends `connection_init` and takes the acknowledgement. */
  async init(): Promise<Frame> {
    this.send({ type: 'connection_init' });
    return this.next();
  }

  /** Sends `start` and takes the answer. */
  async start(id: string, request: JsonObject, authorization: JsonObject): Promise<Frame> {
    this.send({ id, type: 'start', payload: { data: JSON.stringify(request), extensions: { authorization } } });
    return this.next();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }
}

/** How a client connects. */
export interface ConnectOptions {
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
}

/** Opens a WebSocket; credentials go in the subprotocol unless told otherwise. */
export async function open({ api, apiKey }: StartedApi, options: ConnectOptions = {}): Promise<RealtimeClient> {
  const { host } = new URL(api.graphqlUrl);
  const { path = '/graphql/realtime', headers = {} } = options;
  const protocols = options.protocols ?? ['graphql-ws', headerProtocol({ host, 'x-api-key': apiKey })];
  const socket = new WebSocket(`ws://${host}${path}`, [...protocols], { headers });
  const client = new RealtimeClient(socket);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return client;
}

/** The subprotocol that carries an authorization object. */
export function headerProtocol(authorization: JsonObject): string {
  return `header-${Buffer.from(JSON.stringify(authorization)).toString('base64url')}`;
}

/** A client that is acknowledged. */
export async function connect(started: StartedApi): Promise<RealtimeClient> {
  const client = await open(started);
  await client.init();
  return client;
}

/** The authorization object of a caller with the API's key. */
export function keyOf({ api, apiKey }: StartedApi): JsonObject {
  return { host: new URL(api.graphqlUrl).host, 'x-api-key': apiKey };
}

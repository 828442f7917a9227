// One Event API: its keys, data sources and channel namespaces, and how it takes and broadcasts events.
import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../foundation/errors';
import type { JsonObject } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import type { AuthMode, LambdaAuthorizerDefinition } from '../authorization/auth-modes';
import { ApiKeys } from '../authorization/api-keys';
import { authenticate, identityOf, requirePermission, type Gate } from '../authorization/authorization';
import type { Credentials } from '../authorization/credentials';
import { LambdaAuthorizer } from '../authorization/lambda-authorizer';
import { DataSources } from '../data-sources/data-sources';
import { shortened } from '../excerpt';
import type { Origin } from '../http/origin';
import type { JavaScript } from '../javascript/javascript';
import type { Neighbours } from '../neighbours';
import { Subscriptions, type Listener } from '../realtime/subscriptions';
import { type Channel, channelOf, namespaceNameIn, subscribedOf } from './channel';
import { type ChannelNamespace, ChannelNamespaces, requireProviders } from './channel-namespaces';
import type { EventApiDefinition } from './definitions';
import { badRequest } from './event-error';
import { contextOf } from './handler-context';
import { broadcast, listenerOf } from './broadcast';
import { describePublished, sentEvents } from './published-events';

/** What an API needs of its surroundings. */
export interface EventApiSurroundings {
  readonly apiId: string;
  readonly region: Region;
  readonly neighbours: Neighbours;
  readonly javaScript: JavaScript;
}

/** Who asks, and from where. */
export interface Asking {
  readonly credentials: Credentials;
  readonly origin: Origin;
}

/** What a client publishes, as it was sent: `{ channel, events }`. */
export type PublishRequest = JsonObject;

/** An Event API and everything that was created in it. */
export class EventApi {
  readonly apiId: string;
  readonly arn: string;
  readonly keys: ApiKeys;
  readonly dataSources: DataSources;
  readonly namespaces: ChannelNamespaces;
  readonly subscriptions = new Subscriptions((error) => this.#surroundings.region.log.fault(error));
  #definition: EventApiDefinition;
  #authorizer: LambdaAuthorizer | undefined;
  readonly #surroundings: EventApiSurroundings;

  /** @throws AwsError `BadRequestException` */
  constructor(definition: EventApiDefinition, surroundings: EventApiSurroundings) {
    checkDefinition(definition);
    const { apiId, region } = surroundings;
    this.#surroundings = surroundings;
    this.#definition = definition;
    this.apiId = apiId;
    this.arn = `arn:${region.partition}:appsync:${region.name}:${region.accountId}:apis/${apiId}`;
    this.keys = new ApiKeys(this.arn, region);
    this.dataSources = new DataSources({ ...surroundings, apiArn: this.arn });
    this.namespaces = new ChannelNamespaces({
      ...{ apiArn: this.arn, dataSources: this.dataSources, javaScript: surroundings.javaScript },
      providers: () => this.#definition.providers,
      logged: (line) => this.logged(line),
    });
    this.#authorizer = definition.lambdaAuthorizer && this.#authorizerOf(definition.lambdaAuthorizer);
  }

  get name(): string {
    return this.#definition.name;
  }

  /** What the API was asked to be. */
  get definition(): EventApiDefinition {
    return this.#definition;
  }

  /** Takes other settings from now on; connections and subscriptions go on. @throws AwsError `BadRequestException` */
  update(definition: EventApiDefinition): void {
    checkDefinition(definition);
    const { lambdaAuthorizer } = definition;
    if (!isDeepStrictEqual(lambdaAuthorizer, this.#definition.lambdaAuthorizer)) {
      this.#authorizer = lambdaAuthorizer && this.#authorizerOf(lambdaAuthorizer);
    }
    this.#definition = definition;
  }

  /** Deletes a channel namespace, and ends the subscriptions in it (EV-35). @throws AwsError `NotFoundException` */
  deleteNamespace(name: string): void {
    this.namespaces.delete(name);
    this.subscriptions.invalidate({ subscriptionField: name, payload: {} });
  }

  /** Lets a connection in. Rejects with Unauthorized. */
  async connect(credentials: Credentials): Promise<void> {
    const { iam } = this.#surroundings.neighbours;
    const gate = this.#gateOf(this.#definition.connectionModes);
    const caller = await authenticate(gate, credentials, this.#surroundings.region);
    requirePermission(caller, { action: 'appsync:EventConnect', resources: [this.arn] }, iam);
  }

  /**
   * Takes events, and hands them to the subscribers before it answers.
   * Rejects with Unauthorized or EventError.
   */
  async publish({ channel, events }: PublishRequest, { credentials, origin }: Asking): Promise<JsonObject> {
    const { region, neighbours } = this.#surroundings;
    const found = this.#namespaceOf(channel);
    const gate = this.#gateOf(found?.definition.publishModes ?? this.#definition.publishModes);
    const caller = await authenticate(gate, credentials, region);
    const to = channelOf(textOf(channel));
    const namespace = required(found, to);
    const resources = [namespace.arn];
    requirePermission(caller, { action: 'appsync:EventPublish', resources }, neighbours.iam);
    const sent = sentEvents(events);
    const incoming = sent.map(({ id, payload }) => ({ id, payload }));
    const context = contextOf({ operation: 'PUBLISH', channel: to, events: incoming, caller, origin });
    const published = await namespace.onPublish(sent, context);
    for (const { text } of published.outgoing) broadcast(this.subscriptions, to, text);
    return describePublished(sent, published);
  }

  /**
   * Finds what a subscriber listens to, if it may.
   * Rejects with Unauthorized or EventError.
   */
  async subscribe(channel: string, { credentials, origin }: Asking): Promise<Listener> {
    const { region, neighbours } = this.#surroundings;
    const found = this.#namespaceOf(channel);
    const gate = this.#gateOf(found?.definition.subscribeModes ?? this.#definition.subscribeModes);
    const caller = await authenticate(gate, credentials, region);
    const to = subscribedOf(channel);
    const namespace = required(found, to);
    const resources = [namespace.arn];
    requirePermission(caller, { action: 'appsync:EventSubscribe', resources }, neighbours.iam);
    await namespace.onSubscribe(contextOf({ operation: 'SUBSCRIBE', channel: to, events: null, caller, origin }));
    // It may have been deleted meanwhile, and nothing would end the subscription any more (EV-35).
    required(this.#namespaceOf(channel), to);
    const identity = identityOf(caller, origin.sourceIp);
    region.log.subscribed?.({ region: region.name, to: { channel: to.path }, identity });
    return listenerOf(to);
  }

  /** Tells the person at the terminal what the API's code logs, or what it does not deliver. */
  logged(line: string): void {
    const { log, name } = this.#surroundings.region;
    log.info(`${name} ${this.name} ${line}`);
  }

  /** Before it is known who asks, only whom the namespace lets in depends on it. */
  #namespaceOf(channel: JsonObject[string] | undefined): ChannelNamespace | undefined {
    return this.namespaces.find(namespaceNameIn(textOf(channel)));
  }

  #gateOf(authModes: readonly AuthMode[]): Gate {
    return {
      iam: this.#surroundings.neighbours.iam,
      authModes,
      isValidKey: (key) => this.keys.isValid(key),
      authorizer: authModes.includes('AWS_LAMBDA') ? this.#authorizer : undefined,
    };
  }

  #authorizerOf(definition: LambdaAuthorizerDefinition): LambdaAuthorizer {
    const { apiId, neighbours, region } = this.#surroundings;
    return new LambdaAuthorizer({
      ...{ contextName: 'handlerContext', definition, apiId, apiArn: this.arn, region, lambda: neighbours.lambda },
      logged: (line) => this.logged(line),
    });
  }
}

function textOf(value: JsonObject[string] | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Whether there is a namespace is told only to those who may know. */
function required(namespace: ChannelNamespace | undefined, channel: Channel): ChannelNamespace {
  if (namespace) return namespace;
  throw badRequest(`There is no channel namespace ${shortened(channel.segments[0] ?? '')}.`);
}

function checkDefinition({ name, providers, ...modes }: EventApiDefinition): void {
  if (name === '') throw new AwsError('BadRequestException', 'An API needs a name.');
  const { connectionModes, publishModes, subscribeModes } = modes;
  requireProviders([...connectionModes, ...publishModes, ...subscribeModes], providers);
}

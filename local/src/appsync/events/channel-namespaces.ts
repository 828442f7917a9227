// The channel namespaces of one Event API: who may use them, and what their handlers do.
import { AwsError } from '../../foundation/errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import type { AuthMode } from '../authorization/auth-modes';
import { compiledCode } from '../compiled-code';
import type { DataSources } from '../data-sources/data-sources';
import type { CompiledCode, EventHandler, JavaScript } from '../javascript/javascript';
import { MAX_CHANNEL_NAMESPACES, MAX_NAMESPACE_CODE_LENGTH } from '../limits';
import { SEGMENT } from './channel';
import type { ChannelNamespaceDefinition, HandlerDefinition } from './definitions';
import { handlerFailed } from './event-error';
import { codeHandler, directHandler } from './handlers';
import { forwarded, handled, type Published, type SentEvent } from './published-events';

/** What namespaces need of their API. */
export interface ChannelNamespacesOptions {
  readonly apiArn: string;
  readonly dataSources: DataSources;
  readonly javaScript: JavaScript;
  /** The modes that the API has now. */
  readonly providers: () => readonly AuthMode[];
  /** Tells the person at the terminal what the handlers log. */
  readonly logged: (line: string) => void;
}

/** A channel namespace. */
export interface ChannelNamespace {
  readonly definition: ChannelNamespaceDefinition;
  readonly arn: string;
  /** What becomes of published events. Rejects with Unauthorized or EventError. */
  readonly onPublish: (sent: readonly SentEvent[], context: JsonObject) => Promise<Published>;
  /** Asks whether somebody may subscribe. Rejects with Unauthorized or EventError. */
  readonly onSubscribe: (context: JsonObject) => Promise<void>;
}

/** What a handler of code returned, or what a function did; `undefined` from one that is not waited for. */
type Returned = { readonly isDirect: boolean; readonly value: JsonValue | undefined };

/** The namespaces of an Event API, by name. */
export class ChannelNamespaces {
  readonly #byName = new Map<string, ChannelNamespace>();
  readonly #options: ChannelNamespacesOptions;

  constructor(options: ChannelNamespacesOptions) {
    this.#options = options;
  }

  /** In the order in which they were created. */
  all(): readonly ChannelNamespace[] {
    return [...this.#byName.values()];
  }

  find(name: string): ChannelNamespace | undefined {
    return this.#byName.get(name);
  }

  /** @throws AwsError `BadRequestException`, `NotFoundException`, `ConflictException` or `ServiceQuotaExceededException` */
  create(definition: ChannelNamespaceDefinition): ChannelNamespace {
    const { name } = definition;
    if (this.#byName.has(name)) {
      throw new AwsError('ConflictException', `A channel namespace with the name ${name} already exists.`, 409);
    }
    if (this.#byName.size >= MAX_CHANNEL_NAMESPACES) {
      const message = `An API has at most ${MAX_CHANNEL_NAMESPACES} channel namespaces.`;
      throw new AwsError('ServiceQuotaExceededException', message, 402);
    }
    return this.#put(definition);
  }

  /** Its handlers answer from then on; its subscriptions go on. @throws AwsError as above */
  update(definition: ChannelNamespaceDefinition): ChannelNamespace {
    this.#require(definition.name);
    return this.#put(definition);
  }

  /** @throws AwsError `NotFoundException` */
  delete(name: string): void {
    this.#require(name);
    this.#byName.delete(name);
  }

  #require(name: string): void {
    if (!this.#byName.has(name)) throw new AwsError('NotFoundException', `Channel namespace ${name} not found.`, 404);
  }

  #put(definition: ChannelNamespaceDefinition): ChannelNamespace {
    const namespace = this.#made(definition);
    this.#byName.set(definition.name, namespace);
    return namespace;
  }

  #made(definition: ChannelNamespaceDefinition): ChannelNamespace {
    const { name, code, publishModes = [], subscribeModes = [] } = definition;
    if (!SEGMENT.test(name)) throw badRequest(`${name} is not the name of a channel namespace.`);
    requireProviders([...publishModes, ...subscribeModes], this.#options.providers());
    const compiled = code === undefined ? undefined : this.#compiled(code);
    const publish = this.#handler('onPublish', definition.onPublish, compiled);
    const subscribe = this.#handler('onSubscribe', definition.onSubscribe, compiled);
    return {
      definition,
      arn: `${this.#options.apiArn}/channelNamespace/${name}`,
      onPublish: async (sent, context) => (publish ? this.#publishedBy(sent, await publish(context)) : forwarded(sent)),
      onSubscribe: async (context) => {
        if (subscribe) this.#subscribedBy(await subscribe(context));
      },
    };
  }

  #compiled(code: string): CompiledCode {
    if (code.length > MAX_NAMESPACE_CODE_LENGTH) {
      throw badRequest(`The handlers of a namespace have at most ${MAX_NAMESPACE_CODE_LENGTH} characters.`);
    }
    return compiledCode(this.#options.javaScript, code);
  }

  /** @returns nothing when the namespace has no such handler */
  #handler(
    name: EventHandler,
    definition: HandlerDefinition | undefined,
    code: CompiledCode | undefined,
  ): ((context: JsonObject) => Promise<Returned>) | undefined {
    const { dataSources, logged } = this.#options;
    const dataSource = definition && dataSources.find(definition.dataSourceName);
    if (dataSource && definition.behavior === 'DIRECT') {
      if (dataSources.typeOf(definition.dataSourceName) !== 'AWS_LAMBDA') {
        throw badRequest(`The behavior DIRECT of ${name} needs a data source of the type AWS_LAMBDA.`);
      }
      const run = directHandler(dataSource, definition.invokeType === 'EVENT', logged);
      return async (context) => ({ isDirect: true, value: await run(context) });
    }
    if (!code?.exported.has(name)) {
      if (definition) throw badRequest(`The code of the namespace does not export ${name}.`);
      return undefined;
    }
    const run = codeHandler({ code, name, dataSource, logged });
    return async (context) => ({ isDirect: false, value: await run(context) });
  }

  /** A function returns an object with its events (EV-50). */
  #publishedBy(sent: readonly SentEvent[], { isDirect, value }: Returned): Published {
    if (value === undefined) return forwarded(sent);
    if (!isDirect) return handled(sent, value);
    const { events = null, error = null } = isJsonObject(value) ? value : { error: 'The answer is not an object.' };
    if (error !== null) throw this.#failed('onPublish', error);
    return handled(sent, events);
  }

  /** A function returns nothing when it has nothing against it; what code returns does not count (EV-51). */
  #subscribedBy({ isDirect, value }: Returned): void {
    if (!isDirect || value === undefined || value === null) return;
    const error = isJsonObject(value) ? (value['error'] ?? null) : 'The answer is not null.';
    throw this.#failed('onSubscribe', error);
  }

  #failed(handler: EventHandler, reason: JsonValue): Error {
    this.#options.logged(`${handler}: ${typeof reason === 'string' ? reason : JSON.stringify(reason)}`);
    return handlerFailed();
  }
}

/** @throws AwsError `BadRequestException` for a mode that the API does not have */
export function requireProviders(modes: readonly AuthMode[], providers: readonly AuthMode[]): void {
  const missing = modes.find((mode) => !providers.includes(mode));
  if (missing !== undefined) throw badRequest(`The API has no authorization provider of the type ${missing}.`);
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}

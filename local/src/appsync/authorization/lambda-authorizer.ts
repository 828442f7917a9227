// AWS_LAMBDA authorization: a function decides who gets in, what they may not see, and for how long that holds.
// https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization
import { randomUUID } from 'node:crypto';
import { BoundedPattern } from '../../foundation/bounded-pattern';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import type { InvocationResult, Lambda } from '../../lambda/lambda';
import { AwsError } from '../../foundation/errors';
import type { Region } from '../../foundation/region';
import type { LambdaAuthorizerDefinition } from './auth-modes';
import type { Credentials } from './credentials';
import { KeptAnswers } from './kept-answers';
import {
  AUTHORIZER_TIMEOUT,
  MAX_AUTHORIZER_TTL,
  MAX_CACHED_AUTHORIZATION_BYTES,
  MAX_RESOLVER_CONTEXT_BYTES,
  MAX_TOKEN_PATTERN_TIME,
} from '../limits';

/** What a function said of somebody whom it let in. */
export interface LambdaGrant {
  /** `ctx.identity`: what the function says of the caller, by the name that the API has for it. */
  readonly identity: JsonObject;
  /** Fields that are null for this caller, as `Type.field`. */
  readonly deniedFields: ReadonlySet<string>;
}

/** What the function answered, read. */
interface AuthorizerDecision {
  readonly grant: LambdaGrant | undefined;
  /** Seconds for which it holds; the API's own when absent. */
  readonly ttl: number | undefined;
  readonly bytes: number;
}

/** Which API asks. */
export interface AuthorizerOptions {
  /** What the function calls what it says of the caller: the first in GraphQL APIs, the second in Event APIs. */
  readonly contextName: 'resolverContext' | 'handlerContext';
  readonly definition: LambdaAuthorizerDefinition;
  readonly apiId: string;
  readonly apiArn: string;
  readonly region: Region;
  readonly lambda: Lambda;
  /** Tells the person at the terminal why access was refused. */
  readonly logged: (line: string) => void;
}

const SECOND = 1000;

/** The authorizer of one API. */
export class LambdaAuthorizer {
  readonly #kept = new KeptAnswers<LambdaGrant>();
  readonly #tokenPattern: BoundedPattern | undefined;
  readonly #options: AuthorizerOptions;

  constructor(options: AuthorizerOptions) {
    this.#options = options;
    const { identityValidationExpression: expression } = options.definition;
    this.#tokenPattern = expression === undefined ? undefined : new BoundedPattern(expression, MAX_TOKEN_PATTERN_TIME);
  }

  /** @returns `undefined` when the function does not let the caller in, or gives no proper answer */
  async authorize(token: string, credentials: Credentials): Promise<LambdaGrant | undefined> {
    const now = this.#options.region.clock.now();
    const key = `${credentials.purpose}\n${token}`;
    const kept = this.#kept.find(key, now);
    if (kept) return kept.grant;
    // A search with a time limit starts a thread: not for each request of a caller who is known.
    if (!this.#isToken(token)) return undefined;
    const answer = await this.#ask(token, credentials);
    if (answer) this.#keep(key, answer, now);
    return answer?.grant;
  }

  /** May this be a token? */
  #isToken(text: string): boolean {
    try {
      return this.#tokenPattern?.test(text) !== false;
    } catch {
      this.#options.logged(
        `IdentityValidationExpression took longer than ${MAX_TOKEN_PATTERN_TIME} ms for a token, which is refused.`,
      );
      return false;
    }
  }

  #keep(
    key: string,
    { grant, ttl = this.#options.definition.resultTtl, bytes }: AuthorizerDecision,
    now: number,
  ): void {
    if (ttl <= 0 || bytes >= MAX_CACHED_AUTHORIZATION_BYTES) return;
    const end = now + Math.min(ttl, MAX_AUTHORIZER_TTL) * SECOND;
    this.#kept.keep(key, { grant, end, bytes }, now);
  }

  async #ask(token: string, credentials: Credentials): Promise<AuthorizerDecision | undefined> {
    const result = await this.#invoke(await this.#event(token, credentials));
    if (result === undefined) return undefined;
    if (result.functionError !== undefined) {
      this.#options.logged(`The authorizer failed: ${result.payload.errorType}: ${result.payload.errorMessage}`);
      return undefined;
    }
    const answer = readAnswer(result.payload, this.#options.contextName);
    if (typeof answer !== 'string') return answer;
    this.#options.logged(`The authorizer's answer is not valid: ${answer}`);
    return undefined;
  }

  /** @returns `undefined` when the function may not be called, or takes too long */
  async #invoke(event: JsonObject): Promise<InvocationResult | undefined> {
    const { definition, apiArn, region, lambda, logged } = this.#options;
    const caller = {
      kind: 'service',
      service: 'appsync.amazonaws.com',
      sourceArn: apiArn,
      accountId: region.accountId,
    } as const;
    let cancel = () => {};
    const late = new Promise<undefined>((resolve) => {
      cancel = region.clock.after(AUTHORIZER_TIMEOUT, () => {
        logged(`The authorizer took longer than ${AUTHORIZER_TIMEOUT / SECOND} seconds.`);
        resolve(undefined);
      });
    });
    try {
      const call = lambda.invoke({ functionName: definition.functionArn, payload: event, caller });
      return await Promise.race([call, late]);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      logged(`The authorizer could not be called: ${error.message}`);
      return undefined;
    } finally {
      cancel();
    }
  }

  async #event(token: string, credentials: Credentials): Promise<JsonObject> {
    const { apiId, region } = this.#options;
    return {
      authorizationToken: token,
      requestContext: {
        apiId,
        accountId: region.accountId,
        requestId: randomUUID(),
        ...(await credentials.told()),
      },
      requestHeaders: { ...credentials.headers },
    };
  }
}

/** @returns a sentence when AppSync would not understand the answer */
function readAnswer(payload: JsonValue, contextName: AuthorizerOptions['contextName']): AuthorizerDecision | string {
  const answer = isJsonObject(payload) ? payload : {};
  const { isAuthorized, deniedFields = [], ttlOverride } = answer;
  if (typeof isAuthorized !== 'boolean') return 'isAuthorized must be true or false.';
  const context = answer[contextName] ?? {};
  if (!isJsonObject(context) || Object.values(context).some((value) => typeof value === 'object' && value !== null)) {
    return `${contextName} must be an object of strings, numbers and booleans.`;
  }
  if (Buffer.byteLength(JSON.stringify(context)) > MAX_RESOLVER_CONTEXT_BYTES) {
    return `${contextName} may have ${MAX_RESOLVER_CONTEXT_BYTES} bytes.`;
  }
  const fields = deniedFields ?? [];
  if (!isJsonArray(fields) || !fields.every((field) => typeof field === 'string')) {
    return 'deniedFields must be a list of strings.';
  }
  const ttl = typeof ttlOverride === 'number' ? ttlOverride : undefined;
  const grant = { identity: { [contextName]: context }, deniedFields: new Set(fields.map(coordinateOf)) };
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  return { grant: isAuthorized ? grant : undefined, ttl, bytes };
}

/** `arn:…:apis/<id>/types/<type>/fields/<field>` or `Type.field` */
function coordinateOf(field: string): string {
  const [, type, name] = /\/types\/([^/]+)\/fields\/([^/]+)$/.exec(field) ?? [];
  return type === undefined || name === undefined ? field : `${type}.${name}`;
}

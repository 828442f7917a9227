// One GraphQL API: its schema, keys and resolvers, and how it answers a request.
import { isDeepStrictEqual } from 'node:util';
import { type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { AwsError } from '../foundation/errors';
import type { Iam } from '../iam/iam';
import type { JsonObject } from '../foundation/json';
import type { Region } from '../foundation/region';
import type { ApiDefinition, GraphQlResponse } from './appsync';
import type { AuthMode, LambdaAuthorizerDefinition } from './authorization/auth-modes';
import { ApiKeys } from './authorization/api-keys';
import { identityOf, maySee, requirePermission, type Caller, type Gate } from './authorization/authorization';
import { LambdaAuthorizer } from './authorization/lambda-authorizer';
import { DataSources } from './data-sources/data-sources';
import { Documents } from './execution/documents';
import { checkEnvironment } from './environment';
import { executeOperation, type Execution, type Invocation } from './execution/execution';
import { RequestRefused } from './execution/graphql-error';
import type { GraphQlRequest } from './execution/graphql-request';
import type { JavaScript } from './javascript/javascript';
import { MAX_PAYLOAD_BYTES, MAX_QUERY_DEPTH_LIMIT, MAX_RESOLVER_COUNT } from './limits';
import type { Neighbours } from './neighbours';
import { prepare, type PreparedOperation } from './execution/prepared-operation';
import { Resolvers } from './resolvers';
import { Subscriptions } from './realtime/subscriptions';
import { responseKey } from './execution/selection';
import { readSchema, type ApiSchema } from './schema/schema';

/** What an API needs of its surroundings. */
export interface ApiSurroundings {
  readonly apiId: string;
  readonly region: Region;
  readonly neighbours: Neighbours;
  readonly javaScript: JavaScript;
}

/** A schema and the documents that were checked against it. */
interface LoadedSchema {
  /** SDL, as it was given. */
  readonly text: string;
  readonly schema: ApiSchema;
  readonly documents: Documents;
}

/** An API and everything that was created in it. */
export class GraphqlApi implements Gate {
  readonly apiId: string;
  readonly arn: string;
  readonly keys: ApiKeys;
  readonly dataSources: DataSources;
  readonly resolvers: Resolvers;
  readonly subscriptions = new Subscriptions((error) => this.#surroundings.region.log.fault(error));
  #definition: ApiDefinition;
  #environment: JsonObject;
  #authorizer: LambdaAuthorizer | undefined;
  #loaded: LoadedSchema | undefined;
  #payloadsDropped = 0;
  /** What IAM is asked about, by operation: the schema is the operation's. */
  readonly #arns = new WeakMap<OperationDefinitionNode, readonly string[]>();
  readonly #surroundings: ApiSurroundings;

  /** @throws AwsError `BadRequestException` */
  constructor(definition: ApiDefinition, surroundings: ApiSurroundings) {
    this.#surroundings = surroundings;
    const { apiId, region } = surroundings;
    checkDefinition(definition);
    this.#definition = definition;
    this.#environment = { ...definition.environment };
    this.apiId = apiId;
    this.arn = `arn:${region.partition}:appsync:${region.name}:${region.accountId}:apis/${apiId}`;
    this.keys = new ApiKeys(this.arn, region);
    this.dataSources = new DataSources({ ...surroundings, apiArn: this.arn });
    this.resolvers = new Resolvers({
      ...surroundings,
      ...{ apiArn: this.arn, dataSources: this.dataSources },
      hasType: (typeName) => this.#loaded?.schema.hasType(typeName) === true,
      hasField: (typeName, fieldName) => this.#loaded?.schema.hasField(typeName, fieldName) === true,
    });
    this.#authorizer = definition.lambdaAuthorizer && this.#authorizerOf(definition.lambdaAuthorizer);
  }

  /** What the API was asked to be. */
  get definition(): ApiDefinition {
    return this.#definition;
  }

  get name(): string {
    return this.#definition.name;
  }

  /** The default mode first. */
  get authModes(): readonly AuthMode[] {
    return this.#definition.authModes;
  }

  /** `ctx.env` */
  get environment(): JsonObject {
    return this.#environment;
  }

  get resolverCountLimit(): number {
    return this.#definition.resolverCountLimit || MAX_RESOLVER_COUNT;
  }

  get authorizer(): LambdaAuthorizer | undefined {
    return this.#authorizer;
  }

  /** Takes other settings from now on. What an authorizer has answered already is forgotten if it is another one. @throws AwsError `BadRequestException` */
  update(definition: ApiDefinition): void {
    checkDefinition(definition);
    const { lambdaAuthorizer } = definition;
    if (!isDeepStrictEqual(lambdaAuthorizer, this.#definition.lambdaAuthorizer)) {
      this.#authorizer = lambdaAuthorizer && this.#authorizerOf(lambdaAuthorizer);
    }
    this.#definition = definition;
    this.#environment = { ...definition.environment };
    // Documents were checked by the old rules.
    const loaded = this.#loaded;
    if (loaded) this.#loaded = { ...loaded, documents: new Documents(loaded.schema, definition) };
  }

  get iam(): Iam {
    return this.#surroundings.neighbours.iam;
  }

  /** @throws RequestRefused until there is a schema */
  get schema(): ApiSchema {
    return this.#current().schema;
  }

  /** The schema's SDL, as it was given. */
  get schemaText(): string {
    return this.#current().text;
  }

  isValidKey(key: string): boolean {
    return this.keys.isValid(key);
  }

  /** May the caller see a field? */
  maySee(caller: Caller, typeName: string, fieldName: string): boolean {
    const modes = this.schema.modesOf(typeName, fieldName);
    return maySee(caller, { typeName, fieldName, modes }, this);
  }

  /** The ARN that IAM is asked about. */
  fieldArn(typeName: string, fieldName: string): string {
    return `${this.arn}/types/${typeName}/fields/${fieldName}`;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#surroundings.region.clock.now();
  }

  /** Tells the person at the terminal what the API's code logs, or what it does not deliver. */
  logged(line: string): void {
    const { log, name } = this.#surroundings.region;
    log.info(`${name} ${this.name} ${line}`);
  }

  /** Tells the person at the terminal who was let in to a subscription. */
  subscribed(field: string, args: JsonObject, { caller, sourceIp }: Invocation): void {
    const { log, name: region } = this.#surroundings.region;
    log.subscribed?.({ region, to: { field, args }, identity: identityOf(caller, sourceIp) });
  }

  /** Counts what a subscription is not sent because it is too large. */
  payloadDropped(subscriptionField: string): void {
    this.#payloadsDropped += 1;
    const count = `${this.#payloadsDropped} so far`;
    this.logged(
      `${subscriptionField}: a payload is too large to be delivered; ${MAX_PAYLOAD_BYTES} is the most (${count}).`,
    );
  }

  /** @throws AwsError `BadRequestException` */
  putSchema(definition: string): void {
    const schema = readSchema(definition);
    this.#loaded = { text: definition, schema, documents: new Documents(schema, this.definition) };
  }

  /** @throws MalformedRequest or RequestRefused */
  prepare(request: GraphQlRequest): PreparedOperation {
    const { schema, documents } = this.#current();
    return prepare(request, schema.executable, documents);
  }

  /**
   * Answers a query or mutation, and hands what a mutation returned to the subscribers before it answers.
   * @returns at once where nothing has to be waited for
   * @throws MalformedRequest, RequestRefused or Unauthorized, also by its promise
   */
  request(request: GraphQlRequest, invocation: Invocation): GraphQlResponse | Promise<GraphQlResponse> {
    const prepared = this.prepare(request);
    const { operation } = prepared.operation;
    if (operation === OperationTypeNode.SUBSCRIPTION) throw subscriptionOverHttp();
    // The others do not need the fields' ARNs.
    if (invocation.caller.mode === 'AWS_IAM') {
      requirePermission(invocation.caller, { action: 'appsync:GraphQL', resources: this.#arnsOf(prepared) }, this.iam);
    }
    const execution = executeOperation(this, prepared, invocation);
    if (execution instanceof Promise) return execution.then((done) => this.#executed(prepared, done));
    return this.#executed(prepared, execution);
  }

  #executed(prepared: PreparedOperation, { response, invalidations }: Execution): GraphQlResponse {
    if (prepared.operation.operation === OperationTypeNode.MUTATION) this.#publish(prepared, response);
    for (const invalidation of invalidations) this.subscriptions.invalidate(invalidation);
    return response;
  }

  #arnsOf(prepared: PreparedOperation): readonly string[] {
    const { operation, plan } = prepared;
    const arns = (plan && this.#arns.get(operation)) ?? this.#arnsOfFields(prepared);
    // No variable decides what an operation with a plan selects.
    if (plan) this.#arns.set(operation, arns);
    return arns;
  }

  #arnsOfFields({ operation, rootFields }: PreparedOperation): readonly string[] {
    const typeName = this.schema.executable.getRootType(operation.operation)?.name ?? '';
    const names = rootFields.map(({ name }) => name.value).filter((name) => !name.startsWith('__'));
    return names.map((name) => this.fieldArn(typeName, name));
  }

  /** As it was answered: what the client called otherwise has no field of its own name any more. */
  #publish({ rootFields }: PreparedOperation, { data }: GraphQlResponse): void {
    const published = rootFields.length > 1 ? new Set<string>() : undefined;
    for (const field of rootFields) {
      const key = responseKey(field);
      const value = data?.[key] ?? null;
      if (value === null || published?.has(key)) continue;
      published?.add(key);
      this.subscriptions.publish(field.name.value, value);
    }
  }

  #authorizerOf(definition: LambdaAuthorizerDefinition): LambdaAuthorizer {
    const { apiId, neighbours, region } = this.#surroundings;
    const { lambda } = neighbours;
    const logged = (line: string) => this.logged(line);
    return new LambdaAuthorizer({
      contextName: 'resolverContext',
      definition,
      apiId,
      apiArn: this.arn,
      region,
      lambda,
      logged,
    });
  }

  #current(): LoadedSchema {
    if (this.#loaded) return this.#loaded;
    throw new RequestRefused([{ path: null, locations: null, message: 'No schema definition exists.' }]);
  }
}

function checkDefinition({ environment, queryDepthLimit, resolverCountLimit }: ApiDefinition): void {
  checkEnvironment(environment);
  if (!isBetween(queryDepthLimit, MAX_QUERY_DEPTH_LIMIT)) {
    throw badRequest(`The query depth limit must be between 0 and ${MAX_QUERY_DEPTH_LIMIT}.`);
  }
  if (!isBetween(resolverCountLimit, MAX_RESOLVER_COUNT)) {
    throw badRequest(`The resolver count limit must be between 0 and ${MAX_RESOLVER_COUNT}.`);
  }
}

function isBetween(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}

function subscriptionOverHttp(): RequestRefused {
  const message = 'Subscriptions are served only by the realtime endpoint.';
  return new RequestRefused([{ path: null, locations: null, message }]);
}

function badRequest(message: string): AwsError {
  return new AwsError('BadRequestException', message);
}

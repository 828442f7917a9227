// One function: its code, its policy, and the environments that run it.
import { createHash, randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { PolicyDocument, SessionKey } from '../iam/iam';
import type { JsonObject, JsonValue } from '../foundation/json';
import { AwsError } from '../foundation/errors';
import type { CloudWatch } from '../cloudwatch/cloudwatch';
import type { Clock } from '../foundation/clock';
import { Notices } from '../foundation/notices';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { Sqs } from '../sqs/sqs';
import { type AsyncEvent, AsyncEvents } from './async-events';
import { type CodeFolder, unpack } from './code-folder';
import type { PublishedVersion } from './edge-version';
import { EnvironmentPool } from './environment-pool';
import { endEvent } from './event-endings';
import { ExecutionEnvironment } from './execution-environment';
import { ASYNC_PATIENCE, MAXIMUM_EVENT_AGE, MAXIMUM_RETRY_ATTEMPTS } from './limits';
import { FunctionMetrics } from './metrics';
import { Replicas } from './replicas';
import type {
  EnvironmentVariables,
  EventInvokeConfig,
  FunctionDefinition,
  InvocationResult,
  PermissionDefinition,
} from './lambda';

/** What a function needs of its surroundings. */
export interface FunctionSurroundings {
  readonly region: Region;
  /** The session of the role as which it runs. */
  readonly session: SessionKey;
  /** Where events go that have ended. */
  readonly sqs: Sqs;
  readonly cloudWatch: Pick<CloudWatch, 'record'>;
  readonly power: Power;
  /** What the retries and ages of events go by. */
  readonly minuteClock: Clock;
  /** Where SDK clients reach the engine. */
  readonly endpointUrl?: string | undefined;
  /** Milliseconds for which copies at edge locations stay when no distribution uses them; none unless given. */
  readonly replicaLife?: number | undefined;
}

/** How the names of runtimes begin that a function brings along. */
const OWN_RUNTIME = 'provided';

/** What runs when the function is called. */
interface Live {
  readonly definition: FunctionDefinition;
  readonly code: CodeFolder;
  readonly codeSha256: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** The role's. */
  readonly session: SessionKey;
  readonly pool: EnvironmentPool<ExecutionEnvironment>;
}

/** What was published. */
type Version = Pick<PublishedVersion, 'definition' | 'folder' | 'replicas'> & { readonly codeSha256: string };

/** A function that was created. */
export class LambdaFunction {
  readonly name: string;
  #live: Live;
  /** Code that versions still need. */
  readonly #kept = new Set<CodeFolder>();
  /** By number. */
  readonly #versions = new Map<string, Version>();
  /** How many there have been. */
  #versionCount = 0;
  readonly #statements = new Map<string, JsonObject>();
  #policy: PolicyDocument | undefined;
  readonly #surroundings: FunctionSurroundings;
  readonly #events: AsyncEvents;
  readonly #metrics: FunctionMetrics;
  #eventConfig: EventInvokeConfig = {};
  /** Invocations under way, those that wait for an environment included. */
  #running = 0;

  /** @throws AwsError `InvalidParameterValueException` when the code is not a zip */
  constructor(
    readonly arn: string,
    definition: FunctionDefinition,
    surroundings: FunctionSurroundings,
  ) {
    this.#surroundings = surroundings;
    this.name = definition.functionName;
    this.#live = this.#liveOf(definition, surroundings.session);
    this.#metrics = new FunctionMetrics(surroundings.cloudWatch, this.name);
    this.#events = this.#asyncEvents();
    const { name, log } = surroundings.region;
    const { runtime } = definition;
    if (runtime?.startsWith(OWN_RUNTIME) === true) {
      log.info(
        `${name} ${this.name} has the runtime ${runtime}, which the engine does not run: whoever calls it gets an error.`,
      );
    }
  }

  /** Of the code that runs, Base64. */
  get codeSha256(): string {
    return this.#live.codeSha256;
  }

  /** When its code or settings changed last, in milliseconds since 1970. */
  get updatedAt(): number {
    return this.#live.since;
  }

  /** What the function was asked to be. */
  get definition(): FunctionDefinition {
    return this.#live.definition;
  }

  /** Runs other code, or by other settings, from now on. @throws AwsError `InvalidParameterValueException` when the code is not a zip */
  async update(definition: FunctionDefinition, session: SessionKey): Promise<void> {
    const { code, pool } = this.#live;
    this.#live = this.#liveOf(definition, session);
    this.#kept.add(code);
    await pool.retire();
  }

  /** The resource policy, the same object until a statement is added. */
  get policy(): PolicyDocument | undefined {
    return this.#policy;
  }

  /** @throws AwsError `ResourceConflictException` */
  addPermission({ statementId, action, principal, sourceArn, sourceAccount }: PermissionDefinition): void {
    if (this.#statements.has(statementId)) {
      const sentence = `The statement id (${statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`;
      throw new AwsError('ResourceConflictException', sentence, 409);
    }
    // Without its Sid, which IAM's own policies could not have: theirs are of letters and digits.
    this.#statements.set(statementId, {
      Effect: 'Allow',
      Principal: principalOf(principal),
      Action: action,
      Resource: [this.arn, `${this.arn}:*`],
      ...((sourceArn !== undefined || sourceAccount !== undefined) && {
        Condition: {
          ...(sourceArn !== undefined && { ArnLike: { 'aws:SourceArn': sourceArn } }),
          ...(sourceAccount !== undefined && { StringEquals: { 'aws:SourceAccount': sourceAccount } }),
        },
      }),
    });
    this.#policy = { Version: '2012-10-17', Id: 'default', Statement: [...this.#statements.values()] };
  }

  /** Takes a statement out of the resource policy. @throws AwsError `ResourceNotFoundException` */
  removePermission(statementId: string): void {
    if (!this.#statements.delete(statementId)) {
      const sentence = `Statement ${statementId} is not found in resource policy.`;
      throw new AwsError('ResourceNotFoundException', sentence, 404);
    }
    const statements = [...this.#statements.values()];
    this.#policy =
      statements.length === 0 ? undefined : { Version: '2012-10-17', Id: 'default', Statement: statements };
  }

  /**
   * @returns the number of the new version
   * @throws AwsError `ResourceConflictException` for what is published already: https://github.com/serverless/serverless/issues/8392
   */
  publishVersion(): string {
    const { definition, code, codeSha256 } = this.#live;
    const last = this.#versions.get(String(this.#versionCount));
    if (last && last.codeSha256 === codeSha256 && isDeepStrictEqual(last.definition, definition)) {
      const sentence = `A version for this Lambda function exists ( ${this.#versionCount} ). Modify the function to create a new version.`;
      throw new AwsError('ResourceConflictException', sentence, 409);
    }
    this.#versionCount += 1;
    const { clock } = this.#surroundings.region;
    const replicas = new Replicas(clock, this.#surroundings.replicaLife ?? 0);
    this.#versions.set(String(this.#versionCount), { definition, codeSha256, folder: code.path, replicas });
    return String(this.#versionCount);
  }

  /** A version that was published; `undefined` for a number that none has. */
  version(version: string): PublishedVersion | undefined {
    const published = this.#versions.get(version);
    return published && { ...published, arn: `${this.arn}:${version}`, version };
  }

  /** @throws AwsError `ResourceNotFoundException`, or `InvalidParameterValueException` while it has replicas */
  deleteVersion(version: string): void {
    const arn = `${this.arn}:${version}`;
    const published = this.#versions.get(version);
    if (!published) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
    published.replicas.requireNone(arn);
    this.#versions.delete(version);
  }

  /** @throws AwsError `InvalidParameterValueException` while a version has replicas */
  requireNoReplicas(): void {
    for (const [version, { replicas }] of this.#versions) replicas.requireNone(`${this.arn}:${version}`);
  }

  /**
   * Runs the function in an environment that is free, or in a new one.
   * @throws AwsError `TooManyRequestsException` while as many run as it may have
   */
  async invoke(payload: JsonValue, invokedFunctionArn: string): Promise<InvocationResult> {
    // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
    this.#requireRoom();
    return this.#run({ payload, invokedFunctionArn, requestId: randomUUID() });
  }

  /** Takes an event, for as soon as it can. @param bytes of the payload @throws AwsError `TooManyRequestsException` */
  invokeAsync(payload: JsonValue, invokedFunctionArn: string, bytes: number): void {
    this.#events.add({ payload, invokedFunctionArn, requestId: randomUUID() }, bytes);
    this.#metrics.record('AsyncEventsReceived');
  }

  /** Runs the function with what an event source has for it. @throws AwsError `TooManyRequestsException` */
  async invokeBatch(payload: JsonValue): Promise<InvocationResult> {
    this.#requireRoom();
    return this.#run({ payload, invokedFunctionArn: this.arn, requestId: randomUUID() }, ASYNC_PATIENCE);
  }

  /** May it run once more at the same time? */
  get hasRoom(): boolean {
    return this.#running < (this.definition.reservedConcurrency ?? Number.POSITIVE_INFINITY);
  }

  /** How asynchronous invocations are treated. */
  set eventConfig(config: EventInvokeConfig) {
    this.#eventConfig = config;
  }

  /** As which it runs. */
  get role(): SessionKey['principal'] {
    return this.#live.session.principal;
  }

  /** The region is down: what runs has ended. */
  async interrupt(): Promise<void> {
    this.#events.interrupt();
    await this.#live.pool.interrupt();
  }

  /** The region is up again: events that waited go on. */
  resume(): void {
    this.#events.next();
  }

  /** Ends the environments and removes the code. */
  async stop(): Promise<void> {
    this.#events.stop();
    try {
      await this.#live.pool.stop();
    } finally {
      for (const code of [this.#live.code, ...this.#kept]) code.remove();
    }
  }

  #requireRoom(): void {
    if (this.hasRoom) return;
    this.#metrics.record('Throttles');
    throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
  }

  #asyncEvents(): AsyncEvents {
    const { power, minuteClock, sqs, region } = this.#surroundings;
    const notices = new Notices(region.log, region.clock);
    return new AsyncEvents({
      ...{ power, clock: minuteClock, log: region.log },
      settings: () => ({
        maximumRetryAttempts: this.#eventConfig.maximumRetryAttempts ?? MAXIMUM_RETRY_ATTEMPTS.default,
        maximumEventAge: this.#eventConfig.maximumEventAge ?? MAXIMUM_EVENT_AGE.default,
      }),
      hasRoom: () => this.hasRoom,
      invoke: (event) => this.#run(event, ASYNC_PATIENCE),
      ended: (end) => {
        if (end.condition !== 'Success') this.#metrics.record('AsyncEventsDropped');
        const endings = { ...this.#eventConfig, deadLetters: this.definition.deadLetterArn };
        endEvent(end, { functionArn: this.arn, endings, sender: this.role, clock: minuteClock, sqs, notices });
      },
    });
  }

  /** @param patience milliseconds that it waits for an environment that is busy */
  async #run({ payload, invokedFunctionArn, requestId }: AsyncEvent, patience?: number): Promise<InvocationResult> {
    const { definition, pool } = this.#live;
    const { runtime } = definition;
    if (runtime?.startsWith(OWN_RUNTIME) === true) return notRun(runtime);
    this.#running += 1;
    try {
      return await pool.use((environment) => {
        if (!this.#surroundings.power.isUp) return Promise.resolve(interrupted());
        const context = this.#contextOf(requestId, invokedFunctionArn);
        return this.#measured(async () => environment.invoke({ event: payload, context }, definition.timeout));
      }, patience);
    } finally {
      this.#running -= 1;
      this.#events.next();
    }
  }

  /** What the region going down ended is not told. */
  async #measured(invoke: () => Promise<InvocationResult>): Promise<InvocationResult> {
    const { power, region } = this.#surroundings;
    const begun = region.clock.now();
    const result = await invoke();
    if (!power.isUp) return result;
    this.#metrics.record('Invocations');
    this.#metrics.record('Errors', result.functionError === undefined ? 0 : 1);
    this.#metrics.record('Duration', region.clock.now() - begun);
    return result;
  }

  #liveOf(definition: FunctionDefinition, session: SessionKey): Live {
    const code = unpack(definition.zip);
    const start = () => this.#started(definition, code, session);
    return {
      ...{ definition, code, session, since: this.#surroundings.region.clock.now() },
      codeSha256: createHash('sha256').update(definition.zip).digest('base64'),
      pool: new EnvironmentPool({ clock: this.#surroundings.region.clock, patience: 0, start }),
    };
  }

  #started(definition: FunctionDefinition, code: CodeFolder, session: SessionKey): ExecutionEnvironment {
    const { clock, log, name } = this.#surroundings.region;
    return new ExecutionEnvironment({
      handler: definition.handler,
      folder: code.path,
      variables: this.#variables(definition, code, session),
      memorySize: definition.memorySize,
      clock,
      printed: (line) => log.info(`${name} ${this.name} ${line}`),
    });
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
  #variables(
    { handler, memorySize, environment }: FunctionDefinition,
    code: CodeFolder,
    session: SessionKey,
  ): EnvironmentVariables {
    const { region, endpointUrl } = this.#surroundings;
    return {
      ...environment,
      _HANDLER: handler,
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
      // Two variables that Lambda has not. SDK clients find the engine by the one, and the other keeps them from warning of this
      // machine's Node.js, which is no concern of the function: its runtime is what the template says.
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...(endpointUrl !== undefined && { AWS_ENDPOINT_URL: endpointUrl }),
      AWS_DEFAULT_REGION: region.name,
      AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0] ?? ''}.x`,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
      AWS_LAMBDA_FUNCTION_NAME: this.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${this.name}`,
      AWS_REGION: region.name,
      LAMBDA_TASK_ROOT: code.path,
      LANG: 'en_US.UTF-8',
      TZ: ':UTC',
    };
  }

  #contextOf(awsRequestId: string, invokedFunctionArn: string) {
    return {
      awsRequestId,
      callbackWaitsForEmptyEventLoop: true,
      functionName: this.name,
      functionVersion: '$LATEST',
      invokedFunctionArn,
      logGroupName: `/aws/lambda/${this.name}`,
      memoryLimitInMB: String(this.definition.memorySize),
    };
  }
}

function principalOf(principal: string): JsonValue {
  if (principal === '*') return '*';
  return /^\d{12}$|^arn:/.test(principal) ? { AWS: principal } : { Service: principal };
}

/** The region went down before it ran. */
function interrupted(): InvocationResult {
  return {
    functionError: 'Unhandled',
    payload: { errorType: 'Runtime.Unreachable', errorMessage: 'The region is down.' },
  };
}

/** The function would run on AWS, and not here. */
function notRun(runtime: string): InvocationResult {
  const errorMessage = `The engine runs Node.js only, and not the runtime ${runtime}.`;
  return { functionError: 'Unhandled', payload: { errorType: 'Runtime.Unsupported', errorMessage } };
}

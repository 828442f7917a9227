// Lambda of one region.
import { CLOUDFRONT_REGION } from '../foundation/account';
import type { CloudWatch } from '../cloudwatch/cloudwatch';
import type { Clock } from '../foundation/clock';
import { AwsError } from '../foundation/errors';
import type { Power } from '../foundation/power';
import type { Iam, SessionKey } from '../iam/iam';
import type { Region } from '../foundation/region';
import type { Sqs } from '../sqs/sqs';
import { edgeVersionOf, type PublishedVersion, refused, requireReplicable } from './edge-version';
import { EventSourceMappings } from './event-source-mappings';
import type { EventInvokeConfig, FunctionDefinition, InvocationRequest, Lambda } from './lambda';
import { LambdaFunction } from './lambda-function';
import { lambdaApi } from './operations/operations';
import { MAX_ASYNC_PAYLOAD_BYTES, MAX_PAYLOAD_BYTES } from './limits';

/** A function's ARN or name, and the version or alias behind it. */
const FUNCTION_NAME = /^(?:arn:[^:]+:lambda:[^:]*:\d*:function:)?([\w-]+)(?::([\w$-]+))?$/;

/** The ARN of a version that was published; the name and the number. */
const VERSION_ARN = /^arn:[^:]+:lambda:[^:]+:\d+:function:([\w-]+):(\d+)$/;

/** What functions need of others. */
export interface LambdaOptions {
  readonly iam: Iam;
  /** Takes events that functions failed for. */
  readonly sqs: Sqs;
  /** Is told of invocations. */
  readonly cloudWatch: Pick<CloudWatch, 'record'>;
  /** While the region is down nothing runs. */
  readonly power: Power;
  /** What the retries and ages of events go by; the region's clock unless given. */
  readonly minuteClock?: Clock | undefined;
  /** Where functions reach the engine, such as `http://127.0.0.1:4566`; the SDK's own endpoints when absent. */
  readonly endpointUrl?: string | undefined;
  /** Milliseconds for which copies at edge locations stay when no distribution uses them; none unless given. */
  readonly replicaLife?: number | undefined;
}

/** Creates the Lambda of a region, without functions. */
export function createLambda(region: Region, options: LambdaOptions): Lambda {
  const { iam } = options;
  const functions = new Functions(region, options);
  const mappings = new EventSourceMappings(region, { ...options, find: (name) => functions.find(name) });
  /** Whoever may call it finds the function. */
  const callable = ({ functionName, caller }: InvocationRequest) => {
    const found = functions.find(functionName);
    const [, , qualifier] = FUNCTION_NAME.exec(functionName) ?? [];
    const resource = qualifier === undefined ? found.arn : `${found.arn}:${qualifier}`;
    iam.authorize(caller, { action: 'lambda:InvokeFunction', resource, resourcePolicy: found.policy });
    return { found, resource };
  };
  const invocations: Pick<Lambda, 'invoke' | 'invokeAsync' | 'requireInvocable'> = {
    invoke: async (request) => {
      const { found, resource } = callable(request);
      requireSize(sizeOf(request), 'RequestResponse', MAX_PAYLOAD_BYTES);
      return found.invoke(request.payload, resource);
    },
    invokeAsync: (request) => {
      const { found, resource } = callable(request);
      const bytes = sizeOf(request);
      requireSize(bytes, 'Event', MAX_ASYNC_PAYLOAD_BYTES);
      found.invokeAsync(request.payload, resource, bytes);
    },
    requireInvocable: (request) => void callable(request),
  };
  options.power.watch({
    rest: () => {
      mappings.rest();
      functions.interrupt().catch((fault: unknown) => region.log.fault(fault));
    },
    goOn: () => functions.resume(),
  });
  return {
    createFunction: (definition) => ({ arn: functions.create(definition).arn }),
    updateFunction: (definition) => {
      const { arn, retired } = functions.update(definition);
      retired.catch((fault: unknown) => region.log.fault(fault));
      return { arn };
    },
    deleteFunction: async (functionName) => functions.delete(functionName),
    deleteVersion: (versionArn) => {
      const [, , number = ''] = VERSION_ARN.exec(versionArn) ?? [];
      functions.find(versionArn).deleteVersion(number);
    },
    removePermission: (functionName, statementId) => functions.find(functionName).removePermission(statementId),
    publishVersion: (functionName, codeSha256) => {
      const found = functions.find(functionName);
      requireCode(found, codeSha256);
      const version = found.publishVersion();
      return { arn: `${found.arn}:${version}`, version };
    },
    addPermission: (functionName, permission) => functions.find(functionName).addPermission(permission),
    policy: (functionName) => functions.find(functionName).policy,
    ...invocations,
    putEventInvokeConfig: (functionName, config) => functions.configure(functionName, config),
    deleteEventInvokeConfig: (functionName) => functions.configure(functionName, {}),
    createEventSourceMapping: (name, definition) => mappings.create(name, definition),
    updateEventSourceMapping: (id, definition) => mappings.update(id, definition),
    deleteEventSourceMapping: (id) => mappings.delete(id),
    edgeVersion: (versionArn) => {
      const published = functions.versionAt(versionArn);
      requireReplicable(published, region, iam);
      return edgeVersionOf(published, region);
    },
    api: lambdaApi({ iam, find: (name) => functions.find(name), all: () => functions.all(), lambda: invocations }),
    stop: async () => {
      mappings.stop();
      await functions.stop();
    },
  };
}

/** The functions of a region. */
class Functions {
  readonly #region: Region;
  readonly #options: LambdaOptions;
  readonly #byName = new Map<string, LambdaFunction>();

  constructor(region: Region, options: LambdaOptions) {
    this.#region = region;
    this.#options = options;
  }

  /** @throws AwsError `ResourceConflictException` or `InvalidParameterValueException` */
  create(definition: FunctionDefinition): LambdaFunction {
    const { functionName, roleArn } = definition;
    if (this.#byName.has(functionName)) {
      throw new AwsError('ResourceConflictException', `Function already exist: ${functionName}`, 409);
    }
    const { iam, minuteClock = this.#region.clock, ...others } = this.#options;
    const session = sessionOf(roleArn, iam);
    this.#requireQueue(session, definition.deadLetterArn);
    const surroundings = { ...others, region: this.#region, session, minuteClock };
    const created = new LambdaFunction(this.#arnOf(functionName), definition, surroundings);
    this.#byName.set(functionName, created);
    return created;
  }

  /**
   * @returns when the environments of before have ended
   * @throws AwsError `ResourceNotFoundException` or `InvalidParameterValueException`
   */
  update(definition: FunctionDefinition): { readonly arn: string; readonly retired: Promise<void> } {
    const found = this.find(definition.functionName);
    const session = sessionOf(definition.roleArn, this.#options.iam);
    this.#requireQueue(session, definition.deadLetterArn);
    return { arn: found.arn, retired: found.update(definition, session) };
  }

  /** @throws AwsError `ResourceNotFoundException` */
  find(functionName: string): LambdaFunction {
    const [, name = functionName] = FUNCTION_NAME.exec(functionName) ?? [];
    const found = this.#byName.get(name);
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${this.#arnOf(name)}`, 404);
  }

  /** @throws AwsError `ResourceNotFoundException`, or `InvalidParameterValueException` while it has replicas */
  async delete(functionName: string): Promise<void> {
    const found = this.find(functionName);
    found.requireNoReplicas();
    this.#byName.delete(found.name);
    await found.stop();
  }

  /** @throws AwsError `ResourceNotFoundException` or `InvalidParameterValueException` */
  configure(functionName: string, config: EventInvokeConfig): void {
    const found = this.find(functionName);
    for (const queueArn of [config.onSuccess, config.onFailure])
      this.#requireQueue({ principal: found.role }, queueArn);
    found.eventConfig = config;
  }

  async interrupt(): Promise<void> {
    await Promise.all([...this.#byName.values()].map((each) => each.interrupt()));
  }

  resume(): void {
    for (const each of this.#byName.values()) each.resume();
  }

  /** https://repost.aws/knowledge-center/lambda-execution-role-destination */
  #requireQueue({ principal }: Pick<SessionKey, 'principal'>, queueArn: string | undefined): void {
    if (queueArn === undefined) return;
    try {
      this.#options.iam.authorize(principal, { action: 'sqs:SendMessage', resource: queueArn });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const sentence = 'The provided execution role does not have permissions to call SendMessage on SQS';
      throw new AwsError('InvalidParameterValueException', sentence);
    }
  }

  /** @throws AwsError `InvalidLambdaFunctionAssociation` */
  versionAt(versionArn: string): PublishedVersion {
    const [, name = '', number = ''] = VERSION_ARN.exec(versionArn) ?? [];
    return publishedAt(versionArn, this.#byName.get(name)?.version(number));
  }

  /** In the order of their names. */
  all(): readonly LambdaFunction[] {
    return [...this.#byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#byName.values()].map((each) => each.stop()));
  }

  #arnOf(name: string): string {
    const { partition, name: region, accountId } = this.#region;
    return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
  }
}

/** @param published absent when there is no such version here */
function publishedAt(versionArn: string, published: PublishedVersion | undefined): PublishedVersion {
  if (!VERSION_ARN.test(versionArn)) {
    const sentence =
      'The function ARN must reference a specific function version. (The ARN must end with the version number.)';
    throw refused(`${sentence} ARN: ${versionArn}`);
  }
  if (!versionArn.includes(`:${CLOUDFRONT_REGION}:`)) {
    throw refused(`The function must be in region '${CLOUDFRONT_REGION}'. ARN: ${versionArn}`);
  }
  if (!published || published.arn !== versionArn) {
    throw refused(`Lambda@Edge cannot retrieve the specified Lambda function. ARN: ${versionArn}`);
  }
  return published;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
function sessionOf(roleArn: string, iam: Iam): SessionKey {
  try {
    return iam.sessionKey(iam.assumeRole(roleArn, 'lambda.amazonaws.com'));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const sentence = 'The role defined for the function cannot be assumed by Lambda.';
    throw new AwsError('InvalidParameterValueException', sentence);
  }
}

function requireCode({ codeSha256 }: LambdaFunction, wanted: string | undefined): void {
  if (wanted === undefined || wanted === codeSha256) return;
  throw new AwsError(
    'InvalidParameterValueException',
    `CodeSHA256 (${wanted}) is different from current CodeSHA256 in $LATEST (${codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
  );
}

function sizeOf({ payload }: InvocationRequest): number {
  return Buffer.byteLength(JSON.stringify(payload));
}

function requireSize(bytes: number, invocationType: string, limit: number): void {
  if (bytes <= limit) return;
  throw new AwsError(
    'RequestEntityTooLargeException',
    `${bytes} byte payload is too large for the ${invocationType} invocation type (limit ${limit} bytes)`,
    413,
  );
}

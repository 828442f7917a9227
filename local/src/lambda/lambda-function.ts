// One function: its code, its policy, and the environments that run it.
import { createHash, randomUUID } from 'node:crypto';
import type { PolicyDocument, SessionKey } from '../iam/iam';
import type { JsonObject, JsonValue } from '../foundation/json';
import { AwsError } from '../foundation/errors';
import type { Region } from '../foundation/region';
import { type CodeFolder, unpack } from './code-folder';
import type { PublishedVersion } from './edge-version';
import { EnvironmentPool } from './environment-pool';
import { ExecutionEnvironment } from './execution-environment';
import type { EnvironmentVariables, FunctionDefinition, InvocationResult, PermissionDefinition } from './lambda';

/** What a function needs of its surroundings. */
export interface FunctionSurroundings {
  readonly region: Region;
  /** The session of the role as which it runs. */
  readonly session: SessionKey;
  /** Where SDK clients reach the engine. */
  readonly endpointUrl?: string | undefined;
}

/** A function that was created. */
export class LambdaFunction {
  readonly name: string;
  readonly codeSha256: string;
  readonly #code: CodeFolder;
  readonly #statements = new Map<string, JsonObject>();
  readonly #pool: EnvironmentPool<ExecutionEnvironment>;
  #policy: PolicyDocument | undefined;
  #versions = 0;
  readonly #definition: FunctionDefinition;
  readonly #surroundings: FunctionSurroundings;

  /** @throws AwsError `InvalidParameterValueException` when the code is not a zip */
  constructor(
    readonly arn: string,
    definition: FunctionDefinition,
    surroundings: FunctionSurroundings,
  ) {
    this.#definition = definition;
    this.#surroundings = surroundings;
    this.name = definition.functionName;
    this.codeSha256 = createHash('sha256').update(definition.zip).digest('base64');
    this.#code = unpack(definition.zip);
    this.#pool = new EnvironmentPool({ clock: surroundings.region.clock, patience: 0, start: () => this.#started() });
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

  /** @returns the number of the new version */
  publishVersion(): string {
    this.#versions += 1;
    return String(this.#versions);
  }

  /** A version that was published; `undefined` for a number that none has. */
  version(version: string): PublishedVersion | undefined {
    if (!/^[1-9]\d*$/.test(version) || Number(version) > this.#versions) return undefined;
    const definition = this.#definition;
    return { arn: `${this.arn}:${version}`, version, definition, folder: this.#code.path };
  }

  /** Runs the function in an environment that is free, or in a new one. */
  async invoke(payload: JsonValue, invokedFunctionArn: string): Promise<InvocationResult> {
    return this.#pool.use((environment) => {
      const context = this.#contextOf(randomUUID(), invokedFunctionArn);
      return environment.invoke({ event: payload, context }, this.#definition.timeout);
    });
  }

  /** Ends the environments and removes the code. */
  async stop(): Promise<void> {
    try {
      await this.#pool.stop();
    } finally {
      this.#code.remove();
    }
  }

  #started(): ExecutionEnvironment {
    const { clock, log, name } = this.#surroundings.region;
    return new ExecutionEnvironment({
      handler: this.#definition.handler,
      folder: this.#code.path,
      variables: this.#variables(),
      memorySize: this.#definition.memorySize,
      clock,
      printed: (line) => log.info(`${name} ${this.name} ${line}`),
    });
  }

  /** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
  #variables(): EnvironmentVariables {
    const { handler, memorySize, environment } = this.#definition;
    const { region, session, endpointUrl } = this.#surroundings;
    return {
      ...environment,
      _HANDLER: handler,
      AWS_ACCESS_KEY_ID: session.accessKeyId,
      AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
      AWS_SESSION_TOKEN: session.sessionToken,
      // The one variable that Lambda has not: SDK clients find the engine by it.
      ...(endpointUrl !== undefined && { AWS_ENDPOINT_URL: endpointUrl }),
      AWS_DEFAULT_REGION: region.name,
      AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${process.versions.node.split('.')[0] ?? ''}.x`,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
      AWS_LAMBDA_FUNCTION_NAME: this.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${this.name}`,
      AWS_REGION: region.name,
      LAMBDA_TASK_ROOT: this.#code.path,
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
      memoryLimitInMB: String(this.#definition.memorySize),
    };
  }
}

function principalOf(principal: string): JsonValue {
  if (principal === '*') return '*';
  return /^\d{12}$|^arn:/.test(principal) ? { AWS: principal } : { Service: principal };
}

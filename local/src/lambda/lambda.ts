// Lambda as AppSync and CloudFormation see it.
import type { ServiceApi } from '../foundation/service-api';
import type { PolicyDocument, Principal } from '../iam/iam';
import type { JsonObject, JsonValue } from '../foundation/json';

/** A new function: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export interface FunctionDefinition {
  readonly functionName: string;
  /** `path/to/file.export`, in the zip. */
  readonly handler: string;
  /** The role as which the function runs. */
  readonly roleArn: string;
  /** Seconds. */
  readonly timeout: number;
  /** Megabytes. */
  readonly memorySize: number;
  readonly environment: Readonly<Record<string, string>>;
  /** The code, zipped. */
  readonly zip: Uint8Array;
  /** How many invocations run at a time; no more than the engine allows. */
  readonly reservedConcurrency?: number | undefined;
  /** The ARN of a queue for events that the function failed for. */
  readonly deadLetterArn?: string | undefined;
  /** Such as `nodejs22.x`. Like the rest below, it makes a difference only at the edge. */
  readonly runtime?: string | undefined;
  /** `x86_64`, the default, or `arm64`. */
  readonly architecture?: string | undefined;
  /** Megabytes of `/tmp`. */
  readonly ephemeralStorage?: number | undefined;
  /** Does it write to X-Ray? */
  readonly isTraced?: boolean;
}

/** One statement of a function's resource policy: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export interface PermissionDefinition {
  readonly statementId: string;
  readonly action: string;
  /** A service such as `appsync.amazonaws.com`, an account, or an ARN. */
  readonly principal: string;
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
}

/** What a function threw, or what Lambda says of one that gave no answer. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly errorMessage: string;
  /** The lines of the stack; absent when it was not the function's code that failed. */
  readonly trace?: readonly string[];
}

/** The end of an invocation: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export type InvocationResult =
  | { readonly functionError: undefined; readonly payload: JsonValue }
  | { readonly functionError: 'Unhandled'; readonly payload: FunctionFailure };

/** One call of a function. */
export interface InvocationRequest {
  /** The function's ARN, with or without a version, or its name. */
  readonly functionName: string;
  readonly payload: JsonValue;
  readonly caller: Principal;
}

/** How asynchronous invocations are treated: https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export interface EventInvokeConfig {
  /** 2 unless given. */
  readonly maximumRetryAttempts?: number | undefined;
  /** Seconds; 6 hours unless given. */
  readonly maximumEventAge?: number | undefined;
  /** The ARNs of the queues that get a record of each event. */
  readonly onSuccess?: string | undefined;
  readonly onFailure?: string | undefined;
}

/** A queue that a function reads: https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
export interface EventSourceMappingDefinition {
  /** The queue's. */
  readonly eventSourceArn: string;
  /** The function's name or ARN. */
  readonly functionName: string;
  readonly isEnabled: boolean;
  /** Messages, at most. */
  readonly batchSize: number;
  /** Seconds for which messages are gathered; 0 for not at all. */
  readonly batchingWindow: number;
  /** Does the function answer which messages it failed for? */
  readonly reportsBatchItemFailures: boolean;
  /** Batches at a time; no more than the engine allows. */
  readonly maximumConcurrency: number;
}

/** An edge location, as a function sees it. */
export interface EdgePlace {
  /** The AWS region in which functions run for the edge: their `AWS_REGION`. */
  readonly location: string;
  /** The port of 127.0.0.1 on which its resolver answers. */
  readonly dnsPort: number;
}

/** A function at an edge location. */
export interface EdgeFunction {
  invoke(event: JsonObject): Promise<InvocationResult>;
  /** Ends its processes, each when it has answered. */
  retire(): Promise<void>;
  /** Ends its processes. */
  stop(): Promise<void>;
}

/** A version of a function that CloudFront can run. */
export interface EdgeVersion {
  readonly arn: string;
  /** Copies it to an edge location. */
  replicate(place: EdgePlace): EdgeFunction;
  /** A distribution uses it: it cannot be deleted until it is released. */
  associate(): void;
  /** A distribution that used it uses it no longer. */
  release(): void;
}

/** The region's functions. */
export interface Lambda {
  /** @throws AwsError `ResourceConflictException` or `InvalidParameterValueException` */
  createFunction(definition: FunctionDefinition): { readonly arn: string };
  /**
   * Gives a function other code and settings; invocations under way end as they began.
   * @throws AwsError `ResourceNotFoundException` or `InvalidParameterValueException`
   */
  updateFunction(definition: FunctionDefinition): { readonly arn: string };
  /** Deletes a function with its versions. @throws AwsError `ResourceNotFoundException`, or `InvalidParameterValueException` while it has replicas */
  deleteFunction(functionName: string): Promise<void>;
  /**
   * Publishes the function as it is.
   * @param codeSha256 what the zip must be, Base64
   * @throws AwsError `ResourceNotFoundException` or `InvalidParameterValueException`; `ResourceConflictException` for what is published already
   */
  publishVersion(functionName: string, codeSha256?: string): { readonly arn: string; readonly version: string };
  /** @throws AwsError `ResourceNotFoundException`, or `InvalidParameterValueException` while it has replicas */
  deleteVersion(versionArn: string): void;
  /** @throws AwsError `ResourceNotFoundException` or `ResourceConflictException` */
  addPermission(functionName: string, permission: PermissionDefinition): void;
  /** @throws AwsError `ResourceNotFoundException` */
  removePermission(functionName: string, statementId: string): void;
  /** The resource policy of a function; `undefined` when it has none. */
  policy(functionName: string): PolicyDocument | undefined;
  /**
   * Calls a function and waits for its answer.
   * @throws AwsError `ResourceNotFoundException`, `AccessDeniedException` or `RequestEntityTooLargeException`
   */
  invoke(request: InvocationRequest): Promise<InvocationResult>;
  /**
   * Gives a function an event, which it is invoked with as soon as it can, and again when it fails: the invocation type `Event`.
   * @throws AwsError `ResourceNotFoundException`, `AccessDeniedException`, `RequestEntityTooLargeException`, or
   * `TooManyRequestsException` while too many events wait
   */
  invokeAsync(request: InvocationRequest): void;
  /** @throws AwsError `ResourceNotFoundException` or `AccessDeniedException` as `invoke` does, and does nothing else */
  requireInvocable(request: InvocationRequest): void;
  /**
   * Says how a function's asynchronous invocations are treated from now on.
   * @throws AwsError `ResourceNotFoundException`, or `InvalidParameterValueException` for a queue that the role may not send to
   */
  putEventInvokeConfig(functionName: string, config: EventInvokeConfig): void;
  /** They are treated as those of any function. @throws AwsError `ResourceNotFoundException` */
  deleteEventInvokeConfig(functionName: string): void;
  /**
   * Begins to invoke a function with what comes into a queue.
   * @param name what sets the mapping apart from all others; its id comes of it
   * @returns the mapping's id and ARN
   * @throws AwsError `ResourceNotFoundException`, `ResourceConflictException`, or `InvalidParameterValueException` for a role that may not
   * read the queue and for a function that may take longer than a message stays hidden
   */
  createEventSourceMapping(
    name: string,
    definition: EventSourceMappingDefinition,
  ): { readonly id: string; readonly arn: string };
  /** Goes by the new definition from now on. @throws AwsError as above */
  updateEventSourceMapping(id: string, definition: EventSourceMappingDefinition): void;
  /** Batches under way end as they do. @throws AwsError `ResourceNotFoundException` */
  deleteEventSourceMapping(id: string): void;
  /**
   * A version, for CloudFront.
   * @throws AwsError `InvalidLambdaFunctionAssociation` for one that does not keep Lambda@Edge's rules
   */
  edgeVersion(versionArn: string): EdgeVersion;
  /** The operations that SDK clients reach. */
  readonly api: ServiceApi;
  /** Ends every process of a function. */
  stop(): Promise<void>;
}

/** Settings by name, as a process gets them. */
export type EnvironmentVariables = Readonly<Record<string, string>>;

/** What a handler learns of its invocation besides the event. */
export type InvocationContext = JsonObject & { readonly awsRequestId: string };

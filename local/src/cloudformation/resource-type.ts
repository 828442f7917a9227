// What CloudFormation needs to know of a resource type. One file per type, in the room of its service.
import { AwsError } from '../foundation/errors';
import type { JsonObject, JsonValue } from '../foundation/json';
import type { Region } from '../foundation/region';

/** A resource that was created. */
export interface CreatedResource {
  /** What `Ref` returns. */
  readonly physicalId: string;
  /** What `Fn::GetAtt` returns, by attribute. */
  readonly attributes: Readonly<Record<string, JsonValue>>;
}

/** What is asked to be created. */
export interface ResourceRequest {
  readonly logicalId: string;
  readonly stackName: string;
  /** Where the stack is. */
  readonly region: Region;
  /** The properties, intrinsics resolved. Only those that the type lists. */
  readonly properties: JsonObject;
  /** Tells this resource from those that had its logical id before: made-up names differ by it. Absent for the first. */
  readonly incarnation?: string | undefined;
}

/** A resource that is there. Its `properties` are those that it has. */
export interface ExistingResource extends ResourceRequest, CreatedResource {}

/** What is asked to be changed. Its `properties` are those that the resource is to have. */
export interface UpdateRequest extends ExistingResource {
  /** The properties that it has. */
  readonly previous: JsonObject;
}

/**
 * What the handler of a type says itself, without the name of the service, the status and the request that CloudFormation adds to what a
 * service says: https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html
 */
export class HandlerError extends AwsError {
  constructor(
    readonly handlerErrorCode: 'AlreadyExists' | 'InvalidRequest',
    message: string,
  ) {
    super(handlerErrorCode, message);
    this.name = 'HandlerError';
  }
}

/** A resource type that the engine supports, with the services that create its resources. */
export interface ResourceType<Services = object> {
  /** Such as `AWS::SQS::Queue`. */
  readonly type: string;
  /** The properties that are honoured, or that make no difference on one machine. Any other stops the engine. */
  readonly properties: readonly string[];
  /**
   * The property that names the resource within its region, for types that have one. Two resources cannot have the same name, so
   * that one with a given name cannot be replaced:
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
   */
  readonly nameProperty?: string;
  /**
   * @throws UserError naming the logical id and the property, when a value is not supported; HandlerError, or what the service throws
   */
  readonly create: (request: ResourceRequest, services: Services) => CreatedResource | Promise<CreatedResource>;
  /**
   * Changes the resource in place, or leaves it as it is and throws. Absent for types of which AWS replaces every resource that
   * changes; the engine refuses to update any other.
   */
  readonly update?: (request: UpdateRequest, services: Services) => CreatedResource | Promise<CreatedResource>;
  /** Deletes the resource. @throws AwsError what the service answers while the resource is in use */
  readonly delete: (resource: ExistingResource, services: Services) => void | Promise<void>;
}

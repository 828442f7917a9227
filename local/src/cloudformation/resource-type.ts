// What CloudFormation needs to know of a resource type. One file per type, in the room of its service.
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
  /** Where the artifacts are that a deployment of the stack would upload; none when it was not packaged. */
  readonly artifactFolder?: string | undefined;
}

/** A resource type that the engine supports, with the services that create its resources. */
export interface ResourceType<Services = object> {
  /** Such as `AWS::SQS::Queue`. */
  readonly type: string;
  /** The properties that are honoured, or that make no difference on one machine. Any other stops the engine. */
  readonly properties: readonly string[];
  /**
   * @throws UserError naming the logical id and the property, when a value is not supported
   */
  readonly create: (request: ResourceRequest, services: Services) => CreatedResource | Promise<CreatedResource>;
}

// The event source mappings of a region.
import { AwsError } from '../foundation/errors';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { Iam } from '../iam/iam';
import type { Sqs } from '../sqs/sqs';
import { EventSourceMapping, type MappingOptions } from './event-source-mapping';
import type { EventSourceMappingDefinition } from './lambda';
import type { LambdaFunction } from './lambda-function';

/** What the role of a function that reads a queue must be allowed. */
const ACTIONS = ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];

/** Characters of each part of a UUID, and the bytes of all of them. */
const UUID_LENGTHS = [8, 4, 4, 4, 12];
const UUID_BYTES = 16;

/** What mappings need. */
export interface MappingsOptions {
  readonly iam: Iam;
  readonly sqs: Sqs;
  readonly power: Power;
  /** @throws AwsError `ResourceNotFoundException` */
  readonly find: (functionName: string) => LambdaFunction;
}

/** Mappings, none at first. */
export class EventSourceMappings {
  readonly #region: Region;
  readonly #options: MappingsOptions;
  readonly #byId = new Map<string, EventSourceMapping>();

  constructor(region: Region, options: MappingsOptions) {
    this.#region = region;
    this.#options = options;
  }

  /**
   * @param name what sets it apart from all others; its id comes of it
   * @throws AwsError `InvalidParameterValueException`, `ResourceConflictException` or `ResourceNotFoundException`
   */
  create(name: string, definition: EventSourceMappingDefinition): { readonly id: string; readonly arn: string } {
    this.#require(definition);
    const id = this.#idOf(name);
    const options = this.#mappingOf(definition);
    this.#byId.set(id, new EventSourceMapping(options));
    const { partition, name: region, accountId } = this.#region;
    return { id, arn: `arn:${partition}:lambda:${region}:${accountId}:event-source-mapping:${id}` };
  }

  /** @throws AwsError as `create` */
  update(id: string, definition: EventSourceMappingDefinition): void {
    const before = this.#find(id);
    this.#require(definition, id);
    before.stop();
    this.#byId.set(id, new EventSourceMapping(this.#mappingOf(definition)));
  }

  /** @throws AwsError `ResourceNotFoundException` */
  delete(id: string): void {
    this.#find(id).stop();
    this.#byId.delete(id);
  }

  rest(): void {
    for (const mapping of this.#byId.values()) mapping.rest();
  }

  stop(): void {
    for (const mapping of this.#byId.values()) mapping.stop();
  }

  #find(id: string): EventSourceMapping {
    const found = this.#byId.get(id);
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  }

  #mappingOf(definition: EventSourceMappingDefinition): MappingOptions {
    const { find, power, sqs } = this.#options;
    const { clock, log, name } = this.#region;
    const { functionName } = definition;
    return {
      ...{ definition, clock, log, power, sqs, regionName: name },
      role: () => find(functionName).role,
      invoke: async (event) => find(functionName).invokeBatch(event),
    };
  }

  /** @param id of the mapping that it is to replace */
  #require(definition: EventSourceMappingDefinition, id?: string): void {
    const { find, sqs, iam } = this.#options;
    const { eventSourceArn, functionName } = definition;
    const { role, definition: reader, arn } = find(functionName);
    for (const action of ACTIONS) {
      try {
        iam.authorize(role, { action: `sqs:${action}`, resource: eventSourceArn });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions
        throw invalid(`The provided execution role does not have permissions to call ${action} on SQS`);
      }
    }
    const visibility = sqs.visibilityTimeoutOf(eventSourceArn);
    if (visibility < reader.timeout) {
      // https://github.com/winglang/wing/issues/1507
      throw invalid(
        `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${reader.timeout} seconds`,
      );
    }
    for (const [other, { definition: known }] of this.#byId) {
      if (other === id || known.eventSourceArn !== eventSourceArn || find(known.functionName).arn !== arn) continue;
      const sentence = `An event source mapping with SQS arn (" ${eventSourceArn} ") and function (" ${reader.functionName} ") already exists. Please update or delete the existing mapping with UUID ${other}`;
      throw new AwsError('ResourceConflictException', sentence, 409);
    }
  }

  #idOf(name: string): string {
    const characters = Buffer.from(this.#region.ids.lowerCase(`event source mapping/${name}`, UUID_BYTES)).toString(
      'hex',
    );
    let start = 0;
    return UUID_LENGTHS.map((length) => characters.slice(start, (start += length))).join('-');
  }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

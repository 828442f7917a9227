// Stacks of things that note what is done to them.
import { AwsError } from '../../src/foundation/errors';
import type { JsonObject } from '../../src/foundation/json';
import type { ResourceType } from '../../src/cloudformation/resource-type';
import type { ResourceSchema } from '../../src/cloudformation/specification/resource-schema';
import type { Stack } from '../../src/cloudformation/stack';
import { type DeletionRequest, type StackRequest, Stacks } from '../../src/cloudformation/stacks';
import { aRegion } from './region';

/** Of a thing: `Key` can be given only once, `Name` names it, `Fails` says of what nothing comes. */
const SCHEMA: ResourceSchema = {
  properties: {
    A: { value: { type: 'json' } },
    Fails: { value: { type: 'string' } },
    Key: { createOnly: true, value: { type: 'json' } },
    Name: { createOnly: true, value: { type: 'string' } },
  },
  definitions: {},
  attributes: ['Arn'],
};

/** Stacks, what their things are, and what was done. */
export interface StacksBench {
  readonly stacks: Stacks<object>;
  /** The properties of every thing that is there, by physical id. */
  readonly things: ReadonlyMap<string, JsonObject>;
  /** From now on, the service refuses to delete what has this physical id; nothing with `undefined`. */
  protect(physicalId: string | undefined): void;
  /** Each waits until it is over. */
  create(template: JsonObject, overrides?: Partial<StackRequest>): Promise<Stack>;
  update(template: JsonObject, overrides?: Partial<StackRequest>): Promise<Stack>;
  delete(stackName?: string, request?: DeletionRequest): Promise<void>;
}

/** Builds stacks of the types `Test::Thing` and `Test::Frozen`, of which the second cannot be updated. */
export function stacksBench(): StacksBench {
  const things = new Map<string, JsonObject>();
  let guarded: string | undefined;
  const thing: ResourceType = {
    type: 'Test::Thing',
    properties: Object.keys(SCHEMA.properties),
    nameProperty: 'Name',
    create: ({ logicalId, properties, incarnation = '' }) => {
      if (properties['Fails'] === 'create') throw new AwsError('ValidationException', 'The thing cannot be.');
      const name = typeof properties['Name'] === 'string' ? properties['Name'] : `${logicalId}${incarnation}`;
      if (things.has(name)) throw new AwsError('ResourceAlreadyExistsException', `${name} already exists.`, 409);
      things.set(name, properties);
      return { physicalId: name, attributes: { Arn: `arn:${name}` } };
    },
    update: ({ physicalId, attributes, properties }) => {
      if (properties['Fails'] === 'update') throw new AwsError('ValidationException', 'The thing cannot change.');
      things.set(physicalId, properties);
      return { physicalId, attributes };
    },
    delete: ({ physicalId }) => {
      if (physicalId === guarded) throw new AwsError('ConflictException', `${physicalId} is in use.`, 409);
      if (!things.delete(physicalId)) throw new AwsError('NotFoundException', `${physicalId} is not there.`, 404);
    },
  };
  const { properties, create, delete: remove } = thing;
  const frozen: ResourceType = { type: 'Test::Frozen', properties, create, delete: remove };
  const stacks = new Stacks<object>({
    region: aRegion(),
    services: {},
    resourceTypes: [thing, frozen],
    schemasOf: (types) =>
      Promise.resolve(
        new Map([...types].filter((type) => type.startsWith('Test::')).map((type) => [type, SCHEMA] as const)),
      ),
  });
  return {
    stacks,
    things,
    protect: (physicalId) => {
      guarded = physicalId;
    },
    create: async (template, overrides) => {
      const { stack, done } = await stacks.create({ stackName: 'planet', template, ...overrides });
      await done;
      return stack;
    },
    update: async (template, overrides) => {
      const { stack, done } = await stacks.update({ stackName: 'planet', template, ...overrides });
      await done;
      return stack;
    },
    delete: async (stackName = 'planet', request) => {
      await stacks.delete(stackName, request)?.done;
    },
  };
}

/** What happened, the oldest first, as `<logical id> <status>` and the reason if there is one. */
export function historyOf({ events }: Stack): readonly string[] {
  return [...events]
    .reverse()
    .map(({ logicalId, status, reason }) => `${logicalId} ${status}${reason === undefined ? '' : `: ${reason}`}`);
}

/** What happened last, from the status that the whole stack came into. */
export function historySince(stack: Stack, status: string): readonly string[] {
  const history = historyOf(stack);
  return history.slice(history.findLastIndex((line) => line.startsWith(`${stack.stackName} ${status}`)));
}

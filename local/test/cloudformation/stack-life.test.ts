import type { ResourceType } from '../../src/cloudformation/resource-type';
import type { ResourceSchema } from '../../src/cloudformation/specification/resource-schema';
import type { Stack } from '../../src/cloudformation/stack';
import { Stacks } from '../../src/cloudformation/stacks';
import { AwsError } from '../../src/foundation/errors';
import type { JsonObject } from '../../src/foundation/json';
import { aTemplate, aThing } from '../support/cloudformation';
import { aRegion } from '../support/region';
import { historyOf, historySince, type StacksBench, stacksBench } from '../support/stacks';

let bench: StacksBench;

beforeEach(() => {
  bench = stacksBench();
});

/** A template of which `B` needs `A`. */
function aPair(a: JsonObject = {}, b: JsonObject = {}, sections: JsonObject = {}): JsonObject {
  return aTemplate({ A: a, B: { A: { 'Fn::GetAtt': 'A.Arn' }, ...b } }, sections);
}

function withPolicies(policies: JsonObject): JsonObject {
  return { Resources: { A: { Type: 'Test::Thing', ...policies }, B: { Type: 'Test::Thing' } } };
}

describe('CF-17 a stack is created', () => {
  it('and tells of every step', async () => {
    const stack = await bench.create(aPair());

    expect(historyOf(stack)).toEqual([
      'planet CREATE_IN_PROGRESS: User Initiated',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS: Resource creation Initiated',
      'A CREATE_COMPLETE',
      'B CREATE_IN_PROGRESS',
      'B CREATE_IN_PROGRESS: Resource creation Initiated',
      'B CREATE_COMPLETE',
      'planet CREATE_COMPLETE',
    ]);
  });

  it('only once by its name', async () => {
    await bench.create(aPair());

    await expect(bench.create(aPair())).rejects.toMatchObject({
      code: 'AlreadyExistsException',
      message: 'Stack [planet] already exists',
    });
  });

  it('and its failure takes away what was created, in the reverse order', async () => {
    const stack = await bench.create(aTemplate({ A: {}, B: {}, C: { Fails: 'create' }, D: {} }));

    expect(historySince(stack, 'ROLLBACK_IN_PROGRESS')).toEqual([
      'planet ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [C]. Rollback requested by user.',
      'B DELETE_IN_PROGRESS',
      'B DELETE_COMPLETE',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'planet ROLLBACK_COMPLETE',
    ]);
    expect([...bench.things]).toEqual([]);
  });

  it("and a resource fails with the service's sentence", async () => {
    const stack = await bench.create(aTemplate({ A: { Fails: 'create' } }));

    expect(stack.events.find(({ status }) => status === 'CREATE_FAILED')?.reason).toMatch(
      /^Resource handler returned message: "The thing cannot be\. \(Service: Thing, Status Code: 400, Request ID: [0-9a-f-]{36}\)" \(RequestToken: [0-9a-f-]{36}, HandlerErrorCode: InvalidRequest\)$/,
    );
  });

  it('and what is left of one that failed can only be deleted', async () => {
    const stack = await bench.create(aTemplate({ A: { Fails: 'create' } }));

    await expect(bench.update(aPair())).rejects.toMatchObject({
      code: 'ValidationError',
      message: `Stack:${stack.stackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
    });
    await bench.delete();
    expect((await bench.create(aPair())).status).toBe('CREATE_COMPLETE');
  });

  it('and a failure leaves everything where rollback is disabled', async () => {
    const template = aTemplate({ A: {}, B: { Fails: 'create' } });

    const stack = await bench.create(template, { disableRollback: true });

    expect(stack.status).toBe('CREATE_FAILED');
    expect([...bench.things.keys()]).toEqual(['A']);
    expect((await bench.update(aTemplate({ A: {}, B: {} }))).status).toBe('UPDATE_COMPLETE');
    expect([...bench.things.keys()]).toEqual(['A', 'B']);
  });
});

describe('CF-18 a stack is updated', () => {
  it('in place, and only where something changed', async () => {
    await bench.create(aTemplate({ A: { A: 1 }, B: { A: 1 } }));

    const stack = await bench.update(aTemplate({ A: { A: 1 }, B: { A: 2 } }));

    expect(historySince(stack, 'UPDATE_IN_PROGRESS')).toEqual([
      'planet UPDATE_IN_PROGRESS: User Initiated',
      'B UPDATE_IN_PROGRESS',
      'B UPDATE_COMPLETE',
      'planet UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'planet UPDATE_COMPLETE',
    ]);
    expect(bench.things.get('B')).toEqual({ A: 2 });
  });

  it('by another resource where only another can have the property, and what refers to it follows', async () => {
    await bench.create(aPair({ Key: 1 }));

    const stack = await bench.update(aPair({ Key: 2 }));

    expect(historySince(stack, 'UPDATE_IN_PROGRESS')).toEqual([
      'planet UPDATE_IN_PROGRESS: User Initiated',
      'A UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.',
      'A UPDATE_IN_PROGRESS: Resource creation Initiated',
      'A UPDATE_COMPLETE',
      'B UPDATE_IN_PROGRESS',
      'B UPDATE_COMPLETE',
      'planet UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'planet UPDATE_COMPLETE',
    ]);
    expect(bench.things).toEqual(
      new Map([
        ['B', { A: 'arn:A+' }],
        ['A+', { Key: 2 }],
      ]),
    );
  });

  it('with what is new, and without what is gone', async () => {
    await bench.create(aTemplate({ A: {}, B: {} }));

    const stack = await bench.update(aTemplate({ B: {}, C: {} }));

    expect([...stack.resources.keys()]).toEqual(['B', 'C']);
    expect([...bench.things.keys()]).toEqual(['B', 'C']);
  });

  it('but not to another type', async () => {
    await bench.create(aTemplate({ A: {} }));

    await expect(bench.update({ Resources: { A: { Type: 'Test::Frozen' } } })).rejects.toMatchObject({
      code: 'ValidationError',
      message:
        'Update of resource type is not permitted. The new template modifies resource type of the following resources: [A]',
    });
  });

  it('but not when there is nothing to do', async () => {
    await bench.create(aPair());

    await expect(bench.update(aPair())).rejects.toMatchObject({
      code: 'ValidationError',
      message: 'No updates are to be performed.',
    });
  });

  it('also in its outputs alone', async () => {
    await bench.create(aPair({}, {}, { Outputs: { O: { Value: 'one' } } }));

    const stack = await bench.update(aPair({}, {}, { Outputs: { O: { Value: 'two' } } }));

    expect(stack.outputs).toEqual({ O: 'two' });
  });

  it('but no resource of a given name is replaced', async () => {
    await bench.create(aTemplate({ A: { Name: 'own', Key: 1 } }));

    const stack = await bench.update(aTemplate({ A: { Name: 'own', Key: 2 } }));

    expect(stack.status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.events.find(({ status }) => status === 'UPDATE_FAILED')?.reason).toBe(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename own and update the stack again.',
    );
    expect(bench.things.get('own')).toEqual({ Name: 'own', Key: 1 });
  });

  it('but the engine says of which types it changes nothing', async () => {
    await bench.create({ Resources: { A: { Type: 'Test::Frozen', Properties: { A: 1 } } } });

    const stack = await bench.update({ Resources: { A: { Type: 'Test::Frozen', Properties: { A: 2 } } } });

    expect(stack.events.find(({ status }) => status === 'UPDATE_FAILED')?.reason).toBe(
      'Resource A (Test::Frozen): the engine cannot change A of a resource that is there; remove the resource from the template, deploy, and put it back.',
    );
  });
});

describe('CF-19 a failed update', () => {
  it('gives everything back as it was', async () => {
    const before = aTemplate({ A: { A: 1 }, B: { Key: 1 }, C: { A: 1 }, D: {} }, { Outputs: { O: { Value: 'one' } } });
    await bench.create(before);
    const things = new Map(bench.things);

    const stack = await bench.update(
      aTemplate({ A: { A: 2 }, B: { Key: 2 }, E: {}, C: { Fails: 'update' } }, { Outputs: { O: { Value: 'two' } } }),
    );

    expect(historySince(stack, 'UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'planet UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to update: [C]. ',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'B UPDATE_IN_PROGRESS',
      'B UPDATE_COMPLETE',
      'C UPDATE_IN_PROGRESS',
      'C UPDATE_COMPLETE',
      'planet UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'E DELETE_IN_PROGRESS',
      'E DELETE_COMPLETE',
      'B DELETE_IN_PROGRESS',
      'B DELETE_COMPLETE',
      'planet UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(bench.things).toEqual(things);
    expect(stack.outputs).toEqual({ O: 'one' });
    expect([...stack.resources.keys()]).toEqual(['A', 'B', 'C', 'D']);
    await expect(bench.update(before)).rejects.toThrow('No updates are to be performed.');
  });

  it('can be followed by one that succeeds', async () => {
    await bench.create(aTemplate({ A: { A: 1 } }));
    await bench.update(aTemplate({ A: { Fails: 'update' } }));

    expect((await bench.update(aTemplate({ A: { A: 3 } }))).status).toBe('UPDATE_COMPLETE');
    expect(bench.things.get('A')).toEqual({ A: 3 });
  });

  it('says what could not be created', async () => {
    await bench.create(aTemplate({ A: {} }));

    const stack = await bench.update(aTemplate({ A: {}, B: { Fails: 'create' } }));

    expect(historyOf(stack)).toContain(
      'planet UPDATE_ROLLBACK_IN_PROGRESS: The following resource(s) failed to create: [B]. ',
    );
    expect([...stack.resources.keys()]).toEqual(['A']);
  });
});

describe('CF-19 a rollback that failed', () => {
  let stack: Stack;

  beforeEach(async () => {
    await bench.create(aTemplate({ A: { Fails: 'update' }, B: { A: 1 } }));
    // The way there succeeds for A, and not the way back.
    stack = await bench.update(aTemplate({ A: { A: 2 }, B: { A: 2 }, C: { Fails: 'create' } }));
  });

  it('leaves the stack so, until it is told to go on without what failed', async () => {
    expect(stack.status).toBe('UPDATE_ROLLBACK_FAILED');

    await bench.stacks.continueRollback('planet').done;
    expect(historySince(stack, 'UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'planet UPDATE_ROLLBACK_IN_PROGRESS: User Initiated',
      'A UPDATE_IN_PROGRESS',
      expect.stringContaining('A UPDATE_FAILED: '),
      'planet UPDATE_ROLLBACK_FAILED: The following resource(s) failed to update: [A]. ',
    ]);
    await bench.stacks.continueRollback('planet', ['A']).done;

    expect(historySince(stack, 'UPDATE_ROLLBACK_IN_PROGRESS')).toEqual([
      'planet UPDATE_ROLLBACK_IN_PROGRESS: User Initiated',
      'A UPDATE_COMPLETE',
      'planet UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'planet UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(bench.things.get('B')).toEqual({ A: 1 });
  });

  it('skips nothing else', () => {
    expect(() => bench.stacks.continueRollback('planet', ['B'])).toThrow(
      'Only resources in the UPDATE_FAILED state can be skipped, not [B].',
    );
  });

  it('goes on only once', async () => {
    await bench.stacks.continueRollback('planet', ['A']).done;

    expect(() => bench.stacks.continueRollback('planet')).toThrow(
      `Stack:${stack.stackId} is in UPDATE_ROLLBACK_COMPLETE state and can not be rolled back.`,
    );
  });
});

describe('CF-20 a stack is deleted', () => {
  it('in the reverse order, and then only its id is known', async () => {
    const stack = await bench.create(aPair());

    await bench.delete();

    expect(historySince(stack, 'DELETE_IN_PROGRESS')).toEqual([
      'planet DELETE_IN_PROGRESS: User Initiated',
      'B DELETE_IN_PROGRESS',
      'B DELETE_COMPLETE',
      'A DELETE_IN_PROGRESS',
      'A DELETE_COMPLETE',
      'planet DELETE_COMPLETE',
    ]);
    expect([...bench.things]).toEqual([]);
    expect(() => bench.stacks.find('planet')).toThrow('Stack with id planet does not exist');
    expect(bench.stacks.find(stack.stackId)).toBe(stack);
  });

  it('and nothing happens when there is none', async () => {
    await expect(bench.delete('other')).resolves.toBeUndefined();
  });

  it('but for what is in use, and for what that needs', async () => {
    const stack = await bench.create(aTemplate({ A: {}, B: { A: { Ref: 'A' } }, C: {} }));
    bench.protect('B');

    await bench.delete();

    expect(stack.statusReason).toBe('The following resource(s) failed to delete: [B]. ');
    expect([...bench.things.keys()]).toEqual(['A', 'B']);
    bench.protect(undefined);
    await bench.delete();
    expect(stack.status).toBe('DELETE_COMPLETE');
  });

  it('but for what is to be retained, once it has failed', async () => {
    const stack = await bench.create(aTemplate({ A: {}, B: {} }));
    await expect(bench.delete('planet', { retained: ['A'] })).rejects.toMatchObject({ code: 'ValidationError' });
    bench.protect('A');
    await bench.delete();

    await bench.delete('planet', { retained: ['A'] });

    expect(stack.status).toBe('DELETE_COMPLETE');
    expect([...bench.things.keys()]).toEqual(['A']);
  });

  it('but not while it is protected', async () => {
    await bench.create(aPair(), { terminationProtection: true });

    await expect(bench.delete()).rejects.toThrow(
      'Stack [planet] cannot be deleted while TerminationProtection is enabled',
    );
  });

  it('also when somebody else has deleted a resource', async () => {
    const stack = await bench.create(aTemplate({ A: {} }));
    await bench.create(aTemplate({ Other: {} }), { stackName: 'other' });
    (bench.things as Map<string, JsonObject>).delete('A');

    await bench.delete();

    expect(stack.status).toBe('DELETE_COMPLETE');
  });
});

describe('CF-21 a policy', () => {
  it('of Retain keeps a resource when its stack is deleted', async () => {
    const stack = await bench.create(withPolicies({ DeletionPolicy: 'Retain' }));

    await bench.delete();

    expect([...bench.things.keys()]).toEqual(['A']);
    expect(historyOf(stack)).toContain('A DELETE_SKIPPED');
  });

  it('of Retain keeps a resource that leaves the template', async () => {
    await bench.create(withPolicies({ DeletionPolicy: 'Retain' }));

    await bench.update(aTemplate({ B: {} }));

    expect([...bench.things.keys()]).toEqual(['A', 'B']);
  });

  it('of RetainExceptOnCreate does not keep what a failed creation has made', async () => {
    await bench.create({
      Resources: {
        A: { Type: 'Test::Thing', DeletionPolicy: 'Retain' },
        B: { Type: 'Test::Thing', DeletionPolicy: 'RetainExceptOnCreate' },
        C: { Type: 'Test::Thing', Properties: { Fails: 'create' } },
      },
    });

    expect([...bench.things.keys()]).toEqual(['A']);
  });

  it('for replacements keeps what was replaced', async () => {
    await bench.create(withPolicies({ UpdateReplacePolicy: 'Retain', Properties: { Key: 1 } }));

    await bench.update(withPolicies({ UpdateReplacePolicy: 'Retain', Properties: { Key: 2 } }));

    expect([...bench.things.keys()]).toEqual(['A', 'B', 'A+']);
  });

  it('that AWS does not know is refused', async () => {
    await expect(bench.create(withPolicies({ DeletionPolicy: 'Keep' }))).rejects.toMatchObject({
      code: 'TEMPLATE_INVALID',
    });
  });
});

describe('CF-22 an export', () => {
  const exporting = (value: string) =>
    aTemplate({ A: {} }, { Outputs: { O: { Value: value, Export: { Name: 'shared' } } } });
  const importing = aTemplate({ User: { A: { 'Fn::ImportValue': 'shared' } } });

  it('is what other stacks import', async () => {
    await bench.create(exporting('one'));

    await bench.create(importing, { stackName: 'user' });

    expect(bench.things.get('User')).toEqual({ A: 'one' });
  });

  it('that nobody has fails the stack that imports it', async () => {
    const stack = await bench.create(importing, { stackName: 'user' });

    expect(historyOf(stack)).toContain(
      'user ROLLBACK_IN_PROGRESS: No export named shared found. Rollback requested by user.',
    );
  });

  it('that is in use cannot change, nor go', async () => {
    await bench.create(exporting('one'));
    await bench.create(importing, { stackName: 'user' });

    const changed = await bench.update(exporting('two'));
    expect(historyOf(changed)).toContain(
      'planet UPDATE_ROLLBACK_IN_PROGRESS: Export shared cannot be updated as it is in use by user. ',
    );
    await bench.update(aTemplate({ A: {} }));
    expect(historyOf(changed)).toContain(
      'planet UPDATE_ROLLBACK_IN_PROGRESS: Export shared cannot be deleted as it is in use by user. ',
    );
    expect(changed.outputs).toEqual({ O: 'one' });
  });

  it('that is in use keeps its stack, which stays as it was', async () => {
    const stack = await bench.create(exporting('one'));
    await bench.create(importing, { stackName: 'user' });

    await bench.delete();

    expect(stack.status).toBe('CREATE_COMPLETE');
    expect(stack.statusReason).toBe('Delete canceled. Cannot delete export shared as it is in use by user.');
    await bench.delete('user');
    await bench.delete();
    expect(stack.status).toBe('DELETE_COMPLETE');
  });

  it('has one owner', async () => {
    await bench.create(exporting('one'));

    const other = await bench.create(
      aTemplate({ C: {} }, { Outputs: { O: { Value: 'x', Export: { Name: 'shared' } } } }),
      {
        stackName: 'other',
      },
    );

    expect(historyOf(other)).toContain(
      'other ROLLBACK_IN_PROGRESS: Export with name shared is already exported by stack planet. Rollback requested by user.',
    );
  });
});

it('CF-23 two operations on a stack do not overlap', async () => {
  const { stack, done } = await bench.stacks.create({ stackName: 'planet', template: aPair() });

  await expect(bench.stacks.update({ stackName: 'planet', template: aPair({ A: 1 }) })).rejects.toThrow(
    `Stack:${stack.stackId} is in CREATE_IN_PROGRESS state and can not be updated.`,
  );
  await done;
});

it('CF-24 the next stack of a name has another id, and other names', async () => {
  const first = await bench.create(aTemplate({ A: {} }));
  await bench.delete();

  const second = await bench.create(aTemplate({ A: {} }));

  expect(second.stackId).not.toBe(first.stackId);
  expect(second.resources.get('A')?.physicalId).not.toBe(first.resources.get('A')?.physicalId);
});

it('CF-20 a stack that is being created is created no further, and deleted', async () => {
  const template = aTemplate({ A: {}, B: {}, C: {} });
  const { stack, done } = await bench.stacks.create({ stackName: 'planet', template });

  const deletion = bench.stacks.delete('planet');
  expect(stack.status).toBe('DELETE_IN_PROGRESS');

  expect(await deletion?.done).toBeUndefined();
  expect(await done).toMatchObject({ code: 'RESOURCE_FAILED', message: expect.stringContaining('planet') as string });
  expect(historySince(stack, 'DELETE_IN_PROGRESS')).toEqual([
    'planet DELETE_IN_PROGRESS: User Initiated',
    'A DELETE_IN_PROGRESS',
    'A DELETE_COMPLETE',
    'planet DELETE_COMPLETE',
  ]);
  expect([...bench.things]).toEqual([]);
});

it('CF-19 a fault of the engine on the way back ends it', async () => {
  let asked = 0;
  const frail: ResourceType = {
    ...aThing(),
    create: (request) => {
      if (request.properties['A'] === 'refused') throw new AwsError('ValidationException', 'The thing cannot be.');
      return { physicalId: request.logicalId, attributes: {} };
    },
    // It is asked for once on the way there, and then on the way back.
    get update() {
      if (asked++ > 0) throw new Error('A fault.');
      return () => ({ physicalId: 'A', attributes: {} });
    },
  };
  const schema: ResourceSchema = { properties: { A: { value: { type: 'json' } } }, definitions: {}, attributes: [] };
  const things = new Stacks({
    ...{ region: aRegion(), services: {}, resourceTypes: [frail] },
    schemasOf: () => Promise.resolve(new Map([['Test::Thing', schema]])),
  });
  await (
    await things.create({ stackName: 'planet', template: aTemplate({ A: { A: 1 } }) })
  ).done;

  const template = aTemplate({ A: { A: 2 }, B: { A: 'refused' } });
  const { stack, done } = await things.update({ stackName: 'planet', template });
  await done;

  expect([stack.status, stack.statusReason]).toEqual(['UPDATE_ROLLBACK_FAILED', 'Internal Failure']);
});

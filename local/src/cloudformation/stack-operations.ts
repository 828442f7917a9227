// What is done to a whole stack: its creation, update and deletion, each with its way back.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
import { UserError } from '../foundation/errors';
import type { JsonObject } from '../foundation/json';
import type { Blueprint, Plan, Surroundings } from './blueprint';
import { changeBetween } from './property-change';
import { draftOf, policiesOf, type Provisioner } from './provisioner';
import type { Stack, StackOutput, StackResource, StackSource, StackState } from './stack';
import { failedTo, invalidProperties, ResourceFailure, ValidationFailure } from './stack-failure';

/** What other stacks of the region export, and what they import from this one. */
export interface Exports {
  /** The value of an export; none when no stack has one of this name. */
  valueOf(exportName: string): string | undefined;
  /** @throws UserError `EXPORT_IN_USE` for an export that another stack has, or uses as it was */
  requireFree(stack: Stack, outputs: ReadonlyMap<string, StackOutput>): void;
}

/** What an operation needs besides the stack. */
export interface OperationContext<Services> {
  readonly stack: Stack;
  readonly provisioner: Provisioner<Services>;
  readonly exports: Exports;
  /** Sets a resource that is created apart from those that had its logical id before, in this stack or in others of the name. */
  readonly incarnationOf: (logicalId: string) => string;
}

/** What a stack is to become. */
export interface Target<Services> {
  readonly blueprint: Blueprint<Services>;
  readonly source: StackSource;
  /** Are the properties looked at before anything is created? Else each resource's when it is its turn. */
  readonly isValidated: boolean;
}

/**
 * Creates a stack's resources, or takes them away again.
 * @returns what failed
 */
export async function createResources<Services>(
  target: Target<Services>,
  context: OperationContext<Services>,
): Promise<unknown> {
  const { blueprint, source } = target;
  const { stack, provisioner, incarnationOf } = context;
  stack.become({ source });
  stack.enter('CREATE_IN_PROGRESS', 'User Initiated');
  const construction = new Construction(blueprint, context);
  try {
    requireValid(target, stack);
    for (const plan of blueprint.plans) {
      requireWanted(stack);
      const properties = construction.propertiesOf(plan);
      construction.add(await provisioner.create(plan, properties, incarnationOf(plan.logicalId)));
    }
    requireWanted(stack);
    stack.become(construction.conclusion());
    stack.enter('CREATE_COMPLETE');
    return undefined;
  } catch (error) {
    // What there is of it is deleted by whoever cancelled it.
    if (stack.isCancelled) return error;
    const reason = reasonFor(error);
    if (source.disableRollback) stack.enter('CREATE_FAILED', reason);
    else await rollBackCreation(`${reason}Rollback requested by user.`, context);
    return error;
  }
}

/** @throws UserError `RESOURCE_FAILED` for a stack that is to be deleted */
function requireWanted({ isCancelled, stackName }: Stack): void {
  if (!isCancelled) return;
  throw new UserError('RESOURCE_FAILED', `The stack ${stackName} is deleted before it was all there; create it again.`);
}

/** Where every created resource is taken away again, but for those that are to be retained. */
async function rollBackCreation<Services>(reason: string, { stack, provisioner }: OperationContext<Services>) {
  stack.enter('ROLLBACK_IN_PROGRESS', reason);
  const undeleted = await deleteAll([...stack.resources.values()], {
    provisioner,
    retains: ({ deletionPolicy }) => deletionPolicy === 'Retain',
    gone: ({ logicalId }) => stack.drop(logicalId),
  });
  if (undeleted.length === 0) stack.enter('ROLLBACK_COMPLETE');
  else stack.enter('ROLLBACK_FAILED', failedTo('delete', undeleted));
}

/**
 * Makes of a stack what it is to be, or what it was before.
 * @returns what failed
 */
export async function updateResources<Services>(
  target: Target<Services>,
  context: OperationContext<Services>,
): Promise<unknown> {
  const { blueprint, source } = target;
  const { stack } = context;
  const before = stack.state;
  stack.enter('UPDATE_IN_PROGRESS', 'User Initiated');
  const update = new Update(blueprint, context, before);
  try {
    requireValid(target, stack);
    for (const plan of blueprint.plans) await update.apply(plan);
    stack.become({ source, ...update.conclusion() });
  } catch (error) {
    const reason = reasonFor(error);
    if (source.disableRollback) stack.enter('UPDATE_FAILED', reason);
    else await rollBackUpdate(reason, update, { context, before });
    return error;
  }
  await update.cleanUp();
  return undefined;
}

/** @throws ValidationFailure */
function requireValid<Services>({ blueprint: { problems }, isValidated }: Target<Services>, stack: Stack): void {
  if (!isValidated || problems.length === 0) return;
  stack.problems = problems;
  throw new ValidationFailure(problems);
}

async function rollBackUpdate<Services>(
  reason: string,
  update: Update<Services>,
  { context: { stack }, before }: { readonly context: OperationContext<Services>; readonly before: StackState },
): Promise<void> {
  const goBack = async (skipped: ReadonlySet<string>) => {
    stack.rollback = goBack;
    const failed = await update.revert(skipped);
    if (failed.length > 0) {
      stack.enter('UPDATE_ROLLBACK_FAILED', failedTo('update', failed));
      return;
    }
    stack.enter('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
    await update.removeNew();
    const resources = [...before.resources.keys()].map((id) => [id, update.restored(id)] as const);
    stack.become({ ...before, resources: new Map(resources) });
    stack.rollback = undefined;
    stack.enter('UPDATE_ROLLBACK_COMPLETE');
  };
  stack.enter('UPDATE_ROLLBACK_IN_PROGRESS', reason);
  await goBack(new Set());
}

/**
 * Deletes a stack's resources, in the reverse order of their creation.
 * @param retained logical ids of resources that stay
 * @returns what failed
 */
export async function deleteResources<Services>(
  retained: ReadonlySet<string>,
  { stack, provisioner }: OperationContext<Services>,
): Promise<unknown> {
  const undeleted = await deleteAll([...stack.resources.values()], {
    provisioner,
    retains: ({ logicalId, deletionPolicy }) => deletionPolicy !== 'Delete' || retained.has(logicalId),
    gone: ({ logicalId }) => stack.drop(logicalId),
  });
  if (undeleted.length > 0) {
    stack.enter('DELETE_FAILED', failedTo('delete', undeleted));
    return new UserError('RESOURCE_FAILED', failedTo('delete', undeleted).trim());
  }
  stack.become({ outputs: new Map(), imports: new Set() });
  stack.enter('DELETE_COMPLETE');
  return undefined;
}

/** The resources of a stack while they come to be what the blueprint says. */
class Construction<Services> {
  readonly #resources = new Map<string, StackResource>();
  readonly #imports = new Set<string>();
  readonly #blueprint: Blueprint<Services>;
  readonly #context: OperationContext<Services>;

  constructor(blueprint: Blueprint<Services>, context: OperationContext<Services>) {
    this.#blueprint = blueprint;
    this.#context = context;
  }

  add(resource: StackResource): void {
    this.#resources.set(resource.logicalId, resource);
  }

  /**
   * @param old what is there, when it is to be changed
   * @throws ResourceFailure for properties that are invalid or cannot be resolved, UserError `EXPORT_MISSING`
   */
  propertiesOf(plan: Plan<Services>, old?: StackResource): JsonObject {
    const { provisioner, incarnationOf } = this.#context;
    try {
      const problems = this.#blueprint.problems.filter(({ logicalId }) => logicalId === plan.logicalId);
      if (problems.length > 0) throw invalidProperties(plan.logicalId, problems);
      return this.#blueprint.propertiesOf(plan, this.#surroundings());
    } catch (error) {
      // A missing export fails the stack, and none of its resources.
      if (!(error instanceof UserError) || error.code === 'EXPORT_MISSING') throw error;
      throw provisioner.refuse(plan, incarnationOf(plan.logicalId), error, old);
    }
  }

  /** What the stack is when all resources are there. @throws UserError `EXPORT_IN_USE`, or what outputs are refused with */
  conclusion(): Pick<StackState, 'resources' | 'outputs' | 'imports'> {
    const { stack, exports } = this.#context;
    const outputs = this.#blueprint.outputs(this.#surroundings());
    exports.requireFree(stack, outputs);
    return { resources: new Map(this.#resources), outputs, imports: new Set(this.#imports) };
  }

  #surroundings(): Surroundings {
    return {
      resources: this.#resources,
      imported: (name) => {
        this.#imports.add(name);
        return this.#context.exports.valueOf(name);
      },
    };
  }
}

/** One update: what has been done so far, so that it can be undone. */
class Update<Services> {
  readonly #construction: Construction<Services>;
  readonly #blueprint: Blueprint<Services>;
  readonly #context: OperationContext<Services>;
  readonly #before: StackState;
  /** Logical ids of resources that were changed in place, or should have been. */
  readonly #changed = new Set<string>();
  /** Those that were created, some of them for others that they replace. */
  readonly #created: StackResource[] = [];
  /** Those that others replace. */
  readonly #replaced = new Set<string>();
  /** Those that are as they were before. */
  readonly #reverted = new Set<string>();

  constructor(blueprint: Blueprint<Services>, context: OperationContext<Services>, before: StackState) {
    this.#construction = new Construction(blueprint, context);
    this.#blueprint = blueprint;
    this.#context = context;
    this.#before = before;
  }

  /** Brings one resource about. @throws ResourceFailure, or UserError for the whole stack */
  async apply(plan: Plan<Services>): Promise<void> {
    const old = this.#before.resources.get(plan.logicalId);
    // After a creation that was not rolled back there are some that never came to be.
    const existing = old?.physicalId === '' ? undefined : old;
    this.#construction.add(await this.#applied(plan, this.#construction.propertiesOf(plan, existing), existing));
  }

  conclusion(): Pick<StackState, 'resources' | 'outputs' | 'imports'> {
    return this.#construction.conclusion();
  }

  /** Deletes what the stack holds no longer. What cannot be deleted stays, and no one is responsible for it any more. */
  async cleanUp(): Promise<void> {
    const { stack, provisioner } = this.#context;
    stack.enter('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    const left = [...this.#before.resources.values()].filter(
      ({ logicalId }) => this.#replaced.has(logicalId) || !stack.resources.has(logicalId),
    );
    const undeleted = await deleteAll(left, {
      provisioner,
      retains: ({ logicalId, deletionPolicy, updateReplacePolicy }) =>
        (this.#replaced.has(logicalId) ? updateReplacePolicy : deletionPolicy) !== 'Delete',
      gone: () => undefined,
    });
    stack.enter('UPDATE_COMPLETE', undeleted.length === 0 ? undefined : 'One or more resources could not be deleted.');
  }

  /**
   * Gives every resource the properties that it had, if it has not got them back yet.
   * @param skipped logical ids of those that stay as they are
   * @returns the logical ids of those that did not take them
   */
  async revert(skipped: ReadonlySet<string>): Promise<readonly string[]> {
    const { stack, provisioner } = this.#context;
    const failed: string[] = [];
    for (const [logicalId, old] of this.#before.resources) {
      const now = stack.resources.get(logicalId);
      if (this.#reverted.has(logicalId)) continue;
      this.#reverted.add(logicalId);
      if (now && skipped.has(logicalId)) {
        stack.keep({ ...now, status: 'UPDATE_COMPLETE', statusReason: undefined });
      } else if (this.#replaced.has(logicalId)) {
        stack.tell({ ...old, status: 'UPDATE_IN_PROGRESS', statusReason: undefined });
        stack.keep({ ...old, status: 'UPDATE_COMPLETE', statusReason: undefined });
      } else if (now && this.#changed.has(logicalId) && !provisioner.canUpdate(old.type)) {
        stack.keep({ ...old, status: 'UPDATE_COMPLETE', statusReason: undefined });
      } else if (now && this.#changed.has(logicalId)) {
        await provisioner.update(now, old, this.#blueprint.schemas).catch((error: unknown) => {
          this.#reverted.delete(logicalId);
          if (!(error instanceof ResourceFailure)) throw error;
          failed.push(logicalId);
        });
      }
    }
    return failed;
  }

  /** Deletes what the update created. */
  async removeNew(): Promise<void> {
    await deleteAll(this.#created, {
      provisioner: this.#context.provisioner,
      retains: ({ deletionPolicy }) => deletionPolicy === 'Retain',
      gone: () => undefined,
    });
  }

  /** A resource as it was before the update; its status tells of the way back. */
  restored(logicalId: string): StackResource {
    const { resources } = this.#context.stack;
    const [old, now] = [this.#before.resources.get(logicalId), resources.get(logicalId)];
    if (!old) throw new Error(`The stack had no resource ${logicalId} before the update.`);
    return now && now.physicalId === old.physicalId ? { ...now, ...policiesOf(old), properties: old.properties } : old;
  }

  async #applied(plan: Plan<Services>, properties: JsonObject, old?: StackResource): Promise<StackResource> {
    const { stack, provisioner, incarnationOf } = this.#context;
    const { logicalId } = plan;
    if (!old) {
      const created = await provisioner.create(plan, properties, incarnationOf(logicalId));
      this.#created.push(created);
      return created;
    }
    const change = changeBetween(old.properties, properties, this.#blueprint.schemas.get(old.type));
    if (change.names.length === 0) {
      const kept = { ...old, ...policiesOf(draftOf(plan)) };
      stack.become({ resources: new Map([...stack.resources, [logicalId, kept]]) });
      return kept;
    }
    if (change.createOnly.length === 0) {
      this.#changed.add(logicalId);
      return provisioner.update(old, { ...draftOf(plan), properties }, this.#blueprint.schemas);
    }
    const created = await provisioner.replace(old, plan, properties);
    this.#replaced.add(logicalId);
    this.#created.push(created);
    return created;
  }
}

/** How resources are deleted. */
interface Deletion<Services> {
  readonly provisioner: Provisioner<Services>;
  /** Does it stay? */
  readonly retains: (resource: StackResource) => boolean;
  /** Told of each that the stack need not hold any more. */
  readonly gone: (resource: StackResource) => void;
}

/**
 * Deletes resources, the last first. What a resource needs that cannot be deleted is left alone.
 * @returns the logical ids of those that could not be deleted
 */
async function deleteAll<Services>(
  resources: readonly StackResource[],
  { provisioner, retains, gone }: Deletion<Services>,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const needed = new Set<string>();
  for (const resource of [...resources].reverse()) {
    if (needed.has(resource.logicalId)) {
      for (const need of resource.needs) needed.add(need);
      continue;
    }
    try {
      if (retains(resource)) provisioner.skip(resource);
      else await provisioner.delete(resource);
      gone(resource);
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      failed.push(resource.logicalId);
      for (const need of resource.needs) needed.add(need);
    }
  }
  return failed;
}

/** The reason of the whole stack, which ends with a space where more may follow. */
function reasonFor(error: unknown): string {
  if (error instanceof ResourceFailure) return failedTo(error.verb, [error.logicalId]);
  return error instanceof UserError || error instanceof ValidationFailure ? `${error.message} ` : 'Internal Failure ';
}

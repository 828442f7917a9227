// The stacks of one region.
import { UserError } from '../foundation/errors';
import { isJsonObject, type JsonObject, jsonIn } from '../foundation/json';
import type { Region } from '../foundation/region';
import { type Blueprint, blueprintOf } from './blueprint';
import { Provisioner } from './provisioner';
import { MAX_COUNTED_NAMES, MAX_STACKS } from './limits';
import type { ResourceType } from './resource-type';
import type { ResourceSchemas } from './specification/resource-schema';
import { supportedSchemasOf } from './specification/resource-schemas';
import { Stack, type StackOutput, type StackSource } from './stack';
import { ResourceFailure, ValidationFailure } from './stack-failure';
import { stackIdOf } from './stack-id';
import { snapshotOf, type StackSnapshot } from './stack-snapshot';
import {
  createResources,
  deleteResources,
  type Exports,
  type OperationContext,
  type Target,
  updateResources,
} from './stack-operations';
import {
  alreadyExists,
  doesNotExist,
  isProtected,
  notDeletable,
  notRetainable,
  notRollable,
  notSkippable,
  nothingToUpdate,
  notUpdatable,
  requireName,
  tooManyStacks,
  typeChanged,
} from './stack-refusal';
import { failureOf, isInProgress, isUpdatable } from './stack-status';

/** What the stacks of a region are made with. */
export interface StacksOptions<Services> {
  readonly region: Region;
  /** What the resource types create with. */
  readonly services: Services;
  readonly resourceTypes: readonly ResourceType<Services>[];
  /** AWS's schemas of resource types; those of AWS's own specification unless given. */
  readonly schemasOf?: ((types: ReadonlySet<string>) => Promise<ResourceSchemas>) | undefined;
  /** Told when something has been done to a stack. */
  readonly onChange?: (() => void) | undefined;
}

/** What a stack is to be. */
export interface StackRequest {
  readonly stackName: string;
  /** A compiled template. */
  readonly template: JsonObject;
  /** The template as it was sent; written anew from `template` unless given. */
  readonly templateBody?: string | undefined;
  /** Values of the template's parameters, by name. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly capabilities?: readonly string[] | undefined;
  readonly roleArn?: string | undefined;
  readonly disableRollback?: boolean | undefined;
  /** Each resource's properties are looked at when it is created or changed, and not all of them before. */
  readonly disableValidation?: boolean | undefined;
  readonly terminationProtection?: boolean | undefined;
  readonly clientRequestToken?: string | undefined;
}

/** How a stack is deleted. */
export interface DeletionRequest {
  /** Logical ids of resources that stay; only for a deletion that failed before. */
  readonly retained?: readonly string[] | undefined;
  readonly clientRequestToken?: string | undefined;
}

/** Something that is being done to a stack. */
export interface StackOperation {
  readonly stack: Stack;
  /**
   * Resolves when it is over, whatever became of it.
   * @returns what failed, as this process may be told; nothing when all went well
   */
  readonly done: Promise<unknown>;
}

/** An exported value. */
export interface Export {
  readonly name: string;
  readonly value: string;
  readonly stack: Stack;
}

/** The deleted stacks that are still found by their ids; AWS keeps those of 90 days. */
const MAX_DELETED = 100;

/** The stacks of one region, none at first. */
export class Stacks<Services> {
  readonly #options: StacksOptions<Services>;
  /** By id, in the order of their creation. */
  readonly #stacks = new Map<string, Stack>();
  /** How many stacks of a name there have been. */
  readonly #numbers = new Map<string, number>();
  readonly #running = new Map<Stack, Promise<unknown>>();
  /** What each stack was when the last operation had ended. */
  readonly #snapshots = new Map<Stack, StackSnapshot>();
  readonly #exports: Exports = {
    valueOf: (name) => this.exports().find((each) => each.name === name)?.value,
    requireFree: (stack, outputs) => {
      this.#requireFree(stack, outputs);
    },
  };

  constructor(options: StacksOptions<Services>) {
    this.#options = options;
  }

  /** Every stack, also those that were deleted lately; the newest first. */
  all(): readonly Stack[] {
    return [...this.#stacks.values()].reverse();
  }

  /**
   * @param name of a stack that is there, or the id of one that is or was
   * @throws AwsError `ValidationError`
   */
  find(name: string): Stack {
    const found = this.#stacks.get(name) ?? this.#named(name);
    if (!found) throw doesNotExist(name);
    return found;
  }

  /** In the order of the stacks. */
  exports(): readonly Export[] {
    return [...this.#stacks.values()].flatMap((stack) =>
      [...stack.state.outputs.values()].flatMap(({ exportName, value }) =>
        exportName === undefined ? [] : [{ name: exportName, value, stack }],
      ),
    );
  }

  /** The stacks that import an export. */
  importers(exportName: string): readonly Stack[] {
    return [...this.#stacks.values()].filter(({ state, isDeleted }) => !isDeleted && state.imports.has(exportName));
  }

  /**
   * Checks a template for a stack, whether there is one of that name or not.
   * @throws UserError as `blueprintOf` does
   */
  async check(request: StackRequest): Promise<Target<Services>> {
    const stack = this.#named(request.stackName);
    return this.#targetOf(request, stack?.stackId ?? this.#nextId(request.stackName));
  }

  /**
   * Begins to create a stack. The whole template is checked before; a property that AWS's schemas do not have fails the stack, before the
   * first resource is created.
   * @throws AwsError `AlreadyExistsException`, what `open` is refused with, or UserError as `blueprintOf` does
   */
  async create(request: StackRequest): Promise<StackOperation> {
    const { stackName } = request;
    requireName(stackName, 'stackName');
    this.#requireFreeName(stackName);
    const target = await this.#targetOf(request, this.#named(stackName)?.stackId ?? this.#nextId(stackName));
    // Another may have been faster while the template was checked.
    this.#requireFreeName(stackName);
    const stack = this.#named(stackName) ?? this.open(stackName);
    stack.terminationProtection = request.terminationProtection ?? false;
    return this.#run(request, stack, (context) => createResources(target, context));
  }

  /**
   * Begins to update a stack.
   * @throws AwsError `ValidationError`, or UserError as `blueprintOf` does
   */
  async update(request: StackRequest): Promise<StackOperation> {
    const stack = this.find(request.stackName);
    this.requireUpdatable(stack);
    const target = await this.#targetOf(request, stack.stackId);
    this.requireUpdatable(stack);
    requireSameTypes(stack, target.blueprint);
    if (isUnchanged(stack, target.source)) throw nothingToUpdate();
    return this.#run(request, stack, async (context) => {
      stack.updatedAt = this.#options.region.clock.now();
      return updateResources(target, context);
    });
  }

  /**
   * Begins to delete a stack. Nothing happens to one that is not there, or is being deleted. One that is being created is created no
   * further.
   * @throws AwsError `ValidationError`
   */
  delete(name: string, { retained = [], clientRequestToken }: DeletionRequest = {}): StackOperation | undefined {
    const stack = this.#stacks.get(name) ?? this.#named(name);
    if (!stack || stack.isDeleted) return undefined;
    if (stack.status === 'DELETE_IN_PROGRESS') return { stack, done: this.#running.get(stack) ?? Promise.resolve() };
    if (stack.terminationProtection) throw isProtected(stack.stackName);
    if (retained.length > 0 && stack.status !== 'DELETE_FAILED') throw notRetainable(stack.stackName);
    const creation = stack.status === 'CREATE_IN_PROGRESS' ? this.#running.get(stack) : undefined;
    if (isInProgress(stack.status) && !creation) throw notDeletable(stack);
    const used = this.#usedExport(stack);
    if (used !== undefined) {
      // The stack stays as it is: https://github.com/aws-samples/iam-identity-center-team/pull/474
      stack.enter(stack.status, used);
      return { stack, done: Promise.resolve(new UserError('EXPORT_IN_USE', used)) };
    }
    return this.#run({ clientRequestToken }, stack, async (context) => {
      stack.enter('DELETE_IN_PROGRESS', 'User Initiated');
      if (creation) {
        stack.isCancelled = true;
        await creation;
      }
      const failure = await deleteResources(new Set(retained), context);
      if (failure === undefined) this.#deleted(stack);
      return failure;
    });
  }

  /**
   * Goes on with the way back from an update: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
   * @param skipped logical ids of resources that stay as they are
   * @throws AwsError `ValidationError`
   */
  continueRollback(name: string, skipped: readonly string[] = [], clientRequestToken?: string): StackOperation {
    const stack = this.find(name);
    const { rollback } = stack;
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED' || !rollback) throw notRollable(stack);
    const others = skipped.filter((logicalId) => stack.resources.get(logicalId)?.status !== 'UPDATE_FAILED');
    if (others.length > 0) throw notSkippable(others);
    return this.#run({ clientRequestToken }, stack, async () => {
      stack.enter('UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated');
      await rollback(new Set(skipped));
      return undefined;
    });
  }

  /**
   * Begins a stack that waits for a change set.
   * @throws AwsError `ValidationError` for a name that no stack can have, `LimitExceededException`
   */
  open(stackName: string): Stack {
    requireName(stackName, 'stackName');
    if ([...this.#stacks.values()].filter(({ isDeleted }) => !isDeleted).length >= MAX_STACKS) throw tooManyStacks();
    const number = this.#numbers.get(stackName) ?? 0;
    const stack = new Stack({ stackName, stackId: this.#nextId(stackName), number }, this.#options.region.clock);
    // The name that was used last comes last; the first is forgotten.
    this.#numbers.delete(stackName);
    this.#numbers.set(stackName, number + 1);
    const [oldest] = this.#numbers.keys();
    if (this.#numbers.size > MAX_COUNTED_NAMES && oldest !== undefined) this.#numbers.delete(oldest);
    this.#stacks.set(stack.stackId, stack);
    return stack;
  }

  /** The stacks that are what they were asked to be, in the order of their creation. */
  snapshots(): readonly StackSnapshot[] {
    return [...this.#stacks.values()].flatMap((stack) => {
      const snapshot = this.#snapshots.get(stack);
      return snapshot ? [{ ...snapshot, terminationProtection: stack.terminationProtection }] : [];
    });
  }

  /**
   * Begins to create a stack as it was. One that fails is forgotten.
   * @throws UserError as `blueprintOf` does
   */
  async restore({ source, incarnations, ...snapshot }: StackSnapshot): Promise<StackOperation> {
    const { stackName, number, createdAt } = snapshot;
    const template = jsonIn(source.templateBody);
    if (!isJsonObject(template)) throw new UserError('TEMPLATE_INVALID', `The template of ${stackName} is no object.`);
    const stackId = stackIdOf(this.#options.region, stackName, number);
    const target = await this.#targetOf({ stackName, template, ...source }, stackId);
    const stack = new Stack({ stackName, stackId, number, createdAt }, this.#options.region.clock);
    stack.terminationProtection = snapshot.terminationProtection;
    stack.updatedAt = snapshot.updatedAt;
    this.#numbers.set(stackName, number + 1);
    this.#stacks.set(stackId, stack);
    const operation = this.#run({}, stack, async (context) => {
      const incarnationOf = (logicalId: string) => incarnations[logicalId] ?? context.incarnationOf(logicalId);
      const failure = await createResources(target, { ...context, incarnationOf });
      if (failure !== undefined && source.disableRollback) await deleteResources(new Set(), context);
      return failure;
    });
    void operation.done.then((failure) => {
      if (failure !== undefined) this.#stacks.delete(stackId);
    });
    return operation;
  }

  /** @throws AwsError `ValidationError` */
  requireUpdatable(stack: Stack): void {
    if (!isUpdatable(stack.status) || this.#running.has(stack)) throw notUpdatable(stack);
  }

  /** Waits for what is being done. */
  async stop(): Promise<void> {
    await Promise.all(this.#running.values());
  }

  async #targetOf(request: StackRequest, stackId: string): Promise<Target<Services>> {
    const { region, resourceTypes, schemasOf = supportedSchemasOf } = this.#options;
    const { stackName, template, parameters = {}, tags = {} } = request;
    const blueprint = await blueprintOf({
      ...{ stackName, stackId, region, template, parameters, resourceTypes, schemasOf },
    });
    const { description, shownParameters } = blueprint;
    const source: StackSource = {
      ...{ description, parameters, shownParameters, tags },
      templateBody: request.templateBody ?? JSON.stringify(template),
      capabilities: request.capabilities ?? [],
      roleArn: request.roleArn,
      disableRollback: request.disableRollback ?? false,
      fingerprint: JSON.stringify([blueprint.fingerprint, Object.entries(tags).sort()]),
    };
    return { blueprint, source, isValidated: request.disableValidation !== true };
  }

  #run(
    { clientRequestToken }: Pick<StackRequest, 'clientRequestToken'>,
    stack: Stack,
    operation: (context: OperationContext<Services>) => Promise<unknown>,
  ): StackOperation {
    const provisioner = new Provisioner(stack, this.#options);
    stack.clientRequestToken = clientRequestToken;
    stack.problems = [];
    stack.isCancelled = false;
    stack.rollback = undefined;
    const incarnation = stack.number === 0 ? '' : `/${stack.number}`;
    const done = operation({ stack, provisioner, exports: this.#exports, incarnationOf: () => incarnation })
      .catch((error: unknown) => {
        this.#options.region.log.fault(error);
        const status = failureOf(stack.status);
        if (status) stack.enter(status, 'Internal Failure');
        return error;
      })
      .then((failure) =>
        failure instanceof ResourceFailure || failure instanceof ValidationFailure ? failure.error : failure,
      )
      .finally(() => {
        if (this.#running.get(stack) === done) this.#running.delete(stack);
        this.#settle(stack);
      });
    this.#running.set(stack, done);
    return { stack, done };
  }

  #settle(stack: Stack): void {
    const snapshot = snapshotOf(stack);
    if (snapshot) this.#snapshots.set(stack, snapshot);
    else this.#snapshots.delete(stack);
    this.#options.onChange?.();
  }

  #named(stackName: string): Stack | undefined {
    return [...this.#stacks.values()].find((stack) => stack.stackName === stackName && !stack.isDeleted);
  }

  #nextId(stackName: string): string {
    return stackIdOf(this.#options.region, stackName, this.#numbers.get(stackName) ?? 0);
  }

  #requireFreeName(stackName: string): void {
    const stack = this.#named(stackName);
    if (stack && stack.status !== 'REVIEW_IN_PROGRESS') throw alreadyExists(stackName);
  }

  #deleted(stack: Stack): void {
    stack.deletedAt = this.#options.region.clock.now();
    const deleted = [...this.#stacks.values()].filter(({ isDeleted }) => isDeleted);
    for (const { stackId } of deleted.slice(0, -MAX_DELETED)) this.#stacks.delete(stackId);
  }

  /** https://github.com/rlister/stax/issues/40 */
  #requireFree(stack: Stack, outputs: ReadonlyMap<string, StackOutput>): void {
    const named = new Map([...outputs.values()].map(({ exportName, value }) => [exportName, value]));
    for (const { name, stack: other } of this.exports()) {
      if (other === stack || !named.has(name)) continue;
      throw new UserError('EXPORT_IN_USE', `Export with name ${name} is already exported by stack ${other.stackName}.`);
    }
    for (const { name, value, stack: owner } of this.exports()) {
      const [user] = this.importers(name);
      if (owner !== stack || !user || named.get(name) === value) continue;
      const verb = named.has(name) ? 'updated' : 'deleted';
      throw new UserError('EXPORT_IN_USE', `Export ${name} cannot be ${verb} as it is in use by ${user.stackName}.`);
    }
  }

  #usedExport(stack: Stack): string | undefined {
    for (const { name, stack: owner } of this.exports()) {
      const users = this.importers(name).filter((user) => user !== stack);
      if (owner !== stack || users.length === 0) continue;
      const names = users.map(({ stackName }) => stackName);
      const list = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
      return `Delete canceled. Cannot delete export ${name} as it is in use by ${list}.`;
    }
    return undefined;
  }
}

/**
 * Waits for an operation.
 * @returns the stack
 * @throws what made it fail
 */
export async function settled({ stack, done }: StackOperation): Promise<Stack> {
  const failure = await done;
  if (failure === undefined) return stack;
  throw failure instanceof Error ? failure : new Error('The operation failed.', { cause: failure });
}

/** @throws AwsError `ValidationError` when a resource is to be of another type */
export function requireSameTypes<Services>({ resources }: Stack, { plans }: Blueprint<Services>): void {
  const changed = plans.filter(({ logicalId, declaration }) => {
    const old = resources.get(logicalId);
    return old !== undefined && old.type !== declaration.type;
  });
  if (changed.length > 0) throw typeChanged(changed.map(({ logicalId }) => logicalId));
}

/** Would an update have nothing to do? */
export function isUnchanged({ state, status }: Stack, source: StackSource): boolean {
  return state.source?.fingerprint === source.fingerprint && !status.endsWith('_FAILED');
}

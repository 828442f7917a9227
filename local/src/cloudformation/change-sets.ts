// Change sets: what would become of a stack, to be looked at and executed later.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets.html
import { v4 } from 'uuid';
import { AwsError, UserError } from '../foundation/errors';
import type { Region } from '../foundation/region';
import type { Blueprint, Plan } from './blueprint';
import { requireCapability } from './capabilities';
import { changeBetween, type PropertyChange } from './property-change';
import { invalidResources, type PropertyProblem } from './specification/resource-problems';
import type { Stack, StackSource } from './stack';
import { INVALID_PROPERTIES } from './stack-failure';
import { MAX_CHANGE_SETS } from './limits';
import { notUpdatable, requireName, tooManyChangeSets, validationError } from './stack-refusal';
import type { Target } from './stack-operations';
import { isUnchanged, requireSameTypes, type StackOperation, type StackRequest, type Stacks } from './stacks';

/** What would become of one resource. */
export interface ResourceChange {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly physicalId: string | undefined;
  readonly type: string;
  /** Of a resource that is modified. */
  readonly replacement: 'True' | 'False' | undefined;
  /** The properties that differ. */
  readonly names: readonly string[];
}

/** A change set. */
export interface ChangeSet {
  readonly name: string;
  readonly id: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly stack: Stack;
  readonly description: string | undefined;
  readonly request: StackRequest;
  readonly source: StackSource;
  readonly status: 'CREATE_COMPLETE' | 'FAILED';
  readonly statusReason: string | undefined;
  /** What CloudFormation's validation found. */
  readonly problems: readonly PropertyProblem[];
  readonly changes: readonly ResourceChange[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly isExecuted: boolean;
}

/** What is asked for. */
export interface ChangeSetRequest {
  readonly name: string;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly description?: string | undefined;
  readonly request: StackRequest;
}

/** https://github.com/aws/aws-sdk-js/issues/2331 */
const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** The change sets of a region's stacks. */
export class ChangeSets<Services> {
  readonly #region: Region;
  readonly #stacks: Stacks<Services>;
  /** By id. */
  readonly #changeSets = new Map<string, ChangeSet>();

  constructor(region: Region, stacks: Stacks<Services>) {
    this.#region = region;
    this.#stacks = stacks;
  }

  /**
   * Looks at what would become of a stack. One that is refused leaves nothing: https://github.com/aws-cloudformation/cfn-lint/issues/1632
   * @throws AwsError `ValidationError`, `AlreadyExistsException`, `InsufficientCapabilitiesException`, `LimitExceededException`, or
   *   UserError as `blueprintOf` does
   */
  async create({ name, kind, description, request }: ChangeSetRequest): Promise<ChangeSet> {
    requireName(name, 'changeSetName');
    if (kind === 'UPDATE') this.#stackFor(kind, request.stackName);
    const target = await this.#stacks.check(request);
    requireCapability(target.blueprint.plans, request.capabilities ?? []);
    const stack = this.#stackFor(kind, request.stackName);
    requireSameTypes(stack, target.blueprint);
    this.#requireRoom(stack, name);
    const { partition, name: region, accountId, clock } = this.#region;
    const id = `arn:${partition}:cloudformation:${region}:${accountId}:changeSet/${name}/${v4()}`;
    const changeSet: ChangeSet = {
      ...{ name, id, kind, stack, description, request, createdAt: clock.now(), isExecuted: false },
      ...lookedAt(stack, kind, target),
    };
    this.#changeSets.set(id, changeSet);
    this.#tellOf(changeSet);
    return changeSet;
  }

  /**
   * @param name or id
   * @throws AwsError `ChangeSetNotFoundException`
   */
  find(name: string, stackName?: string): ChangeSet {
    const found =
      this.#changeSets.get(name) ??
      [...this.#changeSets.values()].find(
        (each) => each.name === name && (each.stack.stackName === stackName || each.stack.stackId === stackName),
      );
    if (found && !found.stack.isDeleted) return found;
    throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${name}] does not exist`, 404);
  }

  /** The change sets of a stack, in the order of their creation. */
  of(stack: Stack): readonly ChangeSet[] {
    return [...this.#changeSets.values()].filter((each) => each.stack === stack);
  }

  /** @throws AwsError `ChangeSetNotFoundException` */
  delete(name: string, stackName?: string): void {
    this.#changeSets.delete(this.find(name, stackName).id);
  }

  /**
   * Begins to make of the stack what the change set says; its other change sets are of no more use.
   * @throws AwsError `InvalidChangeSetStatus`, or what creations and updates are refused with
   */
  async execute(name: string, stackName?: string, clientRequestToken?: string): Promise<StackOperation> {
    const changeSet = this.find(name, stackName);
    if (changeSet.status !== 'CREATE_COMPLETE') throw notExecutable(changeSet, `status of [${changeSet.status}]`);
    if (changeSet.isExecuted) throw notExecutable(changeSet, 'execution status of [EXECUTE_COMPLETE]');
    const request = { ...changeSet.request, clientRequestToken };
    const operation =
      changeSet.kind === 'CREATE' ? await this.#stacks.create(request) : await this.#stacks.update(request);
    for (const each of this.of(changeSet.stack)) this.#changeSets.delete(each.id);
    this.#changeSets.set(changeSet.id, { ...changeSet, isExecuted: true });
    return operation;
  }

  /** The stack that a change set is for; a new one waits for it. */
  #stackFor(kind: ChangeSet['kind'], stackName: string): Stack {
    const stack = this.#stacks.all().find((each) => !each.isDeleted && each.stackName === stackName);
    if (kind === 'UPDATE') {
      const found = this.#stacks.find(stackName);
      this.#stacks.requireUpdatable(found);
      return found;
    }
    if (!stack) {
      const opened = this.#stacks.open(stackName);
      opened.enter('REVIEW_IN_PROGRESS', 'User Initiated');
      return opened;
    }
    if (stack.status !== 'REVIEW_IN_PROGRESS') {
      const sentence = `Stack [${stackName}] already exists and cannot be created again with the changeSet [${stackName}].`;
      throw stack.status.startsWith('ROLLBACK') ? notUpdatable(stack) : validationError(sentence);
    }
    return stack;
  }

  /** Whoever deploys is told no more than that something is wrong. */
  #tellOf({ name, stack: { stackName }, problems: [first, ...others] }: ChangeSet): void {
    if (!first) return;
    const rest = others.length === 0 ? '' : ` (and ${others.length} more, which DescribeEvents shows)`;
    this.#region.log.info(`Change set ${name} of ${stackName}: ${invalidResources([first]).message}${rest}`);
  }

  /** Those of stacks that are gone, which nobody finds any more, go first. */
  #requireRoom(stack: Stack, name: string): void {
    for (const [id, each] of this.#changeSets) if (each.stack.isDeleted) this.#changeSets.delete(id);
    const others = this.of(stack);
    if (others.some((each) => each.name === name)) {
      throw new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`);
    }
    if (others.length >= MAX_CHANGE_SETS) throw tooManyChangeSets(stack);
  }
}

/** https://github.com/saksdirect/nova/issues/10, https://github.com/aws/amazon-chime-sdk-js/issues/1089 */
function notExecutable({ id }: ChangeSet, status: string): AwsError {
  return new AwsError('InvalidChangeSetStatus', `ChangeSet [${id}] cannot be executed in its current ${status}`);
}

function lookedAt<Services>(
  stack: Stack,
  kind: ChangeSet['kind'],
  { blueprint, source, isValidated }: Target<Services>,
): Pick<ChangeSet, 'source' | 'status' | 'statusReason' | 'problems' | 'changes'> {
  const failed = { source, status: 'FAILED' as const, problems: [], changes: [] };
  if (kind === 'UPDATE' && isUnchanged(stack, source)) return { ...failed, statusReason: NO_CHANGES };
  const { problems } = blueprint;
  if (isValidated && problems.length > 0) return { ...failed, statusReason: INVALID_PROPERTIES, problems };
  const changes = [...changesBetween(stack, blueprint)];
  return { source, status: 'CREATE_COMPLETE', statusReason: undefined, problems: [], changes };
}

function* changesBetween<Services>(stack: Stack, blueprint: Blueprint<Services>): Generator<ResourceChange> {
  for (const plan of blueprint.plans) {
    const { logicalId } = plan;
    const { type } = plan.declaration;
    const old = stack.resources.get(logicalId);
    if (!old) {
      yield { action: 'Add', logicalId, physicalId: undefined, type, replacement: undefined, names: [] };
      continue;
    }
    const change = changeOf(plan, stack, blueprint);
    if (change?.names.length === 0) continue;
    const replacement = (change?.createOnly.length ?? 0) > 0 ? 'True' : 'False';
    yield { action: 'Modify', logicalId, physicalId: old.physicalId, type, replacement, names: change?.names ?? [] };
  }
  const planned = new Set(blueprint.plans.map(({ logicalId }) => logicalId));
  for (const { logicalId, physicalId, type } of stack.resources.values()) {
    if (planned.has(logicalId)) continue;
    yield { action: 'Remove', logicalId, physicalId, type, replacement: undefined, names: [] };
  }
}

/** By what the resources are now; `undefined` where a property refers to one that is not there yet. */
function changeOf<Services>(
  plan: Plan<Services>,
  stack: Stack,
  blueprint: Blueprint<Services>,
): PropertyChange | undefined {
  const old = stack.resources.get(plan.logicalId);
  try {
    const properties = blueprint.propertiesOf(plan, { resources: stack.resources, imported: () => '' });
    return changeBetween(old?.properties ?? {}, properties, blueprint.schemas.get(plan.declaration.type));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

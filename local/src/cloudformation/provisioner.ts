// Creates, updates and deletes the resources of one stack, and tells of every step.
import { AwsError, UserError } from '../foundation/errors';
import type { JsonObject } from '../foundation/json';
import type { Region } from '../foundation/region';
import type { Plan } from './blueprint';
import { changeBetween } from './property-change';
import type { ExistingResource, ResourceType } from './resource-type';
import type { ResourceSchemas } from './specification/resource-schema';
import type { Stack, StackResource } from './stack';
import { isGone, reasonOf, ResourceFailure, type Verb } from './stack-failure';

/** What resources are created with, and where. */
export interface ProvisionerOptions<Services> {
  readonly region: Region;
  readonly services: Services;
  readonly resourceTypes: readonly ResourceType<Services>[];
}

/** What is to be done to a resource that is there. */
export type Step = 'keep' | 'update' | 'replace';

export class Provisioner<Services> {
  readonly #stack: Stack;
  readonly #options: ProvisionerOptions<Services>;
  readonly #types: ReadonlyMap<string, ResourceType<Services>>;

  constructor(stack: Stack, options: ProvisionerOptions<Services>) {
    this.#stack = stack;
    this.#options = options;
    this.#types = new Map(options.resourceTypes.map((resourceType) => [resourceType.type, resourceType]));
  }

  /**
   * Creates a resource.
   * @param incarnation tells it from those that had its logical id before
   * @throws ResourceFailure
   */
  async create(plan: Plan<Services>, properties: JsonObject, incarnation: string): Promise<StackResource> {
    const { resourceType } = plan;
    const draft = { ...draftOf(plan), properties, incarnation, physicalId: '', attributes: {} };
    this.#stack.keep({ ...draft, status: 'CREATE_IN_PROGRESS', statusReason: undefined });
    try {
      const created = await resourceType.create(this.#existing(draft), this.#options.services);
      return this.#created({ ...draft, ...created });
    } catch (error) {
      throw this.#failed({ ...draft, status: 'CREATE_FAILED' }, 'create', error);
    }
  }

  /**
   * Creates a resource in the place of another, which stays until it is deleted.
   * @throws ResourceFailure, for a resource whose name is given too
   */
  async replace(old: StackResource, plan: Plan<Services>, properties: JsonObject): Promise<StackResource> {
    const statusReason = 'Requested update requires the creation of a new physical resource; hence creating one.';
    this.#stack.keep({ ...old, properties, status: 'UPDATE_IN_PROGRESS', statusReason });
    const incarnation = `${old.incarnation}+`;
    const draft = { ...draftOf(plan), properties, incarnation, physicalId: '', attributes: {} };
    try {
      requireOtherName(old, plan.resourceType, properties);
      const created = await plan.resourceType.create(this.#existing(draft), this.#options.services);
      const resource = { ...draft, ...created };
      this.#stack.tell({ ...resource, status: 'UPDATE_IN_PROGRESS', statusReason: 'Resource creation Initiated' });
      return this.#stack.keep({ ...resource, status: 'UPDATE_COMPLETE', statusReason: undefined });
    } catch (error) {
      throw this.#failed({ ...old, status: 'UPDATE_FAILED' }, 'update', error);
    }
  }

  /**
   * Changes a resource in place.
   * @throws ResourceFailure
   */
  async update(
    old: StackResource,
    target: Pick<StackResource, 'properties' | 'deletionPolicy' | 'updateReplacePolicy' | 'needs'>,
    schemas: ResourceSchemas,
  ): Promise<StackResource> {
    const { type, properties: previous } = old;
    const draft = { ...old, ...policiesOf(target), properties: target.properties };
    this.#stack.keep({ ...draft, status: 'UPDATE_IN_PROGRESS', statusReason: undefined });
    try {
      const update = this.#types.get(type)?.update;
      if (!update) throw cannotUpdate(old, changeBetween(previous, target.properties, schemas.get(type)).names);
      const updated = await update({ ...this.#existing(draft), previous }, this.#options.services);
      return this.#stack.keep({ ...draft, ...updated, status: 'UPDATE_COMPLETE', statusReason: undefined });
    } catch (error) {
      throw this.#failed({ ...old, status: 'UPDATE_FAILED' }, 'update', error);
    }
  }

  /**
   * Tells that a resource failed before its service was asked.
   * @param old what is there, when it was to be changed
   */
  refuse(plan: Plan<Services>, incarnation: string, cause: UserError, old?: StackResource): ResourceFailure {
    if (old) return this.#failed({ ...old, status: 'UPDATE_FAILED' }, 'update', cause);
    const draft = { ...draftOf(plan), properties: {}, incarnation, physicalId: '', attributes: {} };
    return this.#failed({ ...draft, status: 'CREATE_FAILED' }, 'create', cause);
  }

  /** Does the engine change resources of a type in place? */
  canUpdate(type: string): boolean {
    return this.#types.get(type)?.update !== undefined;
  }

  /**
   * Deletes a resource. One that is gone already is taken for deleted.
   * @throws ResourceFailure
   */
  async delete(resource: StackResource): Promise<void> {
    const tell = (status: 'DELETE_IN_PROGRESS' | 'DELETE_COMPLETE') =>
      this.#stack.tell({ ...resource, status, statusReason: undefined });
    // What was never created leaves without a word.
    if (resource.physicalId === '') return;
    tell('DELETE_IN_PROGRESS');
    try {
      await this.#types.get(resource.type)?.delete(this.#existing(resource), this.#options.services);
    } catch (error) {
      if (!(error instanceof AwsError && isGone(error))) throw this.#undeleted(resource, error);
    }
    tell('DELETE_COMPLETE');
  }

  /** Leaves a resource where it is, although the stack holds it no longer. */
  skip(resource: StackResource): void {
    this.#stack.tell({ ...resource, status: 'DELETE_SKIPPED', statusReason: undefined });
  }

  #created(resource: Omit<StackResource, 'status' | 'statusReason' | 'updatedAt'>): StackResource {
    this.#stack.tell({ ...resource, status: 'CREATE_IN_PROGRESS', statusReason: 'Resource creation Initiated' });
    return this.#stack.keep({ ...resource, status: 'CREATE_COMPLETE', statusReason: undefined });
  }

  #failed(resource: Omit<StackResource, 'statusReason' | 'updatedAt'>, verb: Verb, error: unknown): ResourceFailure {
    const failure = this.#failureOf(resource, verb, error);
    this.#stack.keep({ ...resource, statusReason: failure.reason });
    return failure;
  }

  /** It may be one that the stack does not hold any more. */
  #undeleted(resource: StackResource, error: unknown): ResourceFailure {
    const failure = this.#failureOf(resource, 'delete', error);
    this.#stack.tell({ ...resource, status: 'DELETE_FAILED', statusReason: failure.reason });
    return failure;
  }

  #failureOf({ logicalId, type }: Pick<StackResource, 'logicalId' | 'type'>, verb: Verb, cause: unknown) {
    if (!(cause instanceof AwsError) && !(cause instanceof UserError)) this.#options.region.log.fault(cause);
    return new ResourceFailure(logicalId, type, verb, reasonOf(cause, type), { cause });
  }

  #existing({
    logicalId,
    properties,
    incarnation,
    physicalId,
    attributes,
  }: Pick<StackResource, 'logicalId' | 'properties' | 'incarnation' | 'physicalId' | 'attributes'>): ExistingResource {
    const { region } = this.#options;
    const { stackName } = this.#stack;
    return { stackName, region, logicalId, properties, incarnation, physicalId, attributes };
  }
}

/** What a template says of a resource beside its properties. */
export function policiesOf({
  deletionPolicy,
  updateReplacePolicy,
  needs,
}: Pick<StackResource, 'deletionPolicy' | 'updateReplacePolicy' | 'needs'>) {
  return { deletionPolicy, updateReplacePolicy, needs };
}

/** A resource as it is planned. */
export function draftOf<Services>({ logicalId, declaration, needs }: Plan<Services>) {
  const { type, deletionPolicy, updateReplacePolicy } = declaration;
  return { logicalId, type, deletionPolicy, updateReplacePolicy, needs };
}

/** CloudFormation's sentence: https://github.com/ministackorg/ministack/issues/1433 */
function requireOtherName(
  { properties: before }: StackResource,
  { nameProperty }: Pick<ResourceType, 'nameProperty'>,
  after: JsonObject,
): void {
  const name = nameProperty === undefined ? undefined : after[nameProperty];
  if (name === undefined || nameProperty === undefined || before[nameProperty] !== name) return;
  throw new UserError(
    'RESOURCE_FAILED',
    'CloudFormation cannot update a stack when a custom-named resource requires replacing. ' +
      `Rename ${JSON.stringify(name).replaceAll('"', '')} and update the stack again.`,
  );
}

function cannotUpdate({ logicalId, type }: StackResource, names: readonly string[]): UserError {
  return new UserError(
    'UNSUPPORTED_UPDATE',
    `Resource ${logicalId} (${type}): the engine cannot change ${names.join(', ')} of a resource that is there; ` +
      'remove the resource from the template, deploy, and put it back.',
  );
}

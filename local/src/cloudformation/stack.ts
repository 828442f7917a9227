// A stack: the resources that a template declares, created in the order in which they need each other.
import { AwsError, UserError } from '../foundation/errors';
import type { JsonObject, JsonValue } from '../foundation/json';
import type { Region } from '../foundation/region';
import { evaluateConditions } from './template/conditions';
import { creationOrder, requireResolvable } from './dependencies';
import { resolve } from './template/intrinsics';
import { parameterValues } from './template/parameters';
import { pseudoParametersOf } from './template/pseudo-parameter';
import { requireRecognized, requireValidResources } from './specification/resource-problems';
import type { ResourceSchemas } from './specification/resource-schema';
import { resourceSchemasOf } from './specification/resource-schemas';
import type { CreatedResource, ResourceType } from './resource-type';
import type { Scope } from './template/scope';
import { parseTemplate, type ResourceDeclaration, type Template } from './template/template';

/** A resource of a stack. */
export interface StackResource extends CreatedResource {
  readonly type: string;
}

/** A stack that was created. */
export interface Stack {
  readonly stackName: string;
  /** By logical id, in the order of their creation. */
  readonly resources: ReadonlyMap<string, StackResource>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What is to be created, and where. */
export interface StackRequest<Services> {
  readonly stackName: string;
  /** A compiled template. */
  readonly template: JsonObject;
  /** Where the artifacts are that a deployment would upload; needed for stacks with functions. */
  readonly artifactFolder?: string | undefined;
  readonly region: Region;
  /** What the resource types create with. */
  readonly services: Services;
  readonly resourceTypes: readonly ResourceType<Services>[];
  /** AWS's schemas of resource types; those of AWS's own specification unless given. */
  readonly schemasOf?: (types: ReadonlySet<string>) => Promise<ResourceSchemas>;
  /** Values of the template's parameters, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** Where a resource is created, and with what. */
interface Surroundings<Services> extends Pick<
  StackRequest<Services>,
  'stackName' | 'artifactFolder' | 'region' | 'services'
> {
  readonly scope: Scope;
}

/** A resource that is to be created, with its type. */
interface Plan<Services> {
  readonly logicalId: string;
  readonly declaration: ResourceDeclaration;
  readonly resourceType: ResourceType<Services>;
}

/**
 * Creates a stack. The whole template is checked before the first resource is created.
 * @throws UserError `UNRECOGNIZED_RESOURCE_TYPE` or `RESOURCE_INVALID` for what AWS's schemas do not have, `UNSUPPORTED_RESOURCE_TYPE`,
 *   `UNSUPPORTED_PROPERTY`, `RESOURCE_FAILED` with AWS's sentence, or what the template's sections, parameters, conditions, intrinsics and dependencies are refused with
 */
export async function createStack<Services>(request: StackRequest<Services>): Promise<Stack> {
  const { stackName, artifactFolder, region, services } = request;
  const template = parseTemplate(request.template);
  requireResolvable(template);
  const { schemasOf = resourceSchemasOf } = request;
  const schemas = await schemasOf(new Set([...template.resources.values()].map(({ type }) => type)));
  requireRecognized(template, schemas);
  const creation = new Creation(template, request);
  creation.requireValid(schemas);
  const resources = creation.resources;
  for (const plan of creation.plans()) {
    resources.set(
      plan.logicalId,
      await createResource(plan, {
        ...{ stackName, artifactFolder, region, services },
        scope: creation.scope('Resources'),
      }),
    );
  }
  return { stackName, resources, outputs: creation.outputs() };
}

class Creation<Services> {
  readonly resources = new Map<string, StackResource>();
  readonly #template: Template;
  readonly #types: ReadonlyMap<string, ResourceType<Services>>;
  /** Parameters and pseudo parameters. */
  readonly #values: ReadonlyMap<string, JsonValue>;
  readonly #conditions: ReadonlyMap<string, boolean>;

  constructor(template: Template, { stackName, region, resourceTypes, parameters = {} }: StackRequest<Services>) {
    this.#template = template;
    this.#types = new Map(resourceTypes.map((resourceType) => [resourceType.type, resourceType]));
    this.#values = new Map([
      ...parameterValues(template.parameters, parameters),
      ...pseudoParametersOf(stackName, region),
    ]);
    this.#conditions = evaluateConditions(template.conditions, this.scope('Conditions'));
  }

  scope(block: Scope['block']): Scope {
    return {
      block,
      ref: (name) => this.#values.get(name) ?? this.resources.get(name)?.physicalId,
      attribute: (logicalId, attribute) => {
        const attributes = this.resources.get(logicalId)?.attributes;
        return attributes && Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
      },
      mapped: (mapping, top, second) => this.#template.mappings.get(mapping)?.get(top)?.get(second),
      condition: (name) => this.#conditions.get(name),
    };
  }

  requireValid(schemas: ResourceSchemas): void {
    requireValidResources(this.#template, schemas, (condition) => this.#conditions.get(condition) ?? false);
  }

  /** The resources to create, in their order; all of them are supported. */
  plans(): readonly Plan<Services>[] {
    const wanted = [...this.#template.resources].filter(([logicalId, { condition }]) => {
      return this.#holds(condition, `Resource ${logicalId}`);
    });
    this.#requireTypes(wanted);
    const declarations = new Map(wanted);
    const order = creationOrder(declarations, (condition) => this.#conditions.get(condition) ?? false);
    return order.flatMap((logicalId) => {
      const declaration = declarations.get(logicalId);
      const resourceType = declaration && this.#types.get(declaration.type);
      if (!resourceType) return [];
      requireProperties(logicalId, declaration, resourceType);
      return [{ logicalId, declaration, resourceType }];
    });
  }

  outputs(): Readonly<Record<string, string>> {
    const scope = this.scope('Outputs');
    const wanted = [...this.#template.outputs].filter(([name, { condition }]) =>
      this.#holds(condition, `Output ${name}`),
    );
    return Object.fromEntries(
      wanted.map(([name, { value }]) => [name, outputText(name, resolve(value, scope, `Outputs.${name}`))]),
    );
  }

  #holds(condition: string | undefined, owner: string): boolean {
    if (condition === undefined) return true;
    const holds = this.#conditions.get(condition);
    if (holds !== undefined) return holds;
    throw new UserError(
      'TEMPLATE_INVALID',
      `${owner} names the condition ${condition}, which the template does not define.`,
    );
  }

  #requireTypes(wanted: readonly (readonly [string, ResourceDeclaration])[]): void {
    const unsupported = wanted.filter(([, { type }]) => !this.#types.has(type));
    if (unsupported.length === 0) return;
    const list = unsupported.map(([logicalId, { type }]) => `${type} (${logicalId})`).join(', ');
    throw new UserError('UNSUPPORTED_RESOURCE_TYPE', `The engine does not support the resource types of: ${list}.`);
  }
}

function requireProperties(
  logicalId: string,
  { type, properties }: ResourceDeclaration,
  resourceType: Pick<ResourceType, 'properties'>,
): void {
  const unsupported = Object.keys(properties).find((name) => !resourceType.properties.includes(name));
  if (unsupported === undefined) return;
  throw new UserError(
    'UNSUPPORTED_PROPERTY',
    `Resource ${logicalId} (${type}) has the property ${unsupported}, which the engine does not support; ` +
      `it supports ${resourceType.properties.join(', ')}.`,
  );
}

async function createResource<Services>(
  { logicalId, declaration, resourceType }: Plan<Services>,
  { scope, services, ...place }: Surroundings<Services>,
): Promise<StackResource> {
  const { type } = resourceType;
  const path = `Resources.${logicalId}.Properties`;
  const properties = Object.fromEntries(
    Object.entries(declaration.properties).flatMap(([name, value]) => {
      const resolved = resolve(value, scope, `${path}.${name}`);
      return resolved === undefined ? [] : [[name, resolved]];
    }),
  );
  try {
    return { type, ...(await resourceType.create({ ...place, logicalId, properties }, services)) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const sentence = `Resource ${logicalId} (${type}) could not be created: ${error.message}`;
    throw new UserError('RESOURCE_FAILED', sentence, { cause: error });
  }
}

function outputText(name: string, value: JsonValue | undefined): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UserError(
    'TEMPLATE_INVALID',
    `Template format error: The Value field of every Outputs member must evaluate to a String. (at Outputs.${name})`,
  );
}

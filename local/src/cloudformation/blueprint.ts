// A template with its parameters, checked: the resources and outputs that a stack is to have.
import type { JsonObject, JsonValue } from '../foundation/json';
import { UserError } from '../foundation/errors';
import type { Region } from '../foundation/region';
import { creationOrder, needsOf, requireResolvable } from './dependencies';
import type { ResourceType } from './resource-type';
import {
  type PropertyProblem,
  propertyProblems,
  requireAttributes,
  requireNoNull,
  requireRecognized,
} from './specification/resource-problems';
import type { ResourceSchema, ResourceSchemas } from './specification/resource-schema';
import type { StackOutput, StackResource } from './stack';
import { evaluateConditions } from './template/conditions';
import { anAllowance, resolve } from './template/intrinsics';
import { parameterValues, shownParameters } from './template/parameters';
import { pseudoParametersOf } from './template/pseudo-parameter';
import type { Scope } from './template/scope';
import { parseTemplate, type ResourceDeclaration, type Template } from './template/template';

/** What a blueprint is made of. */
export interface BlueprintSource<Services> {
  readonly stackName: string;
  readonly stackId: string;
  readonly region: Region;
  readonly template: JsonObject;
  /** Values of the template's parameters, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly resourceTypes: readonly ResourceType<Services>[];
  readonly schemasOf: (types: ReadonlySet<string>) => Promise<ResourceSchemas>;
}

/** A resource that is to be there, with its type. */
export interface Plan<Services> {
  readonly logicalId: string;
  readonly declaration: ResourceDeclaration;
  readonly resourceType: ResourceType<Services>;
  readonly needs: ReadonlySet<string>;
}

/** What the names in a template stand for: the resources that are there, and what other stacks export. */
export interface Surroundings {
  readonly resources: ReadonlyMap<string, Pick<StackResource, 'physicalId' | 'attributes'>>;
  readonly imported: (exportName: string) => string | undefined;
}

const NOTHING: Surroundings = { resources: new Map(), imported: () => undefined };

/**
 * Checks a template and its parameters.
 * @throws UserError `UNRECOGNIZED_RESOURCE_TYPE`, `RESOURCE_INVALID` for null, `UNSUPPORTED_RESOURCE_TYPE`, `UNSUPPORTED_PROPERTY`, or what the template's sections, parameters, conditions and dependencies are refused with
 */
export async function blueprintOf<Services>(source: BlueprintSource<Services>): Promise<Blueprint<Services>> {
  const template = parseTemplate(source.template);
  requireResolvable(template);
  const schemas = await source.schemasOf(new Set([...template.resources.values()].map(({ type }) => type)));
  requireRecognized(template, schemas);
  return new Blueprint(source, template, schemas);
}

/** What a stack is to be. */
export class Blueprint<Services> {
  readonly description: string | undefined;
  /** The resources, in the order in which they can be created. */
  readonly plans: readonly Plan<Services>[];
  readonly schemas: ResourceSchemas;
  /** What CloudFormation's validation finds wrong with the properties. */
  readonly problems: readonly PropertyProblem[];
  /** The parameters as they are shown. */
  readonly shownParameters: Readonly<Record<string, string>>;
  /** Equal when nothing would have to be done to a stack; of what it was made only texts that nobody acts on may differ. */
  readonly fingerprint: string;
  readonly #template: Template;
  readonly #types: ReadonlyMap<string, ResourceType<Services>>;
  /** Parameters and pseudo parameters. */
  readonly #values: ReadonlyMap<string, JsonValue>;
  readonly #conditions: ReadonlyMap<string, boolean>;

  constructor(source: BlueprintSource<Services>, template: Template, schemas: ResourceSchemas) {
    const { stackName, stackId, region, resourceTypes, parameters } = source;
    this.#template = template;
    this.schemas = schemas;
    this.description = template.description;
    this.#types = new Map(resourceTypes.map((resourceType) => [resourceType.type, resourceType]));
    this.#values = new Map([
      ...parameterValues(template.parameters, parameters),
      ...pseudoParametersOf(stackId, stackName, region),
    ]);
    this.shownParameters = shownParameters(template.parameters, parameters);
    this.#conditions = evaluateConditions(template.conditions, this.#scope('Conditions', NOTHING));
    const holds = (condition: string) => this.#conditions.get(condition) ?? false;
    requireNoNull(template);
    this.problems = propertyProblems(template, schemas, holds);
    this.plans = this.#plans();
    this.fingerprint = this.#fingerprint();
  }

  /**
   * A resource's properties, intrinsics resolved.
   * @throws UserError what intrinsic functions are refused with; `RESOURCE_INVALID` for an attribute that there is not; `EXPORT_MISSING`
   */
  propertiesOf({ logicalId, declaration }: Plan<Services>, surroundings: Surroundings): JsonObject {
    this.#requireAttributes(declaration.properties);
    const scope = this.#scope('Resources', surroundings);
    const path = `Resources.${logicalId}.Properties`;
    const allowance = anAllowance();
    return Object.fromEntries(
      Object.entries(declaration.properties).flatMap(([name, value]) => {
        const resolved = resolve(value, scope, `${path}.${name}`, allowance);
        return resolved === undefined ? [] : [[name, resolved]];
      }),
    );
  }

  /** The outputs, by name. @throws UserError as above, or `TEMPLATE_INVALID` for one that is no text */
  outputs(surroundings: Surroundings): ReadonlyMap<string, StackOutput> {
    const scope = this.#scope('Outputs', surroundings);
    const allowance = anAllowance();
    const wanted = [...this.#template.outputs].filter(([name, { condition }]) =>
      this.#holds(condition, `Output ${name}`),
    );
    return new Map(
      wanted.map(([name, { value, description, exportName }]) => {
        const path = `Outputs.${name}`;
        this.#requireAttributes(value);
        const exported =
          exportName === undefined ? undefined : resolve(exportName, scope, `${path}.Export.Name`, allowance);
        return [
          name,
          {
            value: outputText(name, resolve(value, scope, path, allowance)),
            description,
            exportName: exported === undefined ? undefined : outputText(name, exported),
          },
        ];
      }),
    );
  }

  #requireAttributes(value: JsonValue): void {
    requireAttributes(value, this.#template, this.schemas, (condition) => this.#conditions.get(condition) ?? false);
  }

  #scope(block: Scope['block'], { resources, imported }: Surroundings): Scope {
    return {
      block,
      ref: (name) => this.#values.get(name) ?? resources.get(name)?.physicalId,
      attribute: (logicalId, attribute) => {
        const attributes = resources.get(logicalId)?.attributes;
        return attributes && Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
      },
      imported,
      mapped: (mapping, top, second) => this.#template.mappings.get(mapping)?.get(top)?.get(second),
      condition: (name) => this.#conditions.get(name),
    };
  }

  /** All of them are supported. */
  #plans(): readonly Plan<Services>[] {
    const declarations = new Map(
      [...this.#template.resources].filter(([logicalId, { condition }]) =>
        this.#holds(condition, `Resource ${logicalId}`),
      ),
    );
    this.#requireTypes(declarations);
    const holds = (condition: string) => this.#conditions.get(condition) ?? false;
    return creationOrder(declarations, holds).flatMap((logicalId) => {
      const declaration = declarations.get(logicalId);
      const resourceType = declaration && this.#types.get(declaration.type);
      if (!resourceType) return [];
      requireProperties(logicalId, declaration, { resourceType, schema: this.schemas.get(declaration.type) });
      return [{ logicalId, declaration, resourceType, needs: needsOf(declaration, declarations, holds) }];
    });
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

  #requireTypes(wanted: ReadonlyMap<string, ResourceDeclaration>): void {
    const unsupported = [...wanted].filter(([, { type }]) => !this.#types.has(type));
    if (unsupported.length === 0) return;
    const list = unsupported.map(([logicalId, { type }]) => `${type} (${logicalId})`).join(', ');
    throw new UserError('UNSUPPORTED_RESOURCE_TYPE', `The engine does not support the resource types of: ${list}.`);
  }

  #fingerprint(): string {
    const { mappings, outputs } = this.#template;
    return JSON.stringify([
      this.plans.map(({ logicalId, declaration }) => [logicalId, declaration]),
      [...outputs],
      [...this.#values],
      [...this.#conditions],
      [...mappings].map(([name, keys]) => [name, [...keys].map(([key, values]) => [key, [...values]])]),
    ]);
  }
}

/** A property that AWS does not have either is found by CloudFormation's validation. */
function requireProperties(
  logicalId: string,
  { type, properties }: ResourceDeclaration,
  {
    resourceType,
    schema,
  }: { readonly resourceType: Pick<ResourceType, 'properties'>; readonly schema: ResourceSchema | undefined },
): void {
  const unsupported = Object.keys(properties).find(
    (name) => !resourceType.properties.includes(name) && Object.hasOwn(schema?.properties ?? {}, name),
  );
  if (unsupported === undefined) return;
  throw new UserError(
    'UNSUPPORTED_PROPERTY',
    `Resource ${logicalId} (${type}) has the property ${unsupported}, which the engine does not support; ` +
      `it supports ${resourceType.properties.join(', ')}.`,
  );
}

function outputText(name: string, value: JsonValue | undefined): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UserError(
    'TEMPLATE_INVALID',
    `Template format error: The Value field of every Outputs member must evaluate to a String. (at Outputs.${name})`,
  );
}

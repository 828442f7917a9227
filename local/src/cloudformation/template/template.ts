// A compiled template, checked and taken apart into its sections.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
import { UserError } from '../../foundation/errors';
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { MAX_MAPPINGS, MAX_OUTPUTS, MAX_PARAMETERS, MAX_RESOURCES, MAX_TEMPLATE_DEPTH } from '../limits';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html */
export type RemovalPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate';

/** A resource as the template declares it, intrinsics unresolved. */
export interface ResourceDeclaration {
  readonly type: string;
  /** What becomes of the resource when it leaves the stack. */
  readonly deletionPolicy: RemovalPolicy;
  /** What becomes of the old resource when another replaces it. */
  readonly updateReplacePolicy: RemovalPolicy;
  readonly properties: JsonObject;
  /** Logical ids. */
  readonly dependsOn: readonly string[];
  /** The condition without which the resource is not created. */
  readonly condition: string | undefined;
}

/** An output as the template declares it. */
export interface OutputDeclaration {
  readonly value: JsonValue;
  readonly condition: string | undefined;
  readonly description: string | undefined;
  /** The name under which other stacks import the value, intrinsics unresolved. */
  readonly exportName: JsonValue | undefined;
}

/** A template's sections, each by logical id and in the template's order. */
export interface Template {
  readonly description: string | undefined;
  readonly parameters: ReadonlyMap<string, JsonObject>;
  /** Values by top-level key and second-level key, by mapping. */
  readonly mappings: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, JsonValue>>>;
  readonly conditions: ReadonlyMap<string, JsonValue>;
  readonly resources: ReadonlyMap<string, ResourceDeclaration>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
}

const FORMAT_VERSION = '2010-09-09';

const SECTIONS: ReadonlySet<string> = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  // Only tools read it.
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
]);
/** Sections that AWS knows and the engine does not. */
const UNSUPPORTED_SECTIONS: ReadonlySet<string> = new Set(['Transform', 'Rules', 'Hooks']);

const RESOURCE_ATTRIBUTES: ReadonlySet<string> = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  // Only tools read it.
  'Metadata',
  'DeletionPolicy',
  'UpdateReplacePolicy',
]);
/** Those that AWS has, too. */
const OTHER_ATTRIBUTES: ReadonlySet<string> = new Set(['CreationPolicy', 'UpdatePolicy', 'Version']);

/** Members that a section may have. */
const MOST: Readonly<Record<string, number>> = {
  Mappings: MAX_MAPPINGS,
  Outputs: MAX_OUTPUTS,
  Parameters: MAX_PARAMETERS,
  Resources: MAX_RESOURCES,
};

const OUTPUT_ATTRIBUTES: ReadonlySet<string> = new Set(['Description', 'Value', 'Condition', 'Export']);

const LOGICAL_ID = /^[A-Za-z0-9]+$/;

/**
 * Checks a template's form and takes it apart.
 * @throws UserError `TEMPLATE_INVALID` with CloudFormation's sentence, or `UNSUPPORTED_SECTION`
 */
export function parseTemplate(template: JsonObject): Template {
  requireSections(template);
  requireShallow(template);
  const resources = membersOf(template, 'Resources');
  if (resources.size === 0) throw invalid('Template format error: At least one Resources member must be defined.');
  return {
    description: typeof template['Description'] === 'string' ? template['Description'] : undefined,
    parameters: mapped(membersOf(template, 'Parameters'), (name, value) => objectAt(`Parameters/${name}`, value)),
    mappings: mapped(membersOf(template, 'Mappings'), parseMapping),
    conditions: membersOf(template, 'Conditions'),
    resources: mapped(resources, parseResource),
    outputs: mapped(membersOf(template, 'Outputs'), parseOutput),
  };
}

function requireSections(template: JsonObject): void {
  for (const section of Object.keys(template)) {
    if (UNSUPPORTED_SECTIONS.has(section)) {
      throw new UserError('UNSUPPORTED_SECTION', `The engine does not support the template section "${section}".`);
    }
    if (!SECTIONS.has(section)) {
      throw invalid(`Template format error: Invalid template property or properties [${section}]`);
    }
  }
  const version = template['AWSTemplateFormatVersion'];
  if (version !== undefined && version !== FORMAT_VERSION) {
    throw invalid(`Template format error: AWSTemplateFormatVersion must be "${FORMAT_VERSION}".`);
  }
}

/** Whatever looks at a template afterwards may follow it to its depth. */
function requireShallow(template: JsonObject): void {
  let level: readonly JsonValue[] = [template];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_TEMPLATE_DEPTH) {
      throw invalid(
        `Template format error: more than ${MAX_TEMPLATE_DEPTH} objects and lists are within each other; the engine takes no more.`,
      );
    }
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

function membersOf(template: JsonObject, section: string): ReadonlyMap<string, JsonValue> {
  const members = template[section];
  if (members === undefined) return new Map();
  const entries = Object.entries(objectAt(section, members));
  const wrong = entries.find(([name]) => !LOGICAL_ID.test(name));
  if (wrong) throw invalid(`Template format error: ${section} name ${wrong[0]} is non alphanumeric.`);
  const most = MOST[section] ?? Number.POSITIVE_INFINITY;
  if (entries.length > most) throw invalid(tooMany(section, entries.length, most));
  return new Map(entries);
}

/** https://github.com/serverless/serverless/issues/2387 */
function tooMany(section: string, count: number, most: number): string {
  return `Template format error: Number of ${section.toLowerCase()}, ${count}, is greater than maximum allowed, ${most}`;
}

function parseMapping(name: string, value: JsonValue): ReadonlyMap<string, ReadonlyMap<string, JsonValue>> {
  const path = `Mappings/${name}`;
  return mapped(new Map(Object.entries(objectAt(path, value))), (key, values) => {
    return new Map(Object.entries(objectAt(`${path}/${key}`, values)));
  });
}

function parseResource(logicalId: string, value: JsonValue): ResourceDeclaration {
  const path = `Resources/${logicalId}`;
  const resource = objectAt(path, value);
  const type = resource['Type'];
  if (typeof type !== 'string') {
    throw invalid(`Template format error: [/${path}] Every Resources object must contain a Type member.`);
  }
  requireResourceAttributes(resource);
  requireAttributes(resource, RESOURCE_ATTRIBUTES, `Resource ${logicalId} (${type})`);
  return {
    type,
    properties: resource['Properties'] === undefined ? {} : objectAt(`${path}/Properties`, resource['Properties']),
    dependsOn: dependsOn(path, resource['DependsOn']),
    condition: conditionOf(path, resource),
    deletionPolicy: policyOf(path, resource, 'DeletionPolicy') ?? 'Delete',
    updateReplacePolicy: policyOf(path, resource, 'UpdateReplacePolicy') ?? 'Delete',
  };
}

const POLICIES: readonly RemovalPolicy[] = ['Delete', 'Retain', 'RetainExceptOnCreate'];

/** The engine has no resource type of which AWS keeps a snapshot. */
function policyOf(path: string, resource: JsonObject, name: string): RemovalPolicy | undefined {
  const given = resource[name];
  const policy = POLICIES.find((each) => each === given);
  if (
    given === undefined ||
    (policy !== undefined && !(name === 'UpdateReplacePolicy' && policy === 'RetainExceptOnCreate'))
  ) {
    return policy;
  }
  throw invalid(`Template format error: [/${path}/${name}] Unrecognized ${name} ${JSON.stringify(given)}.`);
}

function dependsOn(path: string, value: JsonValue | undefined): readonly string[] {
  if (value === undefined) return [];
  const names = [value].flat();
  if (names.every((name) => typeof name === 'string')) return names;
  throw invalid(`Template format error: [/${path}/DependsOn] Every DependsOn value must be a string.`);
}

function parseOutput(name: string, value: JsonValue): OutputDeclaration {
  const path = `Outputs/${name}`;
  const output = objectAt(path, value);
  requireAttributes(output, OUTPUT_ATTRIBUTES, `Output ${name}`);
  if (output['Value'] === undefined) {
    throw invalid(`Template format error: [/${path}] Every Outputs member must contain a Value object.`);
  }
  const { Description: description } = output;
  return {
    value: output['Value'],
    condition: conditionOf(path, output),
    description: typeof description === 'string' ? description : undefined,
    exportName: exportNameOf(path, output['Export']),
  };
}

function exportNameOf(path: string, value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined) return undefined;
  const name = objectAt(`${path}/Export`, value)['Name'];
  if (name !== undefined) return name;
  throw invalid(`Template format error: [/${path}/Export] Every Export member must contain a Name object.`);
}

function conditionOf(path: string, member: JsonObject): string | undefined {
  const condition = member['Condition'];
  if (condition === undefined || typeof condition === 'string') return condition;
  throw invalid(`Template format error: [/${path}/Condition] Every Condition member must be a string.`);
}

/** https://github.com/jacob-meacham/serverless-plugin-bind-deployment-id/issues/6 */
function requireResourceAttributes(resource: JsonObject): void {
  const unknown = Object.keys(resource).find((name) => !RESOURCE_ATTRIBUTES.has(name) && !OTHER_ATTRIBUTES.has(name));
  if (unknown !== undefined) throw invalid(`Invalid template resource property '${unknown}'`);
}

function requireAttributes(member: JsonObject, known: ReadonlySet<string>, owner: string): void {
  const unknown = Object.keys(member).find((attribute) => !known.has(attribute));
  if (unknown === undefined) return;
  throw new UserError(
    'UNSUPPORTED_ATTRIBUTE',
    `${owner} has the attribute "${unknown}", which the engine does not support; it supports ${[...known].join(', ')}.`,
  );
}

function objectAt(path: string, value: JsonValue): JsonObject {
  if (isJsonObject(value)) return value;
  throw invalid(`Template format error: [/${path}] must be an object.`);
}

function mapped<Value>(
  members: ReadonlyMap<string, JsonValue>,
  parse: (name: string, value: JsonValue) => Value,
): ReadonlyMap<string, Value> {
  return new Map([...members].map(([name, value]) => [name, parse(name, value)]));
}

function invalid(sentence: string): UserError {
  return new UserError('TEMPLATE_INVALID', sentence);
}

// AWS's specification of every resource type, as `@aws-cdk/aws-service-spec` holds it, in the engine's own form.
// https://github.com/cdklabs/awscdk-service-spec
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import type { PropertySchema, PropertySchemas, ResourceSchema, ResourceSchemas, ValueSchema } from './resource-schema';

/** Loads the specification; takes most of a second. */
export async function loadSpecification(): Promise<SpecDatabase> {
  return loadAwsServiceSpec();
}

/** The schemas of resource types; a type that AWS does not know is not among them. */
export function specifiedSchemas(specification: SpecDatabase, types: Iterable<string>): ResourceSchemas {
  const schemas = new Map<string, ResourceSchema>();
  for (const type of types) {
    const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type);
    if (resource) schemas.set(type, schemaOf(specification, resource));
  }
  return schemas;
}

function schemaOf(specification: SpecDatabase, resource: Resource): ResourceSchema {
  const definitions = specification
    .follow('usesType', resource)
    .map(({ entity }) => [entity.name, propertiesOf(specification, entity.properties)] as const);
  return {
    properties: propertiesOf(specification, resource.properties),
    definitions: Object.fromEntries(definitions),
    attributes: Object.keys(resource.attributes),
  };
}

function propertiesOf(specification: SpecDatabase, properties: Readonly<Record<string, Property>>): PropertySchemas {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, propertyOf(specification, property)]),
  );
}

/** A type that the property had before is still taken: CloudFormation keeps templates working. */
function propertyOf(specification: SpecDatabase, property: Property): PropertySchema {
  const types = [property.type, ...(property.previousTypes ?? [])].map((type) => valueOf(specification, type));
  const [only] = types;
  const value: ValueSchema = only !== undefined && types.length === 1 ? only : { type: 'union', types };
  return {
    ...(property.required === true && { required: true }),
    ...(property.causesReplacement === 'yes' && { createOnly: true }),
    value,
  };
}

function valueOf(specification: SpecDatabase, type: PropertyType): ValueSchema {
  switch (type.type) {
    case 'array':
    case 'map':
      return { type: type.type, element: valueOf(specification, type.element) };
    case 'union':
      return { type: 'union', types: type.types.map((one) => valueOf(specification, one)) };
    case 'ref':
      return { type: 'ref', definition: specification.get('typeDefinition', type.reference).name };
    case 'string':
      return { type: 'string', ...(type.allowedValues && { allowedValues: type.allowedValues }) };
    case 'null':
      return { type: 'json' };
    default:
      return { type: type.type };
  }
}

/** The names of all resource types: by namespace, such as `AWS::SQS`, the rest of each name, with spaces between them. */
export function specifiedNames(specification: SpecDatabase): Readonly<Record<string, string>> {
  const names = new Map<string, string[]>();
  for (const type of specification
    .all('resource')
    .map(({ cloudFormationType }) => cloudFormationType)
    .sort()) {
    const end = type.lastIndexOf('::');
    const namespace = type.slice(0, end);
    names.set(namespace, [...(names.get(namespace) ?? []), type.slice(end + 2)]);
  }
  return Object.fromEntries([...names].map(([namespace, rest]) => [namespace, rest.join(' ')]));
}

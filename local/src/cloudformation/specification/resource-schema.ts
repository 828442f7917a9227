// What AWS's own schema says of a resource type: its properties, with their types, and its attributes.

/** The type of a property's value. */
export type ValueSchema =
  | { readonly type: 'string'; readonly allowedValues?: readonly string[] }
  | { readonly type: 'integer' | 'number' | 'boolean' | 'date-time' | 'json' | 'tag' }
  | { readonly type: 'array' | 'map'; readonly element: ValueSchema }
  /** One of several; `types` has at least one. */
  | { readonly type: 'union'; readonly types: readonly ValueSchema[] }
  /** An object of the resource type's definitions. */
  | { readonly type: 'ref'; readonly definition: string };

/** A property, of a resource or of an object within it. */
export interface PropertySchema {
  readonly required?: boolean;
  /** Only a new resource can have another value: `createOnlyProperties` of the type's schema. */
  readonly createOnly?: boolean;
  readonly value: ValueSchema;
}

/** The properties of a resource, or of an object within it, by name. */
export type PropertySchemas = Readonly<Record<string, PropertySchema>>;

/** A resource type. */
export interface ResourceSchema {
  readonly properties: PropertySchemas;
  /** The objects within the properties, by name. */
  readonly definitions: Readonly<Record<string, PropertySchemas>>;
  /** What `Fn::GetAtt` takes; may have dots. */
  readonly attributes: readonly string[];
}

/** Resource types by name, such as `AWS::SQS::Queue`. */
export type ResourceSchemas = ReadonlyMap<string, ResourceSchema>;

// What the names in a template stand for while a stack is created.
import type { JsonValue } from '../../foundation/json';

/** Looks names up for intrinsic functions. */
export interface Scope {
  /** The section of the template; conditions are decided before there are resources. */
  readonly block: 'Conditions' | 'Resources' | 'Outputs';
  /** What `Ref` returns; `undefined` for a resource that is not created. */
  ref(name: string): JsonValue | undefined;
  /** What `Fn::GetAtt` returns; `undefined` when the resource is not created or has no such attribute. */
  attribute(logicalId: string, attribute: string): JsonValue | undefined;
  /** What a stack of the region exports by this name, if one does. Noted as imported. */
  readonly imported: (exportName: string) => string | undefined;
  /** A value of a mapping. */
  mapped(mapping: string, topLevelKey: string, secondLevelKey: string): JsonValue | undefined;
  /** Does the condition hold? `undefined` when the template does not define it. */
  condition(name: string): boolean | undefined;
}

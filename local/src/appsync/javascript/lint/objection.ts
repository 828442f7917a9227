// What the lint objects to.
import type { AnyNode } from 'acorn';
import type { Complaint } from '../code-error';

/** A node that a rule forbids. */
export interface Objection {
  readonly node: AnyNode;
  readonly complaint: Complaint;
}

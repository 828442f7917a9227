// What the API operations of Route 53 know.
import type { Iam } from '../../iam/iam';
import type { Route53 } from '../route53';

/** The account's Route 53, and who may ask it. */
export interface OperationContext {
  readonly partition: string;
  readonly iam: Iam;
  readonly route53: Pick<Route53, 'observationOf'>;
}

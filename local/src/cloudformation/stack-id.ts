// The id of a stack.
import { v5 } from 'uuid';
import type { Region } from '../foundation/region';

/**
 * The ARN that is a stack's id. On AWS its last part is random; here it is the same in every run.
 * @param number how many stacks of the name the region has had before
 */
export function stackIdOf({ accountId, partition, name }: Region, stackName: string, number: number): string {
  const stack = `arn:${partition}:cloudformation:${name}:${accountId}:stack/${stackName}`;
  return `${stack}/${v5(number === 0 ? stack : `${stack}/${number}`, v5.URL)}`;
}

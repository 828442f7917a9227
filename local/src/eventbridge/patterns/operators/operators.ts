// The list of the operators that an event pattern may name: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
import { anythingBut } from './anything-but';
import { cidr } from './cidr';
import { equalsIgnoreCase } from './equals-ignore-case';
import type { Operator } from './matcher';
import { numeric } from './numeric';
import { prefix } from './prefix';
import { suffix } from './suffix';
import { wildcard } from './wildcard';

/** The operators by name, but for `exists`, which asks after a field and not after its value. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['anything-but', anythingBut],
  ['cidr', cidr],
  ['equals-ignore-case', equalsIgnoreCase],
  ['numeric', numeric],
  ['prefix', prefix],
  ['suffix', suffix],
  ['wildcard', wildcard],
]);

// The parameters that every template has without declaring them.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
import { urlSuffixOf } from '../../foundation/account';
import type { Region } from '../../foundation/region';

/** Stands for "leave this out". */
export const NO_VALUE = 'AWS::NoValue';

const NAMES: ReadonlySet<string> = new Set([
  'AWS::AccountId',
  'AWS::Partition',
  'AWS::Region',
  'AWS::StackId',
  'AWS::StackName',
  'AWS::URLSuffix',
  NO_VALUE,
]);

/** Is this a pseudo parameter that the engine knows? */
export function isPseudoParameter(name: string): boolean {
  return NAMES.has(name);
}

/** The values of a stack's pseudo parameters; `AWS::NoValue` has none. */
export function pseudoParametersOf(stackId: string, stackName: string, region: Region): ReadonlyMap<string, string> {
  const { accountId, partition, name } = region;
  return new Map([
    ['AWS::AccountId', accountId],
    ['AWS::Partition', partition],
    ['AWS::Region', name],
    ['AWS::StackId', stackId],
    ['AWS::StackName', stackName],
    ['AWS::URLSuffix', urlSuffixOf(partition)],
  ]);
}

// Names that CloudFormation makes up for resources whose template gives none.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
import type { ResourceRequest } from './resource-type';

/** Characters that make a made-up name unique. */
const SUFFIX_LENGTH = 12;

/**
 * `<stack>-<logical id>-<suffix>`, the same in every run.
 * @param maxLength characters that the service allows; stack and logical id are cut to fit
 */
export function physicalNameOf(
  { stackName, logicalId, region, incarnation = '' }: ResourceRequest,
  maxLength: number,
): string {
  const suffix = region.ids.upperCase(`name/${stackName}/${logicalId}${incarnation}`, SUFFIX_LENGTH);
  const room = maxLength - SUFFIX_LENGTH - 2;
  const excess = Math.max(0, stackName.length + logicalId.length - room);
  const half = Math.floor(room / 2);
  const stackLength = Math.max(Math.min(stackName.length, half), stackName.length - excess);
  return `${stackName.slice(0, stackLength)}-${logicalId.slice(0, room - stackLength)}-${suffix}`;
}

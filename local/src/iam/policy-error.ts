// Why a policy document is refused: AWS would refuse it, or the engine cannot decide by it.
import { AwsError } from '../foundation/errors';

/** IAM's answer to a document that breaks its grammar. */
export function malformed(sentence: string): AwsError {
  return new AwsError('MalformedPolicyDocument', sentence);
}

/**
 * A document that AWS takes and the engine does not, because it could not decide by it as AWS would.
 * @param what the element, such as `Condition key "aws:SourceIp"`
 * @param hint what can be used instead
 */
export function unsupported(what: string, hint?: string): AwsError {
  return new AwsError('UnsupportedPolicy', `${what} is not supported by the local engine${hint ? `; ${hint}` : ''}.`);
}

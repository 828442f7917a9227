// Why a signature is refused, in AWS's words.
import { AwsError } from '../foundation/errors';

/** A request that is not signed, or not as it should be. */
export class SignatureError extends AwsError {
  /**
   * @param code such as `InvalidSignatureException`
   * @param message AWS's sentence
   */
  constructor(code: string, message: string) {
    super(code, message, 403);
    this.name = 'SignatureError';
  }
}

/** The signature cannot be read. */
export function incomplete(sentence: string): SignatureError {
  return new SignatureError('IncompleteSignatureException', sentence);
}

/** The signature can be read, and does not hold. */
export function invalid(sentence: string): SignatureError {
  return new SignatureError('InvalidSignatureException', sentence);
}

/** The signature is not the one that the key makes. */
export function mismatch(): SignatureError {
  return invalid(
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
      'and signing method. Consult the service documentation for details.',
  );
}

/** The session of the key has ended: https://github.com/aws/aws-sdk-java-v2/issues/1649 */
export function expired(): SignatureError {
  return new SignatureError('ExpiredTokenException', 'The security token included in the request is expired');
}

/** No user has the key. */
export function unrecognized(): SignatureError {
  return new SignatureError('UnrecognizedClientException', 'The security token included in the request is invalid.');
}

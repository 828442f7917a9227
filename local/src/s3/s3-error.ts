// Errors as S3 answers them: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
import { AwsError } from '../foundation/errors';
import { MAX_STORED_BYTES } from './limits';

/** Whoever may not list a bucket does not learn either what is not in it. */
export function accessDenied(): AwsError {
  return new AwsError('AccessDenied', 'Access Denied', 403);
}

export function noSuchBucket(): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
}

export function noSuchKey(): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404);
}

/** https://github.com/versity/versitygw/issues/2080 */
export function keyTooLong(): AwsError {
  return new AwsError('KeyTooLongError', 'Your key is too long');
}

export function invalidBucketName(): AwsError {
  return new AwsError('InvalidBucketName', 'The specified bucket is not valid.');
}

export function tooManyBuckets(): AwsError {
  return new AwsError('TooManyBuckets', 'You have attempted to create more buckets than allowed');
}

/** The engine's own: S3 has room for everything. */
export function storageFull(): AwsError {
  return new AwsError('EntityTooLarge', `The engine keeps at most ${MAX_STORED_BYTES} bytes of objects in a region.`);
}

/** The body of an answer. */
export function errorDocument({ code, message }: AwsError, requestId: string): string {
  const members = [`<Code>${code}</Code>`, `<Message>${message}</Message>`, `<RequestId>${requestId}</RequestId>`];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${members.join('')}</Error>`;
}

/** Codes that S3 has for what is wrong with a signature: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const SIGNATURE_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  IncompleteSignatureException: 'AuthorizationHeaderMalformed',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'AccessDenied',
  RequestEntityTooLargeException: 'EntityTooLarge',
  UnrecognizedClientException: 'InvalidAccessKeyId',
};

/** The body of an answer to an SDK client. */
export function s3Error({ code, message, status }: AwsError, requestId: string): string {
  return errorDocument(new AwsError(SIGNATURE_CODES[code] ?? code, escaped(message), status), requestId);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

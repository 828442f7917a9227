// Errors as S3 answers them: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
import { AwsError } from '../foundation/errors';

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

/** The body of an answer. */
export function errorDocument({ code, message }: AwsError, requestId: string): string {
  const members = [`<Code>${code}</Code>`, `<Message>${message}</Message>`, `<RequestId>${requestId}</RequestId>`];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${members.join('')}</Error>`;
}

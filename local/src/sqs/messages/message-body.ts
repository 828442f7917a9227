// The body of a message, as an API client sends it.
import type { JsonObject } from '../../foundation/json';
import { requiredText } from '../parameters';
import { SqsError } from '../sqs-error';

/** What XML 1.0 cannot hold, lone surrogates included: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const INVALID_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** What SQS says of a text with such a character. */
export const INVALID_CHARACTERS =
  'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF';

/** May a message hold the text, in its body or an attribute? */
export function isMessageText(text: string): boolean {
  return !INVALID_CHARACTER.test(text);
}

/**
 * Reads the member `MessageBody`.
 * @throws SqsError `MissingRequiredParameterException` or `InvalidMessageContents`
 */
export function messageBodyOf(input: JsonObject): string {
  const body = requiredText(input, 'MessageBody');
  if (isMessageText(body)) return body;
  throw new SqsError('InvalidMessageContents', 'InvalidMessageContents', INVALID_CHARACTERS);
}

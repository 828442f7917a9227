// SendMessageBatch: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
import type { Principal } from '../../iam/iam';
import { isJsonObject, type JsonObject } from '../../foundation/json';
import { BATCH_ENTRY_ID, MAX_BATCH_ENTRIES, MAXIMUM_MESSAGE_SIZE } from '../limits';
import { parseMessageAttributes, sizeOfAttributes } from '../messages/message-attributes';
import { onQueue } from '../operation-context';
import { optionalList, optionalText, wrongType } from '../../foundation/request-members';
import { requiredText } from '../parameters';
import type { Queue } from '../queue';
import { SqsError } from '../sqs-error';
import { sendOne } from './send-message';

/** Sends up to ten messages; each succeeds or fails by itself. */
export const sendMessageBatch = onQueue('sqs:SendMessage', (queue, input, caller) => {
  const entries = entriesOf(input);
  const results = entries.map((entry) => sendEntry(queue, entry, caller));
  const failed = results.filter((result) => 'Code' in result);
  return {
    Successful: results.filter((result) => !('Code' in result)),
    ...(failed.length > 0 && { Failed: failed }),
  };
});

function sendEntry(queue: Queue, entry: JsonObject, caller: Principal): JsonObject {
  const Id = requiredText(entry, 'Id');
  try {
    return { Id, ...sendOne(queue, entry, caller) };
  } catch (error) {
    if (!(error instanceof SqsError)) throw error;
    return { Id, Code: error.queryErrorCode, Message: error.message, SenderFault: true };
  }
}

function entriesOf(input: JsonObject): readonly JsonObject[] {
  const entries = optionalList(input, 'Entries').map((entry) => {
    if (!isJsonObject(entry)) throw wrongType('Entries', 'list of structures');
    return entry;
  });
  if (entries.length === 0) {
    throw refusal('EmptyBatchRequest', 'There should be at least one SendMessageBatchRequestEntry in the request.');
  }
  if (entries.length > MAX_BATCH_ENTRIES) {
    throw refusal(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_BATCH_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  checkIds(entries.map((entry) => requiredText(entry, 'Id')));
  checkSize(entries);
  return entries;
}

function checkIds(ids: readonly string[]): void {
  if (!ids.every((id) => BATCH_ENTRY_ID.test(id))) {
    throw refusal(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw refusal('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
}

function checkSize(entries: readonly JsonObject[]): void {
  const size = entries
    .map((entry) => {
      const attributes = parseMessageAttributes(entry['MessageAttributes']);
      return Buffer.byteLength(optionalText(entry, 'MessageBody') ?? '') + sizeOfAttributes(attributes);
    })
    .reduce((sum, bytes) => sum + bytes, 0);
  if (size <= MAXIMUM_MESSAGE_SIZE.max) return;
  throw refusal(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${MAXIMUM_MESSAGE_SIZE.max} bytes. You have sent ${size} bytes.`,
  );
}

function refusal(code: string, message: string): SqsError {
  return new SqsError(code, `AWS.SimpleQueueService.${code}`, message);
}

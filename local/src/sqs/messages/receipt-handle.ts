// What a receiver holds in its hand to delete a message: one handle for every receipt.
import { SqsError } from '../sqs-error';

/** One receipt of a message. */
export interface Receipt {
  readonly messageId: string;
  /** How often the message has been received, this time included. */
  readonly receiveCount: number;
}

const RECEIPT = /^([0-9a-f-]{36})#(\d+)$/;

/** The handle of a receipt. */
export function receiptHandleOf({ messageId, receiveCount }: Receipt): string {
  return Buffer.from(`${messageId}#${receiveCount}`).toString('base64');
}

/**
 * The receipt of a handle.
 * @throws SqsError `ReceiptHandleIsInvalid`
 */
export function receiptOf(handle: string): Receipt {
  const [, messageId, receiveCount] = RECEIPT.exec(Buffer.from(handle, 'base64').toString()) ?? [];
  if (messageId !== undefined) return { messageId, receiveCount: Number(receiveCount) };
  throw new SqsError(
    'ReceiptHandleIsInvalid',
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

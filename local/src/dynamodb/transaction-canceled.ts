// Why a transaction came to nothing: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html
import { AwsError } from '../foundation/errors';
import type { JsonObject } from '../foundation/json';

/** What one write had to do with it. */
export type CancellationReason = {
  readonly Code: 'None' | 'ConditionalCheckFailed' | 'ValidationError';
  readonly Message?: string;
  /** The item as it is, where the write asked for it. */
  readonly Item?: JsonObject;
};

/** A transaction of which nothing was written. */
export class TransactionCanceled extends AwsError {
  override readonly members: JsonObject;

  constructor(reasons: readonly CancellationReason[]) {
    const codes = reasons.map(({ Code }) => Code).join(', ');
    super(
      'TransactionCanceledException',
      `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    );
    this.members = { CancellationReasons: reasons };
  }
}

// The account, as everything in it names it.
import type { Ids } from '../foundation/ids';

export interface Account {
  /** Twelve digits. */
  readonly accountId: string;
  /** `aws`, the first part of every ARN. */
  readonly partition: string;
  /** The account's ids. IAM is global: give every region the same, so that a user has one unique id. */
  readonly ids: Ids;
}

/** The ARN of something that is in no region. */
export function globalArn({ partition, accountId }: Account, service: 'iam' | 'sts', resource: string): string {
  return `arn:${partition}:${service}::${accountId}:${resource}`;
}

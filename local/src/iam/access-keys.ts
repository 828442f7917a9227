// The key pairs with which requests are signed: those of users, and those of sessions.
import { type Account, globalArn } from './account';
import type { AccessKey, AssumedRole, SessionKey } from './caller';
import type { User } from './iam';
import { UNIQUE_ID_LENGTH } from './limits';

/** Characters after `ASIA`, of a secret and of a token. */
const SESSION_KEY_ID_LENGTH = 16;
const SESSION_SECRET_LENGTH = 40;
const SESSION_TOKEN_LENGTH = 60;

/** The key pairs of an account. */
export class AccessKeys {
  readonly #account: Account;
  readonly #keys: Map<string, AccessKey>;

  constructor(account: Account, users: readonly User[]) {
    this.#account = account;
    this.#keys = new Map(users.map((user) => [user.accessKeyId, this.#keyOf(user)]));
  }

  find(accessKeyId: string): AccessKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  /** The same one for the same session. */
  ofSession(principal: AssumedRole): SessionKey {
    const { ids } = this.#account;
    const name = `session key/${principal.arn}`;
    const key = {
      accessKeyId: `ASIA${ids.upperCase(name, SESSION_KEY_ID_LENGTH)}`,
      secretAccessKey: ids.lowerCase(`${name}/secret`, SESSION_SECRET_LENGTH),
      sessionToken: ids.lowerCase(`${name}/token`, SESSION_TOKEN_LENGTH),
      principal,
    };
    this.#keys.set(key.accessKeyId, key);
    return key;
  }

  #keyOf({ userName, accessKeyId, secretAccessKey }: User): AccessKey {
    const { accountId, ids } = this.#account;
    const userId = `AIDA${ids.upperCase(`user/${userName}`, UNIQUE_ID_LENGTH)}`;
    const arn = userArn(this.#account, userName);
    return { accessKeyId, secretAccessKey, principal: { kind: 'user', arn, accountId, userId, accessKeyId } };
  }
}

/** The ARN of a user. */
export function userArn(account: Account, userName: string): string {
  return globalArn(account, 'iam', `user/${userName}`);
}

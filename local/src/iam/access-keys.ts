// The key pairs with which requests are signed: those of users, and those of sessions.
import { randomBytes } from 'node:crypto';
import { idsOf } from '../foundation/ids';
import { type Account, globalArn } from './account';
import type { AccessKey, AssumedRole, SessionKey, TemporaryKey } from './caller';
import type { User } from './iam';
import { MAX_SESSIONS, UNIQUE_ID_LENGTH } from './limits';

/** Characters after `ASIA`, of a secret and of a token. */
const SESSION_KEY_ID_LENGTH = 16;
const SESSION_SECRET_LENGTH = 40;
const SESSION_TOKEN_LENGTH = 60;
const SEED_BYTES = 32;

/** The key pairs of an account. */
export class AccessKeys {
  readonly #account: Account;
  readonly #keys: Map<string, AccessKey>;
  /** A signed request asks for its session's. */
  readonly #ofSessions = new WeakMap<AssumedRole, SessionKey>();
  /** Of sessions that end, the oldest first; by id. */
  readonly #temporary = new Map<string, TemporaryKey>();

  constructor(account: Account, users: readonly User[]) {
    this.#account = account;
    this.#keys = new Map(users.map((user) => [user.accessKeyId, this.#keyOf(user)]));
  }

  find(accessKeyId: string): AccessKey | undefined {
    return this.#keys.get(accessKeyId) ?? this.#temporary.get(accessKeyId);
  }

  /** The same one for the same session. */
  ofSession(principal: AssumedRole): SessionKey {
    const known = this.#ofSessions.get(principal);
    if (known) return known;
    const { ids } = this.#account;
    const name = `session key/${principal.arn}`;
    const key = {
      accessKeyId: `ASIA${ids.upperCase(name, SESSION_KEY_ID_LENGTH)}`,
      secretAccessKey: ids.lowerCase(`${name}/secret`, SESSION_SECRET_LENGTH),
      sessionToken: ids.lowerCase(`${name}/token`, SESSION_TOKEN_LENGTH),
      principal,
    };
    this.#keys.set(key.accessKeyId, key);
    this.#ofSessions.set(principal, key);
    return key;
  }

  /**
   * A new one for each session, which nobody could know before: what a seed makes would come again after a restart, for another session.
   * @param expiresAt milliseconds since 1970
   * @param now as above
   */
  begin(principal: AssumedRole, expiresAt: number, now: number): TemporaryKey {
    for (const [id, key] of this.#temporary) {
      if (key.expiresAt <= now || this.#temporary.size >= MAX_SESSIONS) this.#temporary.delete(id);
    }
    const ids = idsOf(randomBytes(SEED_BYTES), principal.arn);
    const key = {
      accessKeyId: `ASIA${ids.upperCase('id', SESSION_KEY_ID_LENGTH)}`,
      secretAccessKey: ids.lowerCase('secret', SESSION_SECRET_LENGTH),
      sessionToken: ids.lowerCase('token', SESSION_TOKEN_LENGTH),
      ...{ principal, expiresAt },
    };
    this.#temporary.set(key.accessKeyId, key);
    return key;
  }

  /** Ends the sessions of a role that is no more: another one of its name is another role. */
  endSessionsOf(roleArn: string): void {
    for (const [id, { principal }] of this.#temporary) if (principal.roleArn === roleArn) this.#temporary.delete(id);
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

// Who calls, and with which keys.

/** Who makes a call. */
export type Principal =
  | {
      readonly kind: 'user';
      /** `arn:aws:iam::<account>:user/<name>` */
      readonly arn: string;
      readonly accountId: string;
      /** The user's unique id, `AIDA…`. */
      readonly userId: string;
      readonly accessKeyId: string;
    }
  | {
      readonly kind: 'assumed-role';
      /** `arn:aws:sts::<account>:assumed-role/<role>/<session>` */
      readonly arn: string;
      /** `arn:aws:iam::<account>:role/<role>` */
      readonly roleArn: string;
      readonly accountId: string;
      /** The session's unique id, `AROA…:<session>`. */
      readonly userId: string;
    }
  | {
      readonly kind: 'service';
      /** Such as `events.amazonaws.com`. */
      readonly service: string;
      /** The resource on whose behalf the service calls, for `aws:SourceArn`. */
      readonly sourceArn: string;
      readonly accountId: string;
    };

/** A service that acts as a role. */
export type AssumedRole = Extract<Principal, { kind: 'assumed-role' }>;

/** The key pair of a user or of a session. */
export interface AccessKey {
  /** What must stand beside the key of a session; absent for a user's. */
  readonly sessionToken?: string;
  /** When the session ends, in milliseconds since 1970; absent where it does not. */
  readonly expiresAt?: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly principal: Principal;
}

/** The key pair of a session, with the token that stands beside it. */
export interface SessionKey extends AccessKey {
  readonly sessionToken: string;
}

/** The key pair of a session that ends. */
export interface TemporaryKey extends SessionKey {
  readonly principal: AssumedRole;
  readonly expiresAt: number;
}

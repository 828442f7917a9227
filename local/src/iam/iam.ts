// IAM as the region's services see it: who calls, and may they?
import type { AccessKey, AssumedRole, Principal, SessionKey, TemporaryKey } from './caller';
import type { PolicyDocument } from './policy';

export type { AccessKey, AssumedRole, Principal, SessionKey, TemporaryKey } from './caller';
export { compilePolicy, type Policy, type PolicyDocument } from './policy';
export { signedHeaders, type UnsignedRequest } from './signing';
export { type CredentialScope, credentialScopeOf, type Headers, SignatureError, verifySignature } from './signature';

/** A policy that allows everything, as AWS's `AdministratorAccess` does. */
export const ADMINISTRATOR_ACCESS: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** One call that needs permission. */
export interface AccessRequest {
  /** Such as `events:PutEvents`. */
  readonly action: string;
  /** The ARN that the call touches. */
  readonly resource: string;
  /** The policy of the resource itself, where it has one. */
  readonly resourcePolicy?: PolicyDocument | undefined;
  /** The condition keys of the service, in lower case, with their values. */
  readonly conditionKeys?: Readonly<Record<string, string>>;
}

/** What a role is made of. */
export interface RoleDefinition {
  readonly roleName: string;
  readonly assumeRolePolicyDocument: PolicyDocument;
  readonly policies: readonly { readonly policyName: string; readonly policyDocument: PolicyDocument }[];
  /** Seconds that a session of it may last; an hour unless given. */
  readonly maxSessionDuration?: number | undefined;
}

/** A session that somebody asks for: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export interface SessionRequest {
  readonly roleArn: string;
  readonly sessionName: string;
  /** Seconds; an hour unless given. */
  readonly duration?: number | undefined;
  /** When it begins, in milliseconds since 1970. */
  readonly now: number;
}

/** A user with a key pair. */
export interface User {
  readonly userName: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly policies: readonly PolicyDocument[];
}

/** The roles, users and permissions of one region's copy of the account. */
export interface Iam {
  /**
   * @returns the new role's ARN and unique id (`AROA…`)
   * @throws AwsError `EntityAlreadyExists`, `MalformedPolicyDocument` or `UnsupportedPolicy`
   */
  createRole(role: RoleDefinition): { readonly arn: string; readonly roleId: string };
  /**
   * Adds an inline policy to a role, as `AWS::IAM::Policy` does.
   * @throws AwsError `NoSuchEntity`, `MalformedPolicyDocument` or `UnsupportedPolicy`
   */
  putRolePolicy(roleName: string, policyName: string, policy: PolicyDocument): void;
  /** @throws AwsError `NoSuchEntity` */
  deleteRolePolicy(roleName: string, policyName: string): void;
  /** Lets others act as the role. @throws AwsError `NoSuchEntity`, `MalformedPolicyDocument` or `UnsupportedPolicy` */
  updateAssumeRolePolicy(roleName: string, policy: PolicyDocument): void;
  /** @param maxSessionDuration seconds; an hour unless given @throws AwsError `NoSuchEntity` */
  updateRole(roleName: string, maxSessionDuration: number | undefined): void;
  /** @throws AwsError `NoSuchEntity`, or `DeleteConflict` while it has policies */
  deleteRole(roleName: string): void;
  /** The key pair that signs with this id, if there is one. */
  accessKey(accessKeyId: string): AccessKey | undefined;
  /** A key pair for code that acts as a session of a role; the same one for the same session. */
  sessionKey(session: Extract<Principal, { kind: 'assumed-role' }>): SessionKey;
  /**
   * Lets a service act as a role.
   * @param sourceArn the resource on whose behalf the service acts, for `aws:SourceArn` in the trust policy
   * @throws AwsError `AccessDenied` when there is no such role or its trust policy does not let the service in
   */
  assumeRole(roleArn: string, service: string, sourceArn?: string): AssumedRole;
  /**
   * Lets a user, or whoever has a session, act as a role for a time: its trust policy must let the caller in, and where it names the
   * account only, a policy of the caller's must do so, too.
   * @returns a key pair of its own
   * @throws AwsError `AccessDenied`, or `ValidationError` for a duration that is not allowed
   */
  beginSession(caller: Principal, session: SessionRequest): TemporaryKey;
  /**
   * Refuses a call that no policy allows, or that one denies.
   * @throws AwsError `AccessDeniedException`, status 403, with IAM's sentence; `MalformedPolicyDocument` or
   *   `UnsupportedPolicy` for a resource policy that was not checked when it was set
   */
  authorize(principal: Principal, request: AccessRequest): void;
  /** Does the resource's own policy deny the call, whatever the caller's policies say? For callers of another region. */
  isDeniedByResource(principal: Principal, request: AccessRequest): boolean;
}

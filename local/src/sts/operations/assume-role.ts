// AssumeRole: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
import type { Clock } from '../../foundation/clock';
import { AwsError } from '../../foundation/errors';
import type { JsonObject } from '../../foundation/json';
import type { Operation } from '../../foundation/service-api';
import type { Iam } from '../../iam/iam';
import { SESSION_DURATION, SESSION_NAME } from '../limits';

const PARAMETERS = ['RoleArn', 'RoleSessionName', 'DurationSeconds'];
const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/.+$/;
const NAME = /^[\w+=,.@-]+$/;

/** A key pair of a session as a role, for those whom the role and their own policies let. */
export function assumeRole({ iam, clock }: { readonly iam: Iam; readonly clock: Clock }): Operation {
  return async (input, caller) => {
    const other = Object.keys(input).find((name) => !PARAMETERS.includes(name));
    if (other !== undefined) throw invalid(`The engine does not support the parameter ${other} of AssumeRole.`);
    const [roleArn, sessionName, duration] = [roleArnIn(input), sessionNameIn(input), durationIn(input)];
    const session = iam.beginSession(caller, { roleArn, sessionName, duration, now: clock.now() });
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt, principal } = session;
    return Promise.resolve({
      AssumedRoleUser: { Arn: principal.arn, AssumedRoleId: principal.userId },
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        // To the second, as AWS writes it.
        Expiration: new Date(expiresAt).toISOString().replace(/\.\d+/, ''),
      },
    });
  };
}

function roleArnIn({ RoleArn: arn }: JsonObject): string {
  if (typeof arn === 'string' && ROLE_ARN.test(arn)) return arn;
  throw invalid('Request ARN is invalid');
}

function sessionNameIn({ RoleSessionName: name = '' }: JsonObject): string {
  const { min, max } = SESSION_NAME;
  if (typeof name !== 'string' || name.length < min) {
    throw outOfBounds(name, 'roleSessionName', `Member must have length greater than or equal to ${min}`);
  }
  if (name.length > max) {
    throw outOfBounds(name, 'roleSessionName', `Member must have length less than or equal to ${max}`);
  }
  if (NAME.test(name)) return name;
  throw outOfBounds(name, 'roleSessionName', 'Member must satisfy regular expression pattern: [\\w+=,.@-]*');
}

function durationIn({ DurationSeconds: text }: JsonObject): number | undefined {
  if (text === undefined) return undefined;
  const { min, max } = SESSION_DURATION;
  const seconds = typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (seconds >= min && seconds <= max) return seconds;
  const bound = seconds < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  throw outOfBounds(text, 'durationSeconds', `Member must have value ${bound}`);
}

function outOfBounds(value: JsonObject[string], member: string, constraint: string): AwsError {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return invalid(
    `1 validation error detected: Value '${text}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

function invalid(sentence: string): AwsError {
  return new AwsError('ValidationError', sentence);
}

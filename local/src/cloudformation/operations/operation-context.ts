// What the operations of CloudFormation's API have in common.
import { AwsError, UserError } from '../../foundation/errors';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, jsonIn } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import type { Iam, Principal } from '../../iam/iam';
import type { ChangeSets } from '../change-sets';
import type { StackRequest, Stacks } from '../stacks';
import { MAX_STORED_TEMPLATE_BYTES, MAX_TEMPLATE_BYTES } from '../limits';
import { validationError } from '../stack-refusal';

/** What the operations need. */
export interface OperationContext<Services> {
  readonly region: Region;
  readonly iam: Iam;
  readonly stacks: Stacks<Services>;
  readonly changeSets: ChangeSets<Services>;
  /** The text of an object of the region's buckets. @throws AwsError `NoSuchBucket` or `NoSuchKey` */
  readonly textOf: (bucketName: string, key: string) => string;
}

/** `s3.region.amazonaws.com/bucket/key` or `bucket.s3.region.amazonaws.com/key` */
const S3_HOST = /^(?:(.+)\.)?s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;
const NOWHERE = { protocol: '', hostname: '', pathname: '' };

/** @throws AwsError `AccessDeniedException` */
export function authorize<Services>(
  { iam, region }: OperationContext<Services>,
  caller: Principal,
  action: string,
  stackName = '*',
): void {
  const { partition, name, accountId } = region;
  const stack = stackName.startsWith('arn:') ? stackName : `stack/${stackName}/*`;
  const resource =
    stackName === '*'
      ? '*'
      : stack.startsWith('arn:')
        ? stack
        : `arn:${partition}:cloudformation:${name}:${accountId}:${stack}`;
  iam.authorize(caller, { action: `cloudformation:${action}`, resource });
}

/** A text that must be there. @throws AwsError `ValidationError` */
export function requiredText(input: JsonObject, name: string): string {
  const value = optionalText(input, name);
  if (value !== undefined && value !== '') return value;
  const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  throw validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

export function optionalText(input: JsonObject, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

export function flag(input: JsonObject, name: string): boolean {
  return optionalText(input, name)?.toLowerCase() === 'true';
}

export function texts(input: JsonObject, name: string): readonly string[] {
  const value = input[name];
  return isJsonArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function objects(input: JsonObject, name: string): readonly JsonObject[] {
  const value = input[name];
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

/** An object within a call; empty when there is none. */
export function objectIn(input: JsonObject, name: string): JsonObject {
  const value = input[name];
  return isJsonObject(value) ? value : {};
}

/**
 * What a call asks of a stack. What is not said of an update is as it was.
 * @throws AwsError `ValidationError`
 */
export function stackRequestOf<Services>(context: OperationContext<Services>, input: JsonObject): StackRequest {
  const stackName = requiredText(input, 'StackName');
  const previous = flag(input, 'UsePreviousTemplate') ? context.stacks.find(stackName).state.source : undefined;
  const templateBody = previous?.templateBody ?? templateBodyOf(context, input);
  const stack = context.stacks
    .all()
    .find((each) => !each.isDeleted && [each.stackName, each.stackId].includes(stackName));
  const tags = objects(input, 'Tags').map(({ Key: key, Value: value }) => [textOf(key), textOf(value)] as const);
  return {
    stackName: stack?.stackName ?? stackName,
    templateBody,
    template: templateIn(templateBody),
    parameters: parametersOf(input, stack?.state.source?.parameters ?? {}),
    tags: input['Tags'] === undefined ? stack?.state.source?.tags : Object.fromEntries(tags),
    capabilities: texts(input, 'Capabilities'),
    roleArn: optionalText(input, 'RoleARN') ?? stack?.state.source?.roleArn,
    disableRollback: flag(input, 'DisableRollback') || optionalText(input, 'OnFailure') === 'DO_NOTHING',
    disableValidation: flag(input, 'DisableValidation'),
    terminationProtection: flag(input, 'EnableTerminationProtection'),
    clientRequestToken: optionalText(input, 'ClientRequestToken'),
  };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function parametersOf(input: JsonObject, previous: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    objects(input, 'Parameters').flatMap(({ ParameterKey: key, ParameterValue: value, UsePreviousValue: use }) => {
      const name = textOf(key);
      const given = use === 'true' ? previous[name] : textOf(value);
      return given === undefined ? [] : [[name, given]];
    }),
  );
}

/** The template that a call sends, or names by its address in S3. @throws AwsError `ValidationError` */
export function templateBodyOf<Services>(context: OperationContext<Services>, input: JsonObject): string {
  const [body, url] = [optionalText(input, 'TemplateBody'), optionalText(input, 'TemplateURL')];
  if ((body === undefined) === (url === undefined)) {
    throw validationError('Either Template URL or Template Body must be specified.');
  }
  if (body === undefined) return uploaded(context, url ?? '');
  if (Buffer.byteLength(body) <= MAX_TEMPLATE_BYTES) return body;
  throw validationError(
    `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_TEMPLATE_BYTES}`,
  );
}

/** https://github.com/aws-quickstart/quickstart-git2s3/issues/78 */
const S3_ERRORS = 'For more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html';

/** Only the region's own buckets are read, whatever the address. */
function uploaded<Services>({ textOf: read }: OperationContext<Services>, address: string): string {
  const [bucketName, key] = placeOf(address);
  try {
    const text = read(bucketName, key);
    if (Buffer.byteLength(text) <= MAX_STORED_TEMPLATE_BYTES) return text;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw validationError(`S3 error: ${error.message}\n${S3_ERRORS}`);
  }
  throw validationError(`Template may not exceed ${MAX_STORED_TEMPLATE_BYTES} bytes in size.`);
}

/**
 * Bucket and key: https://github.com/openclarity/vmclarity/issues/96
 * @throws AwsError `ValidationError`
 */
function placeOf(address: string): readonly [bucketName: string, key: string] {
  const { protocol, hostname, pathname } = URL.canParse(address) ? new URL(address) : NOWHERE;
  const path = decoded(pathname.slice(1));
  const host = S3_HOST.exec(hostname);
  if (!/^https?:$/.test(protocol) || !host || path === undefined) {
    throw validationError('TemplateURL must be a supported URL.');
  }
  const [first = '', ...rest] = path.split('/');
  return host[1] === undefined ? [first, rest.join('/')] : [host[1], path];
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** @throws AwsError `ValidationError` */
export function templateIn(body: string): JsonObject {
  const template = jsonIn(body);
  if (isJsonObject(template)) return template;
  if (template !== undefined) throw validationError('Template format error: unsupported structure.');
  throw validationError(
    'Template format error: JSON not well-formed. The engine reads templates in JSON only, as they are compiled.',
  );
}

/** What the engine refuses of a template is what CloudFormation would refuse, in one code. */
export async function refusedAsInvalid<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof UserError) throw validationError(error.message);
    throw error;
  }
}

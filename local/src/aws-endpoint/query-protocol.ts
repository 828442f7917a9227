// The query protocol: forms in, XML out. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
import XMLBuilder from 'fast-xml-builder';
import { AwsError } from '../foundation/errors';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../foundation/json';

/** Names within a member's name, such as `Parameters.member.1.ParameterKey`. */
const MAX_DEPTH = 12;
/** Fields of one form: CloudFormation's longest has three for each of 200 parameters. Chosen, for each costs time. */
const MAX_FIELDS = 10_000;

/** Codes that the older protocols have for what is wrong with a signature: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html */
const SIGNATURE_CODES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  ExpiredTokenException: 'ExpiredToken',
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  UnrecognizedClientException: 'InvalidClientTokenId',
};

const builder = new XMLBuilder({ processEntities: true });

/** The operation that a form names, and its members. @throws AwsError `SerializationException` */
export function queryCallIn(body: Buffer): {
  readonly name: string;
  readonly version: string;
  readonly input: JsonObject;
} {
  const {
    Action: name = '',
    Version: version = '',
    ...members
  } = membersIn(new URLSearchParams(body.toString('utf8')));
  return { name: textOf(name), version: textOf(version), input: members };
}

/** The body of an answer. */
export function queryAnswer(
  name: string,
  output: JsonObject,
  { namespace, requestId }: { readonly namespace: string; readonly requestId: string },
): string {
  return builder
    .build({
      [`${name}Response`]: {
        [`${name}Result`]: inXml(output),
        ResponseMetadata: { RequestId: requestId },
      },
    })
    .replace(`<${name}Response>`, `<${name}Response xmlns="${namespace}">`);
}

/** The body of an error. */
export function queryError({ code, message, status }: AwsError, requestId: string): string {
  const Type = status < 500 ? 'Sender' : 'Receiver';
  return builder.build({
    ErrorResponse: { Error: { Type, Code: SIGNATURE_CODES[code] ?? code, Message: message }, RequestId: requestId },
  });
}

type Node = string | Branch;
interface Branch {
  [name: string]: Node;
}

function membersIn(form: URLSearchParams): JsonObject {
  const root: Branch = Object.create(null) as Branch;
  if (form.size > MAX_FIELDS) throw malformed();
  for (const [path, value] of form) put(root, path.split('.', MAX_DEPTH + 1), value);
  return objectOf(root);
}

function put(root: Branch, names: readonly string[], value: string): void {
  if (names.length > MAX_DEPTH) throw malformed();
  let branch = root;
  for (const name of names.slice(0, -1)) {
    const next = (branch[name] ??= Object.create(null) as Branch);
    if (typeof next === 'string') throw malformed();
    branch = next;
  }
  branch[names.at(-1) ?? ''] = value;
}

function valueOf(node: Node): JsonValue {
  if (typeof node === 'string') return node;
  const { member } = node;
  return member !== undefined && typeof member === 'object' && Object.keys(node).length === 1
    ? listOf(member)
    : objectOf(node);
}

function objectOf(branch: Branch): JsonObject {
  return Object.fromEntries(Object.entries(branch).map(([name, node]) => [name, valueOf(node)]));
}

/** `1`, `2`, …: by number, and without gaps. */
function listOf(branch: Branch): JsonValue {
  const elements = Object.entries(branch);
  return elements.sort(([one], [other]) => Number(one) - Number(other)).map(([, node]) => valueOf(node));
}

function malformed(): AwsError {
  return new AwsError('MalformedQueryString', 'The query string is malformed.');
}

/** Lists are elements called `member`; what is null is left out. */
function inXml(value: JsonValue): unknown {
  if (isJsonArray(value)) return { member: value.map(inXml) };
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, inXml(member)]));
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : '';
}

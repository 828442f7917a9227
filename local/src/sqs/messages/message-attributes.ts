// What a sender attaches to a message: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { MAX_ATTRIBUTE_NAME, MAX_MESSAGE_ATTRIBUTES } from '../limits';
import { INVALID_CHARACTERS, isMessageText } from './message-body';
import { invalidParameterValue } from '../sqs-error';

/** One attribute; its `DataType` begins with `String`, `Number` or `Binary`. */
export type MessageAttribute =
  | { readonly DataType: string; readonly StringValue: string }
  | {
      readonly DataType: string;
      /** Base64. */
      readonly BinaryValue: string;
    };

/** Attributes by name, in the order in which they were sent. */
export type AttributeMap = ReadonlyMap<string, MessageAttribute>;

const NAME_CHARACTERS = /^[A-Za-z0-9_.-]+$/;
const RESERVED_NAME = /^(?:aws\.|amazon\.|\.)|\.$/i;

const DATA_TYPE = /^(?:String|Number|Binary)(?:\..+)?$/;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** How the digest tells a string from bytes: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation */
const TRANSPORT = { string: 1, binary: 2 } as const;

/** The attributes that another service attaches. */
export function attributeMap(attributes: Readonly<Record<string, MessageAttribute>>): AttributeMap {
  return new Map(Object.entries(attributes));
}

/**
 * Reads the member `MessageAttributes` of a request.
 * @throws SqsError `InvalidParameterValueException`
 */
export function parseMessageAttributes(value: JsonValue | undefined): AttributeMap {
  if (!isJsonObject(value)) return new Map();
  const entries = Object.entries(value).map(([name, attribute]) => [name, parseAttribute(name, attribute)] as const);
  if (entries.length > MAX_MESSAGE_ATTRIBUTES) {
    throw invalidParameterValue(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${MAX_MESSAGE_ATTRIBUTES}].`,
    );
  }
  return new Map(entries);
}

/** The rules are those of https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
function checkName(name: string): void {
  if (name.length > MAX_ATTRIBUTE_NAME) {
    throw invalidParameterValue('Message (user) attribute names must be shorter than 256 Bytes');
  }
  if (!NAME_CHARACTERS.test(name) || name.includes('..')) {
    throw invalidParameterValue(
      'Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ',
    );
  }
  if (RESERVED_NAME.test(name)) {
    throw invalidParameterValue(
      "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.",
    );
  }
}

function parseAttribute(name: string, attribute: JsonValue): MessageAttribute {
  checkName(name);
  const { DataType, StringValue, BinaryValue } = isJsonObject(attribute) ? attribute : ({} satisfies JsonObject);
  if (typeof DataType !== 'string' || !DATA_TYPE.test(DataType)) {
    throw invalidParameterValue(
      `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
    );
  }
  if (DataType.length > MAX_ATTRIBUTE_NAME) {
    throw invalidParameterValue('Message (user) attribute types must be shorter than 256 Bytes');
  }
  const text = DataType.startsWith('Binary') ? BinaryValue : StringValue;
  if (typeof text !== 'string' || text === '') {
    throw invalidParameterValue(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${DataType}'.`,
    );
  }
  if (!isMessageText(text)) throw invalidParameterValue(INVALID_CHARACTERS);
  if (DataType.startsWith('Number') && !NUMBER.test(text)) {
    throw invalidParameterValue(`Can't cast the value of message (user) attribute '${name}' to a number.`);
  }
  return DataType.startsWith('Binary') ? { DataType, BinaryValue: text } : { DataType, StringValue: text };
}

/** Bytes that the attributes add to the size of their message. */
export function sizeOfAttributes(attributes: AttributeMap): number {
  let size = 0;
  for (const [name, attribute] of attributes) {
    size += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + bytesOf(attribute).length;
  }
  return size;
}

/**
 * The attributes that a receiver asks for by name, by prefix (`bar.*`), or all of them (`All`, `.*`).
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function selectAttributes(attributes: AttributeMap, names: readonly string[]): AttributeMap {
  const asked = (name: string) =>
    names.some(
      (pattern) =>
        pattern === 'All' || pattern === name || (pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -2))),
    );
  return new Map([...attributes].filter(([name]) => asked(name)));
}

/** The digest that SDK clients verify. */
export function md5OfAttributes(attributes: AttributeMap): string {
  const hash = createHash('md5');
  const update = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const [name, attribute] of [...attributes].sort(([one], [other]) => (one < other ? -1 : 1))) {
    update(Buffer.from(name));
    update(Buffer.from(attribute.DataType));
    hash.update(Buffer.of('BinaryValue' in attribute ? TRANSPORT.binary : TRANSPORT.string));
    update(bytesOf(attribute));
  }
  return hash.digest('hex');
}

function bytesOf(attribute: MessageAttribute): Buffer {
  return 'BinaryValue' in attribute ? Buffer.from(attribute.BinaryValue, 'base64') : Buffer.from(attribute.StringValue);
}

// `util.xml`: https://docs.aws.amazon.com/appsync/latest/devguide/xml-helpers-in-utils-xml-js.html
import { XMLParser } from 'fast-xml-parser';
import type { JsonValue } from '../../../../foundation/json';
import { BuiltinError, type Builtins, requireText } from '../builtin';

/** Elements become members, repeated ones arrays; numbers and booleans become themselves, as in AWS's example. */
export const xml: Builtins = {
  'util.xml.toMap': ([value]) => toMap(requireText(value, 'util.xml.toMap')),
  'util.xml.toJsonString': ([value, stringEncode]) => {
    const text = JSON.stringify(toMap(requireText(value, 'util.xml.toJsonString')));
    return stringEncode === true ? JSON.stringify(text) : text;
  },
};

/** What AWS does with attributes is not documented: they become members, and text beside them `content`, as in org.json. */
const PARSER = {
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: 'content',
  parseTagValue: true,
  parseAttributeValue: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  numberParseOptions: { hex: false, leadingZeros: false },
};

function toMap(text: string): JsonValue {
  try {
    // oxlint-disable-next-line typescript/no-deprecated -- its successor is another package, for this one flag
    return new XMLParser(PARSER).parse(text, true) as JsonValue;
  } catch (cause) {
    // The parser refuses what is not well-formed, nests too deeply, expands too far, or is named like a prototype.
    throw new BuiltinError(`The XML is not accepted: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
}

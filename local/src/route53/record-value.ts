// The values of records, in zone-file form: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
import { isIPv4, isIPv6 } from 'node:net';
import { parseName } from './domain-name';
import { MAX_TEXT_LENGTH } from './limits';
import { invalidChangeBatch } from './route53-error';
import type { RecordType } from './route53';

/** A value, read: an address or a name, or the strings of a TXT value. */
export type RecordValue = string | readonly Buffer[];

/** A quoted string, in which a backslash stands before a quotation mark, a backslash, or three octal digits. */
const QUOTED = /"((?:[^"\\]|\\.)*)"/gsy;
const SPACE = /[ \t]*/y;
const ESCAPED = /\\([0-7]{3}|.)/gs;

/** @throws AwsError `InvalidChangeBatch` */
export function parseValue(type: RecordType, text: string): RecordValue {
  switch (type) {
    case 'A':
      if (!isIPv4(text)) throw fatal('ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address)', text);
      return text;
    case 'AAAA':
      if (!isIPv6(text)) throw fatal('AAAARRDATAIllegalIPv6Address (Value is not a valid IPv6 address)', text);
      return text;
    case 'CNAME':
      return parseName(text);
    case 'TXT':
      return parseStrings(text);
  }
}

function parseStrings(text: string): readonly Buffer[] {
  const strings: Buffer[] = [];
  for (let position = 0; position < text.length; position = skipSpace(text, QUOTED.lastIndex)) {
    QUOTED.lastIndex = position;
    const [, string] = QUOTED.exec(text) ?? [];
    if (string === undefined) throw fatal('InvalidCharacterString (Value should be enclosed in quotation marks)', text);
    strings.push(unescaped(string));
  }
  if (strings.length === 0) {
    throw fatal('InvalidCharacterString (Value should be enclosed in quotation marks)', text);
  }
  if (strings.some(({ length }) => length > MAX_TEXT_LENGTH)) {
    throw fatal('CharacterStringTooLong (Value is too long)', text);
  }
  return strings;
}

function skipSpace(text: string, position: number): number {
  SPACE.lastIndex = position;
  SPACE.exec(text);
  return SPACE.lastIndex;
}

function unescaped(string: string): Buffer {
  return Buffer.from(
    string.replace(ESCAPED, (_, escaped: string) =>
      escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : escaped,
    ),
    'latin1',
  );
}

function fatal(problem: string, text: string) {
  return invalidChangeBatch(`Invalid Resource Record: 'FATAL problem: ${problem} encountered with '${text}''`);
}

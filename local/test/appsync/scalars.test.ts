// Which values AppSync's scalars take.
import { awsScalars } from '../../src/appsync/schema/scalars/scalars';

const accepted: readonly (readonly [string, unknown])[] = [
  ['AWSDate', '1970-01-01'],
  ['AWSDate', '1970-01-01Z'],
  ['AWSDate', '1970-01-01-07:00'],
  ['AWSDate', '2024-02-29+05:30'],
  ['AWSTime', '12:30'],
  ['AWSTime', '12:30:24.500Z'],
  ['AWSTime', '12:30:24-07:00'],
  ['AWSDateTime', '1970-01-01T12:30:00.000Z'],
  ['AWSDateTime', '2020-01-01T00:00+00:00'],
  ['AWSDateTime', '1970-01-01T12:00:00+05:30:15'],
  ['AWSTimestamp', -1],
  ['AWSTimestamp', 1_700_000_000],
  ['AWSEmail', 'user.name+tag@example.co.uk'],
  ['AWSPhone', '+1 (415) 555-0100'],
  ['AWSURL', 'https://example.com/a?b=c#d'],
  ['AWSURL', 'mailto:someone@example.com'],
  ['AWSIPAddress', '127.0.0.1'],
  ['AWSIPAddress', '10.0.0.0/8'],
  ['AWSIPAddress', '2001:db8::1/128'],
];

const refused: readonly (readonly [string, unknown])[] = [
  ['AWSDate', '1970-13-01'],
  ['AWSDate', '2023-02-29'],
  ['AWSDate', '1970-1-1'],
  ['AWSDate', '1970-01-01T00:00:00Z'],
  ['AWSTime', '24:00:00'],
  ['AWSTime', '12:60'],
  ['AWSDateTime', '1970-01-01T12:30:00'],
  ['AWSDateTime', '1970-01-01 12:30:00Z'],
  ['AWSDateTime', '2019'],
  ['AWSDateTime', 0],
  ['AWSTimestamp', 1.5],
  ['AWSTimestamp', '1'],
  ['AWSEmail', 'no-at.example.com'],
  ['AWSEmail', 'a@@example.com'],
  ['AWSPhone', 'call me'],
  ['AWSURL', 'example.com/no-scheme'],
  ['AWSURL', 'https://example.com/a//b'],
  ['AWSIPAddress', '127.0.0.256'],
  ['AWSIPAddress', '10.0.0.0/33'],
  ['AWSIPAddress', '10.0.0.0/8/8'],
  ['AWSJSON', '{'],
  ['AWSJSON', { already: 'parsed' }],
];

function scalar(name: string) {
  const found = awsScalars.find((each) => each.name === name);
  if (!found) throw new Error(`No scalar ${name}.`);
  return found;
}

test.each(accepted)('GQ-23 %s takes %j', (name, value) => {
  expect(scalar(name).parseValue(value)).toBe(value);
});

test.each(refused)('GQ-23, GQ-24 %s refuses %j', (name, value) => {
  expect(() => scalar(name).parseValue(value)).toThrow(/^Unable to parse `.*` as a valid /);
});

const values: readonly unknown[] = [
  { a: [1, null] },
  [],
  'bare',
  '',
  0,
  false,
  null,
  '{"looks":"like JSON"}',
  '\u2028😀',
];

test.each(values.map((value) => [value]))('GQ-24 AWSJSON brings %j through unchanged', (value) => {
  const wire = JSON.stringify(value);

  expect(scalar('AWSJSON').serialize(scalar('AWSJSON').parseValue(wire))).toBe(wire);
});

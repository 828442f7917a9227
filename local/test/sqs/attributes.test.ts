import { aQueue } from '../support/sqs';

const ATTRIBUTES = {
  City: { DataType: 'String', StringValue: 'Zürich' },
  Count: { DataType: 'Number', StringValue: '12' },
  Blob: { DataType: 'Binary', BinaryValue: 'AAEC' },
};

// Digests that AWS made: https://github.com/localstack/localstack, tests/aws/services/sqs/test_sqs.snapshot.json.
test.each([
  {
    kind: 'string',
    attributes: { MyAttribute: { DataType: 'String', StringValue: 'foobar' } },
    digest: 'adb59cd4678ea5a855436b949cd07ab6',
  },
  {
    kind: 'binary',
    attributes: {
      attr1: {
        DataType: 'Binary',
        BinaryValue: Buffer.from('traceparent\u001e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01').toString(
          'base64',
        ),
      },
    },
    digest: '8cbe4db156db8a94db8b801b7addb984',
  },
])("The digest of a $kind attribute is AWS's", async ({ attributes, digest }) => {
  const { call } = aQueue();

  const sent = await call('SendMessage', { MessageBody: 'x', MessageAttributes: attributes });

  expect(sent['MD5OfMessageAttributes']).toBe(digest);
});

test.each([
  { names: ['All'], expected: ['Blob', 'City', 'Count'] },
  { names: ['.*'], expected: ['Blob', 'City', 'Count'] },
  { names: ['C.*'], expected: ['City', 'Count'] },
  { names: ['City'], expected: ['City'] },
])('A receiver gets the attributes that it asks for: $names', async ({ names, expected }) => {
  const { call } = aQueue();
  await call('SendMessage', { MessageBody: 'x', MessageAttributes: ATTRIBUTES });

  const { Messages } = await call('ReceiveMessage', { MessageAttributeNames: names });

  const [message] = Messages as readonly { readonly MessageAttributes: object }[];
  expect(Object.keys(message?.MessageAttributes ?? {}).sort()).toEqual(expected);
});

test('A receiver that asks for no attributes gets none', async () => {
  const { call } = aQueue();
  await call('SendMessage', { MessageBody: 'x', MessageAttributes: ATTRIBUTES });

  const { Messages } = await call('ReceiveMessage');

  expect(Messages).toEqual([expect.not.objectContaining({ MessageAttributes: expect.anything() })]);
});

test('A receiver that asks for them gets the system attributes', async () => {
  const { call, clock } = aQueue();
  await call('SendMessage', { MessageBody: 'x' });
  const sent = clock.now();
  await clock.advance(5);

  const received = await call('ReceiveMessage', { AttributeNames: ['All'] });

  expect(received).toMatchObject({
    Messages: [
      {
        Attributes: {
          SenderId: 'AIDAANN',
          SentTimestamp: String(sent),
          ApproximateReceiveCount: '1',
          ApproximateFirstReceiveTimestamp: String(sent + 5),
        },
      },
    ],
  });
});

test.each([
  { attribute: { DataType: 'String', StringValue: '' }, message: /must contain a non-empty value of type 'String'/ },
  { attribute: { DataType: 'Number', StringValue: 'x' }, message: /Can't cast the value/ },
  { attribute: { DataType: 'Date', StringValue: 'x' }, message: /supported type prefixes: Binary, Number, String/ },
  { attribute: 'x', message: /supported type prefixes/ },
])('SQ-06 A bad message attribute is refused: $attribute', async ({ attribute, message }) => {
  const { call } = aQueue();

  await expect(call('SendMessage', { MessageBody: 'x', MessageAttributes: { A: attribute } })).rejects.toThrow(message);
});

test.each([
  { name: 'a'.repeat(257), message: /^Message \(user\) attribute names must be shorter than 256 Bytes$/ },
  { name: 'a b', message: /can only contain upper and lower score characters/ },
  { name: 'Straße', message: /can only contain upper and lower score characters/ },
  { name: 'a..b', message: /can only contain upper and lower score characters/ },
  { name: '', message: /can only contain upper and lower score characters/ },
  { name: '.a', message: /they cannot start or end with '\.'/ },
  { name: 'a.', message: /they cannot start or end with '\.'/ },
  { name: 'AWS.trace', message: /beginning with 'AWS\.' or 'Amazon\.'/ },
  { name: 'amazOn.x', message: /beginning with 'AWS\.' or 'Amazon\.'/ },
])('SQ-06 No attribute is called $name', async ({ name, message }) => {
  const { call } = aQueue();
  const MessageAttributes = { [name]: ATTRIBUTES.City };

  await expect(call('SendMessage', { MessageBody: 'x', MessageAttributes })).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
    message: expect.stringMatching(message),
  });
});

test.each(['a', 'a.b-c_D', '1', 'AWSx', 'a'.repeat(256)])('SQ-06 An attribute may be called %s', async (name) => {
  const { call } = aQueue();

  const sent = await call('SendMessage', { MessageBody: 'x', MessageAttributes: { [name]: ATTRIBUTES.City } });

  expect(sent).toHaveProperty('MD5OfMessageAttributes');
});

test.each([
  { attribute: { DataType: `String.${'a'.repeat(250)}`, StringValue: 'x' }, message: /types must be shorter than 256/ },
  { attribute: { DataType: 'String', StringValue: '\u0000' }, message: /^Invalid characters found\./ },
])('SQ-06 An attribute is like a body, and its type like a name: $message', async ({ attribute, message }) => {
  const { call } = aQueue();

  await expect(call('SendMessage', { MessageBody: 'x', MessageAttributes: { A: attribute } })).rejects.toThrow(message);
});

test('SQ-06 A message has at most ten attributes', async () => {
  const { call } = aQueue();
  const names = Array.from({ length: 11 }, (_, index) => `a${index}`);
  const MessageAttributes = Object.fromEntries(names.map((name) => [name, ATTRIBUTES.City]));

  await expect(call('SendMessage', { MessageBody: 'x', MessageAttributes })).rejects.toThrow(/\[11\].*\[10\]/);
});

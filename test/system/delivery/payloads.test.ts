// Any text arrives unchanged, or the publisher gets an error. Nothing in between.
import { TEXTS } from '../../cases/texts';
import { BareClient } from '../../support/clients/bare-client';
import { endAll } from '../../support/endings';
import { type HttpAnswer, post, publish, request } from '../../support/clients/http-client';
import type { Subscriber } from '../../../local/test/support/messages';
import { openTarget, type Target } from '../../support/target';

/** Bytes that a message may take as delivered JSON. */
const MAX_DELIVERED_BYTES = 240_000;
const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

let planet: Target;
let here: Subscriber;
let there: Subscriber;

beforeAll(async () => {
  planet = await openTarget('local');
  here = await (await BareClient.connect(planet.api())).subscribe('tech');
  there = await (await BareClient.connect(planet.apis.at(-1) ?? planet.api())).subscribe('tech');
});

afterAll(endAll);

describe.each(TEXTS)('%s', (_, text) => {
  it('arrives in `message` in both regions', async () => {
    const { id, message } = await publish(planet.api(), { name: 'tech', message: text });

    const received = await Promise.all([here, there].map(async (subscriber) => theMessage(subscriber, id)));

    expect(message).toBe(text);
    for (const { message: arrived } of received) expect(arrived).toBe(text);
  });

  it.each([
    ['an object', { text, [text.slice(0, 40)]: [text.slice(0, 40)] }],
    ['a bare string', text],
  ])('arrives in `data` as %s in both regions', async (__, value) => {
    const data = JSON.stringify(value);

    const published = await publish(planet.api(), { name: 'tech', message: '', data });
    const received = await Promise.all([here, there].map(async (subscriber) => theMessage(subscriber, published.id)));

    expect(published.data).toBe(data);
    for (const message of received) expect(message.data).toBe(data);
  });
});

it.each([
  ['12345678901234567890', '12345678901234567000'],
  ['9007199254740993', '9007199254740992'],
  ['0.12345678901234567890', '0.12345678901234568'],
  ['1e400', null],
  ['1.0', '1'],
  ['-0', '0'],
  ['{ "b": 1, "a": 2 }', '{"b":1,"a":2}'],
  ['{"b":1,"7":2}', '{"7":2,"b":1}'],
  ['{"a":1,"a":2}', '{"a":2}'],
])('keeps the value of `data` as JavaScript has it: %s arrives as %s', async (data, kept) => {
  const published = await publish(planet.api(), { name: 'tech', message: '', data });
  const received = await Promise.all([here, there].map(async (subscriber) => theMessage(subscriber, published.id)));

  expect([published, ...received].map((message) => message.data)).toEqual([kept, kept, kept]);
});

it('delivers a message of the largest size, and refuses one byte more', async () => {
  const { id } = await publish(planet.api(), { name: 'tech', message: '' });
  const { id: next } = await publish(planet.api(), { name: 'tech', message: '', previous: id });
  const empty = JSON.stringify({ data: { subscribe: await theMessage(there, next) } });
  const room = MAX_DELIVERED_BYTES - Buffer.byteLength(empty);

  const largest = await publish(planet.api(), { name: 'tech', message: 'x'.repeat(room), previous: id });
  const refused = await publishing({ name: 'tech', message: 'x'.repeat(room + 1), previous: id });

  expect((await theMessage(there, largest.id)).message).toHaveLength(room);
  expect(errorOf(refused)).toMatchObject({ errorType: 'MessageTooLarge' });
});

describe('a refused message', () => {
  it.each([
    [
      'too large',
      { name: 'tech', message: 'x'.repeat(240_000) },
      'MessageTooLarge',
      /^The message takes 24\d{4} bytes as delivered JSON, but at most 240000 are allowed; send less text or data\.$/,
    ],
    [
      'too large once escaped',
      { name: 'tech', message: '"'.repeat(120_000) },
      'MessageTooLarge',
      /bytes as delivered JSON/,
    ],
    [
      'too large once doubly escaped',
      { name: 'tech', message: '', data: JSON.stringify('"'.repeat(80_000)) },
      'MessageTooLarge',
      /bytes as delivered JSON/,
    ],
    [
      'in a channel that is not allowed',
      { name: 'news', message: 'hi' },
      'ChannelNotAllowed',
      /^Channel "news" is not allowed; the query "channels" lists those that are\.$/,
    ],
    ['in a channel named like a property', { name: '__proto__', message: 'hi' }, 'ChannelNotAllowed', /not allowed/],
    ['with a bad id', { name: 'tech', message: 'hi', id: 'abc' }, 'InvalidId', /^The id "abc" is not a ULID: /],
    [
      'with a bad previous id',
      { name: 'tech', message: 'hi', previous: 'abc' },
      'InvalidPrevious',
      /^The previous id "abc" is not a ULID: /,
    ],
    [
      'that is its own previous one',
      { name: 'tech', message: 'hi', id: ULID, previous: ULID },
      'InvalidPrevious',
      /^The message "01\w+" cannot be its own previous one: /,
    ],
  ])('%s gets an error with a type and a sentence', async (_, variables, errorType, sentence) => {
    const answer = await publishing(variables);

    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({ publish: null });
    expect(errorOf(answer)).toMatchObject({ path: ['publish'], errorType, message: expect.stringMatching(sentence) });
  });

  it.each([
    [
      'without its text',
      'mutation { publish(name: "tech") { id } }',
      /^Validation error of type MissingFieldArgument: Missing field argument message @ 'publish'$/,
    ],
    [
      'that asks for an unknown field',
      'mutation { publish(name: "tech", message: "hi") { nope } }',
      /^Validation error of type FieldUndefined: Field 'nope' in type 'Message' is undefined @ 'publish\/nope'$/,
    ],
    [
      'with a number for its text',
      'mutation { publish(name: "tech", message: 5) { id } }',
      /^Validation error of type WrongType: /,
    ],
  ])('%s gets AppSync’s validation error', async (_, query, sentence) => {
    const answer = await request(planet.api(), query);

    expect(answer.status).toBe(200);
    expect(answer.body.data).toBeNull();
    expect(errorOf(answer)?.message).toMatch(sentence);
  });

  it.each([
    [
      'null for its text',
      { name: 'tech', message: null },
      "Variable 'message' has coerced Null value for NonNull type 'String!'",
    ],
    ['no text', { name: 'tech' }, "Variable 'message' has coerced Null value for NonNull type 'String!'"],
  ])('with %s in its variables gets AppSync’s coercion error', async (_, variables, sentence) => {
    const query =
      'mutation Publish($name: String!, $message: String!) { publish(name: $name, message: $message) { id } }';

    const answer = await request(planet.api(), query, variables);

    expect(errorOf(answer)?.message).toBe(sentence);
  });

  it('with data that is not JSON gets a validation error', async () => {
    const answer = await publishing({ name: 'tech', message: 'hi', data: '{not json' });

    expect(errorOf(answer)?.message).toContain("'data'");
  });

  it.each(['', '{', '[]x', '"text"', '{"query":5}'])('that is the body %j gets HTTP 400', async (body) => {
    const answer = await post(planet.api(), body, { 'x-api-key': planet.api().apiKey });

    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.errorType).toBe('MalformedHttpRequestException');
  });

  it('reaches no one', async () => {
    const before = there.messages.length;

    await publishing({ name: 'news', message: 'refused' });
    await publishing({ name: 'tech', message: 'refused', id: 'abc' });
    const { id } = await publish(planet.api(), { name: 'tech', message: 'the next one' });
    await theMessage(there, id);

    expect(there.messages.slice(before).map(({ message }) => message)).toEqual(['the next one']);
  });
});

async function theMessage(subscriber: Subscriber, id: string) {
  return subscriber.find((message) => message.id === id);
}

async function publishing(variables: object): Promise<HttpAnswer> {
  const query = `mutation Publish($name: String!, $message: String!, $data: AWSJSON, $id: ID, $previous: ID) {
    publish(name: $name, message: $message, data: $data, id: $id, previous: $previous) { id } }`;
  return request(planet.api(), query, variables);
}

function errorOf({ body }: HttpAnswer) {
  expect(body.errors).toHaveLength(1);
  return body.errors?.[0];
}

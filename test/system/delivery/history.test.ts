// Every region remembers what was published in any region, delivers none of it twice, and tells those who may hear it.
import { Kind, parse } from 'graphql';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ulid } from 'ulid';
import type { JsonObject } from 'local-aws';
import { pause } from '../../support/attempts';
import { bareSubscriber } from '../../support/clients/bare-client';
import { putMessage } from '../../support/clients/backend';
import { endAll } from '../../support/endings';
import { publish, request, signedRequest } from '../../support/clients/http-client';
import { PUBLISH, type ReceivedMessage, type Subscriber } from '../../../local/test/support/messages';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { ROOT } from '../../support/packages/templates';
import { tokenOf } from '../../support/tokens';

const OREGON = 'us-west-2';
const SYDNEY = 'ap-southeast-2';
const ULID = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const BEFORE = '01ARZ3NDEKTSV4RRFFQ69G5FAT';
const HISTORY = `query History($name: String!, $region: String!, $after: ID, $since: AWSDateTime, $last: Int, $limit: Int) {
  history(name: $name, region: $region, after: $after, since: $since, last: $last, limit: $limit) {
    messages { name message data id publishedAt region userId position previous } hasMore next } }`;
const DELIVER = `mutation Deliver($event: BusEvent!, $detail: BusMessage!) {
  publishFromBus(event: $event, detail: $detail) { name message data id publishedAt region userId position previous } }`;
const EVENT = { id: 'e1', source: 'global-pubsub.api', region: OREGON, time: '2026-01-01T00:00:00Z' };
/** Every field of Message. */
const MEMBERS = parse(readFileSync(path.join(ROOT, 'schema.graphql'), 'utf8')).definitions.flatMap((definition) =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === 'Message'
    ? (definition.fields ?? []).map(({ name }) => name.value)
    : [],
);
const ANYTHING = { publish: ['*'], subscribe: ['*'] };

interface Page {
  readonly messages: readonly ReceivedMessage[];
  readonly hasMore: boolean;
  readonly next: string | null;
}

const signer = aSigner();
let planet: TestPlanet;
let oregon: Api;
let sydney: Api;

beforeEach(async () => start(templatesTrusting(signer, 'local')));

afterEach(endAll);

it('has in every region, in order, what was published in any', async () => {
  const there = await bareSubscriber(sydney, 'tech');
  const sent = await published(oregon, ['one', 'two', 'three']);
  for (const { id } of sent) await there.find((message) => message.id === id);

  const [inSydney, inOregon] = await Promise.all([pageOf(sydney), pageOf(oregon)]);

  expect(inSydney).toEqual({ ...inOregon, hasMore: false });
  expect(inSydney.messages).toMatchObject(sent);
  expect(inSydney.messages.map(({ position }) => position)).toEqual(
    inSydney.messages.map(({ position }) => position).sort(),
  );
});

it('has every member of a message as it was delivered', async () => {
  const there = await bareSubscriber(sydney, 'tech');
  const authorization = tokenOf(signer, ANYTHING, { claims: { sub: 'ana' } });
  const message = { name: 'tech', message: 'it’s "ünï"', data: '{"a":[1,{"b":null}]}', id: ULID, previous: BEFORE };
  const { body } = await request(oregon, PUBLISH, message, { authorization });
  const delivered = await there.find(() => true);

  const { messages } = await pageOf(sydney);

  expect(Object.keys(delivered).sort()).toEqual([...MEMBERS].sort());
  expect(Object.values(delivered)).not.toContain(null);
  expect(delivered).toEqual(body.data?.['publish']);
  expect(messages).toEqual([delivered]);
});

it('is read in pages, each after the one before', async () => {
  const here = await bareSubscriber(oregon, 'tech');
  const sent = await published(oregon, ['one', 'two', 'three']);
  for (const { id } of sent) await here.find((message) => message.id === id);

  const first = await pageOf(oregon, { limit: 2 });
  const second = await pageOf(oregon, { limit: 2, after: first.next });

  expect([first, second].map(({ messages }) => messages.map(({ message }) => message))).toEqual([
    ['one', 'two'],
    ['three'],
  ]);
  expect(second.hasMore).toBe(false);
});

it('fills a screen with the newest messages', async () => {
  const here = await bareSubscriber(oregon, 'tech');
  const sent = await published(oregon, ['one', 'two', 'three']);
  for (const { id } of sent) await here.find((message) => message.id === id);

  const { messages } = await pageOf(oregon, { last: 2 });

  expect(messages.map(({ message }) => message)).toEqual(['two', 'three']);
});

it('tells what came since a time, and nothing of the future', async () => {
  const here = await bareSubscriber(oregon, 'tech');
  const { id } = await publish(oregon, { name: 'tech', message: 'one' });
  await here.find((message) => message.id === id);
  const hour = 3_600_000;
  const [before, after] = [-hour, hour].map((offset) => new Date(Date.now() + offset).toISOString());

  const pages = await Promise.all([before, after].map(async (since) => pageOf(oregon, { since })));

  expect(pages.map(({ messages }) => messages.length)).toEqual([1, 0]);
});

it('keeps channels apart', async () => {
  const here = await bareSubscriber(oregon, 'cars');
  const { id } = await publish(oregon, { name: 'cars', message: 'one' });
  await here.find((message) => message.id === id);
  const [{ position } = { position: '' }] = (await pageOf(oregon, { name: 'cars' })).messages;

  const page = await pageOf(oregon, { after: '0'.repeat(26) });

  expect(position).not.toBe('');
  expect(page).toEqual({ messages: [], hasMore: false, next: null });
});

it('has what arrived late, after the last position that a client knows of its region', async () => {
  const there = await bareSubscriber(sydney, 'tech');
  const known = await publish(oregon, { name: 'tech', message: 'before' });
  await there.find(({ id }) => id === known.id);
  const [{ position } = { position: '' }] = (await pageOf(sydney)).messages;
  planet.network.cut(OREGON, SYDNEY);
  await publish(oregon, { name: 'tech', message: 'late' });
  const newer = await publish(sydney, { name: 'tech', message: 'newer' });
  await there.find(({ id }) => id === newer.id);

  planet.network.heal(OREGON, SYDNEY);
  await there.find(({ message }) => message === 'late');

  const { messages } = await pageOf(sydney, { after: position });
  expect(messages.map(({ message }) => message)).toEqual(['late']);
});

it('has what landed an hour late among what was new then, with its own position', async () => {
  const here = await bareSubscriber(oregon, 'tech');
  const { id } = await publish(oregon, { name: 'tech', message: 'newer' });
  await here.find((message) => message.id === id);
  const { next } = await pageOf(oregon);
  const position = ulid(Date.now() - 3_600_000);

  await delivered({ name: 'tech', message: 'late', id: ULID, position });
  const pushed = await here.find((message) => message.id === ULID);

  const page = await pageOf(oregon, { after: next });
  expect(page.messages).toEqual([pushed]);
  expect(pushed.position).toBe(position);
  expect(await pageOf(oregon, { after: page.next })).toMatchObject({ messages: [] });
});

it.each([
  ['of the future', `7${'Z'.repeat(25)}`],
  ['of the past', '0'.repeat(26)],
])('makes nobody skip anything, whatever id a publisher chose: one %s', async (_, id) => {
  const here = await bareSubscriber(oregon, 'tech');
  await publish(oregon, { name: 'tech', message: 'odd', id });
  await here.find((message) => message.id === id);
  const [{ position } = { position: '' }] = (await pageOf(oregon)).messages;
  const { id: next } = await publish(oregon, { name: 'tech', message: 'next' });
  await here.find((message) => message.id === next);

  const { messages } = await pageOf(oregon, { after: position });

  expect(messages.map(({ message }) => message)).toEqual(['next']);
});

it('neither delivers nor remembers an event that the bus delivers again', async () => {
  const here = await bareSubscriber(oregon, 'tech');
  const detail = { name: 'tech', message: 'once', id: ULID, userId: 'ana' };

  const answers = [await delivered(detail), await delivered(detail)];
  const last = await publish(oregon, { name: 'tech', message: 'the next one' });
  await here.find(({ id }) => id === last.id);

  expect(answers).toMatchObject([{ data: { publishFromBus: { id: ULID } } }, { data: { publishFromBus: null } }]);
  expect(answers.flatMap(({ errors = [] }) => errors)).toEqual([]);
  expect(here.messages.map(({ message }) => message)).toEqual(['once', 'the next one']);
  expect((await pageOf(oregon)).messages.map(({ message }) => message)).toEqual(['once', 'the next one']);
});

it.each([
  ['through another region', SYDNEY],
  ['through the same region', OREGON],
])('takes the same id again from the same publisher, %s, for the same message', async (_, again) => {
  const everybody = await Promise.all([oregon, sydney].map(async (api) => bareSubscriber(api, 'tech')));
  const authorization = tokenOf(signer, ANYTHING, { claims: { sub: 'ana' } });

  for (const api of [oregon, planet.api(again)]) {
    await request(api, PUBLISH, { name: 'tech', message: 'once', id: ULID, previous: BEFORE }, { authorization });
    for (const subscriber of everybody) await subscriber.find(({ id }) => id === ULID);
  }
  const last = await Promise.all([oregon, sydney].map(async (api) => publish(api, { name: 'tech', message: 'last' })));
  for (const { id } of last) for (const subscriber of everybody) await subscriber.find((found) => found.id === id);

  for (const { messages } of everybody) expect(messages.filter(({ id }) => id === ULID)).toHaveLength(1);
});

it.each([
  ['another user', 'token', {}],
  ['another user, who names a previous one', 'token', { previous: BEFORE }],
  ['a holder of an API key', 'key', {}],
  ['a backend', 'bus', {}],
])('lets %s, who heard a message, not make it vanish where it has not arrived yet', async (_, kind, more) => {
  const everybody = await Promise.all([oregon, sydney].map(async (api) => bareSubscriber(api, 'tech')));
  const [here, there] = everybody as [Subscriber, Subscriber];
  const [ana = '', eve = ''] = ['ana', 'eve'].map((sub) => tokenOf(signer, ANYTHING, { claims: { sub } }));
  planet.network.cut(OREGON, SYDNEY);
  await request(oregon, PUBLISH, { name: 'tech', message: 'real' }, { authorization: ana });
  const { id } = await here.find(({ message }) => message === 'real');

  const forged = { name: 'tech', message: 'forged', id, ...more };
  if (kind === 'bus') await putMessage(planet, sydney, forged);
  else await request(sydney, PUBLISH, forged, kind === 'token' ? { authorization: eve } : undefined);
  await there.find(({ message }) => message === 'forged');
  planet.network.heal(OREGON, SYDNEY);

  for (const subscriber of everybody) {
    await subscriber.find(({ message }) => message === 'forged');
    expect(await subscriber.find(({ message }) => message === 'real')).toMatchObject({ id, userId: 'ana' });
  }
});

it.each([
  ['that never was', async () => Promise.resolve(BEFORE)],
  ['of another channel', async () => (await publish(oregon, { name: 'cars', message: 'other' })).id],
])('delivers a message with a previous one %s as it is', async (_, idOf) => {
  const there = await bareSubscriber(sydney, 'tech');
  const previous = await idOf();

  const { id } = await publish(oregon, { name: 'tech', message: 'hi', previous });

  expect(await there.find((message) => message.id === id)).toMatchObject({ previous });
});

it('remembers what a backend puts on the bus', async () => {
  const there = await bareSubscriber(sydney, 'tech');

  await putMessage(planet, oregon, { name: 'tech', message: 'from a backend' });
  await there.find(({ message }) => message === 'from a backend');

  expect((await pageOf(sydney)).messages).toMatchObject([{ message: 'from a backend', region: OREGON, userId: null }]);
});

it('pushes nothing that it could not remember', async () => {
  await endAll();
  await start(changed(templatesTrusting(signer, 'local'), 'dynamodb:PutItem', 'dynamodb:DeleteItem'));
  const { errors } = await delivered({ name: 'tech', message: 'lost', id: ULID });

  expect(errors).toMatchObject([{ errorType: 'HistoryUnavailable' }]);
});

it('is not kept where the stage says so, and everything else works', async () => {
  const other = await startTestPlanet('three');
  const subscriber = await bareSubscriber(other.api(), 'tech');
  const { id } = await publish(other.api(), { name: 'tech', message: 'hello' });
  await subscriber.find((message) => message.id === id);

  const { body } = await request(other.api(), HISTORY, { name: 'tech', region: other.api().region });

  expect(body).toMatchObject({ data: { history: null }, errors: [{ errorType: 'HistoryOff' }] });
});

async function start(templates: ReadonlyMap<string, JsonObject>): Promise<void> {
  planet = await startTestPlanet('local', { templates });
  oregon = planet.api(OREGON);
  sydney = planet.api(SYDNEY);
}

/** Messages that were published one after the other, each in a millisecond of its own: within one, positions have no order. */
async function published(api: Api, texts: readonly string[]): Promise<readonly ReceivedMessage[]> {
  const sent: ReceivedMessage[] = [];
  for (const message of texts) {
    const latest = await publish(api, { name: 'tech', message });
    sent.push(latest);
    while (Date.now() <= Date.parse(latest.publishedAt)) await pause(1);
  }
  return sent;
}

/** A page of what entered in Oregon, as a region remembers it. */
async function pageOf(api: Api, variables: object = {}): Promise<Page> {
  const { body } = await request(api, HISTORY, { name: 'tech', region: OREGON, ...variables });
  if (body.errors) throw new Error(`history failed: ${JSON.stringify(body.errors)}`);
  return body.data?.['history'] as Page;
}

/** Calls the mutation of the bus, as an administrator may. */
async function delivered(detail: object) {
  const { body } = await signedRequest(oregon, planet.aws, DELIVER, { event: EVENT, detail });
  return body;
}

function changed(templates: ReadonlyMap<string, JsonObject>, from: string, to: string): Map<string, JsonObject> {
  return new Map(
    [...templates].map(([region, template]) => [
      region,
      JSON.parse(JSON.stringify(template).replaceAll(from, to)) as JsonObject,
    ]),
  );
}

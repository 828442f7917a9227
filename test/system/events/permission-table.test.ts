// The table of docs/PERMISSIONS.md about the Events door, cell by cell.
import {
  bodyOf,
  eventDoor,
  type EventDoor,
  eventSubscriber,
  type Published,
  publishEvents,
} from '../../support/clients/event-client';
import { aSigner, templatesTrusting } from '../../support/clients/signer';
import { CHANNEL, type Credential, credentialsOf, GUESTS, usersWithPolicies } from '../../support/credentials';
import { endAll } from '../../support/endings';
import { type Cell, CHANNELS, permissionTable, type Verdict } from '../../support/permission-table';
import { startTestPlanet, type TestPlanet } from '../../support/planet';
import type { JsonObject } from 'local-aws';

const PATH = '/event';
const DENIED = 'Permission denied';
const table = permissionTable('At the Events door').filter(
  ({ operation, channel }) => operation !== 'connect' || channel === CHANNELS[0],
);

let door: EventDoor;
let credentials: ReadonlyMap<string, Credential>;

beforeAll(async () => {
  const users = usersWithPolicies();
  const signer = aSigner();
  const planet = await startTestPlanet('local', { users, templates: templatesTrusting(signer, 'local', GUESTS) });
  door = eventDoor(planet, planet.api().region);
  credentials = credentialsOf({ planet: atEvents(planet), users, signer });
});

afterAll(endAll);

it('has a row for every credential', () => {
  expect([...new Set(table.map(({ credential }) => credential))]).toEqual([...credentials.keys()]);
});

it.each(table)('$credential: $operation, $channel channel: $verdict', async ({ verdict, ...cell }) => {
  expect(await verdictOn(cell)).toBe(verdict);
});

/** The planet, with its Event APIs in the place of its GraphQL APIs. */
function atEvents(planet: TestPlanet): TestPlanet {
  const apis = planet.apis.map((api) => {
    const { eventUrl, apiKey } = eventDoor(planet, api.region);
    return { ...api, graphqlUrl: eventUrl, apiKey };
  });
  const api = (region = door.region) => apis.find((each) => each.region === region) ?? planet.api(region);
  return { ...planet, apis, api };
}

async function verdictOn({ credential, operation, channel: place }: Omit<Cell, 'verdict'>): Promise<Verdict> {
  const shows = async (path: string, body: string) =>
    (await credentials.get(credential)?.headers({ path, body })) ?? {};
  const channel = Object.entries(CHANNEL).find(([key]) => key === place)?.[1] ?? '';
  if (operation === 'publish') {
    const events = [{ message: 'hi' }];
    const shown = await shows(PATH, bodyOf(channel, events));
    return verdictOfPublish(await publishEvents(door, channel, events, shown));
  }
  const isConnect = operation === 'connect';
  const body = JSON.stringify(isConnect ? {} : { channel: `/${channel}` });
  const shown = await shows(PATH, body);
  const key = { 'x-api-key': door.apiKey };
  const subscriber = await eventSubscriber(door, channel, isConnect ? key : shown, isConnect ? shown : key);
  subscriber.close();
  return verdictOfFrame(subscriber.answer);
}

function verdictOfPublish({ status, body }: Published): Verdict {
  const failed = (body['failed'] ?? []) as readonly { readonly message: string }[];
  if (status === 200) return failed[0] ? refused('ChannelNotAllowed', failed[0].message) : 'yes';
  return verdictOfErrors(body);
}

function verdictOfFrame(frame: JsonObject): Verdict {
  return frame['type'] === 'subscribe_success' ? 'yes' : verdictOfErrors(frame);
}

function verdictOfErrors({ errors }: JsonObject): Verdict {
  const [{ errorType, message } = { errorType: '', message: '' }] = errors as {
    readonly errorType: string;
    readonly message: string;
  }[];
  return refused(errorType, message);
}

function refused(errorType: string, message: string): Verdict {
  if (errorType === 'UnauthorizedException') return message === DENIED ? 'denied' : 'unauthorized';
  if (errorType === 'BadRequestException' && message.includes('namespace')) return 'namespace';
  if (errorType === 'ChannelNotAllowed' && message.includes('is not allowed')) return 'channel';
  throw new Error(`${errorType}: ${message}`);
}

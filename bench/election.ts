// Viewers of the second screen vote in every region; then each region says what it has counted.
import '../tools/engine/production-mode';
import { setTimeout as pause } from 'node:timers/promises';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { UserError } from 'local-aws/terms';
import { Pool } from 'undici';
import { type Ballot, KINDS } from '../examples/second-screen/contract';
import films from '../examples/second-screen/films.json';
import { createClicks } from '../examples/second-screen/screen/src/clicks';
import { PRICE_LIST } from '../tools/cost/bill';
import { cellsOf, money, notesOf } from '../tools/cost/printed';
import { tableOf } from '../tools/table';
import { note, terminal } from '../tools/terminal';
import { endAll } from '../test/support/endings';
import { packageStages } from '../test/support/packages/packages';
import { deploySecondScreen } from '../test/support/packages/second-screen';
import { settingsOf } from '../test/support/packages/templates';
import { startTestPlanet, type TestPlanet } from '../test/support/planet';
import { billOfMonth, billOfVotes, type Costing, type RegionTurnout } from './votes-bill';
import { startWriteCounter } from './writes';

/** Who votes, and for how long. */
export interface Election {
  readonly clients: number;
  readonly seconds: number;
}

/** What the viewers sent. */
interface Sent {
  votes: number;
  messages: number;
}

/** What a region has counted. */
interface Count {
  readonly region: string;
  readonly votes: number;
  /** Each is written down once. */
  readonly messages: number;
}

/** What it came to, and what that took. */
type Result = Count & RegionTurnout & Pick<Runs, 'failures'>;

/** Of the function. */
interface Runs {
  readonly calls: number;
  /** Calls that ended with an error: the queue delivers their messages again. */
  readonly failures: number;
  /** Of all calls together. */
  readonly seconds: number;
}

const STAGE = 'local';
const COUNTER = `second-screen-${STAGE}-count`;
/** As `npm start` has it, in milliseconds. */
const MINUTE = 2_000;
const SECOND = 1_000;
/** In seconds. */
const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Clicks of a viewer who cannot stop, at most, and milliseconds between two of them. */
const MOST_CLICKS = 12;
const CLICKING = 150;
/**
 * Milliseconds without another vote after which what is missing is lost: what a call failed for comes again when the queue's visibility timeout is
 * over (examples/second-screen/resources/count.yml), which is 180 seconds. And between two looks.
 */
const PATIENCE = 210_000;
const LOOK = 500;

const NOT_COUNTED = `A vote goes through the front door. Counted as it was here: messages, calls, their duration and writes; assumed: a call of
follow takes 100 ms. Not counted: the free tier and volume discounts, web ACLs, films, the leaderboard and those who watch, which are messages
as any (npm run cost), what show reads of the table, logs, and what else npm run cost names. List prices of ${PRICE_LIST.date}, unless a date is said:`;

const VOTE = `mutation Vote($data: AWSJSON!) { publish(name: "screen/votes", message: "votes", data: $data) { id } }`;

/** @returns has every region counted every vote, and none twice? */
export async function holdElection({ clients, seconds }: Election): Promise<boolean> {
  await packageStages([STAGE]);
  const planet = await startTestPlanet(STAGE, { minute: MINUTE });
  try {
    const counter = await startWriteCounter(planet.aws.endpointUrl);
    const tables = await deploySecondScreen(planet, STAGE, { AWS_ENDPOINT_URL_DYNAMODB: counter.url });
    const begun = new Date();
    note(`${clients} viewers vote for ${seconds} s …`);
    const sent = await vote(planet, clients, seconds);
    const counts = await counted(planet, tables, sent.votes);
    // The last calls have counted, and are about to end.
    await pause(LOOK);
    const results = counts.map(async (count) => ({
      ...{ ...count, writes: counter.writes(count.region) },
      ...(await runsOf(planet, count.region, begun)),
    }));
    report(sent, await Promise.all(results));
    return counts.every(({ votes }) => votes === sent.votes);
  } finally {
    await endAll();
  }
}

/** Every viewer clicks on one of the buttons of a film for a while, at some time. @returns what was acknowledged */
async function vote(planet: TestPlanet, clients: number, seconds: number): Promise<Sent> {
  const pools = planet.apis.map(({ graphqlUrl }) => new Pool(new URL(graphqlUrl).origin, { connections: 8 }));
  const sent: Sent = { votes: 0, messages: 0 };
  const viewer = async (number: number) => {
    const pool = pools[number % pools.length];
    if (!pool) throw new Error('The stage has no API.');
    const sending: Promise<void>[] = [];
    const waiting: Promise<void>[] = [];
    const click = createClicks(
      (ballot) => sending.push(publish(pool, ballot, sent)),
      (wait, call) => waiting.push(pause(wait).then(call)),
    );
    await pause(Math.random() * seconds * SECOND);
    const film = films[Math.floor(Math.random() * films.length)]?.id ?? '';
    const kind = KINDS[Math.floor(Math.random() * KINDS.length)] ?? 'love';
    for (let clicks = 1 + Math.floor(Math.random() * MOST_CLICKS); clicks > 0; clicks -= 1) {
      click(film, kind);
      await pause(CLICKING);
    }
    // Each of them may begin another one.
    while (waiting.length > 0) await waiting.shift();
    await Promise.all(sending);
  };
  await Promise.all(Array.from({ length: clients }, async (_, number) => viewer(number)));
  await Promise.all(pools.map(async (pool) => pool.close()));
  return sent;
}

async function publish(pool: Pool, ballot: Ballot, sent: Sent): Promise<void> {
  const answer = await pool.request({
    ...{ path: '/graphql', method: 'POST' },
    headers: { 'content-type': 'application/json', authorization: 'guest' },
    body: JSON.stringify({ query: VOTE, variables: { data: JSON.stringify(ballot) } }),
  });
  const text = await answer.body.text();
  if (text.includes('"errors"')) throw new UserError('VOTE_REFUSED', `A vote was refused: ${text}`);
  sent.messages += 1;
  sent.votes += Object.values(ballot.votes)
    .flatMap((counts) => Object.values(counts))
    .reduce((sum, count) => sum + count, 0);
}

/** Waits until all regions have counted as many, or have counted none for a while. */
async function counted(
  planet: TestPlanet,
  tables: ReadonlyMap<string, string>,
  votes: number,
): Promise<readonly Count[]> {
  let [before, since] = ['', performance.now()];
  for (;;) {
    const counts = await Promise.all([...tables].map(async ([region, name]) => countOf(planet, region, name)));
    if (counts.every((count) => count.votes >= votes)) return counts;
    const now = JSON.stringify(counts);
    if (now !== before) [before, since] = [now, performance.now()];
    else if (performance.now() - since > PATIENCE) return counts;
    await pause(LOOK);
  }
}

/** @param name of the table */
async function countOf(planet: TestPlanet, region: string, name: string): Promise<Count> {
  const client = new DynamoDBClient(accessTo(planet, region));
  let [votes, messages] = [0, 0];
  for await (const { Items: items = [] } of paginateScan({ client }, { TableName: name })) {
    for (const item of items) {
      if (item['pk']?.S === 'counted') messages += 1;
      if (item['pk']?.S === 'films') for (const { N } of Object.values(item)) votes += Number(N ?? 0);
    }
  }
  client.destroy();
  return { region, votes, messages };
}

async function runsOf(planet: TestPlanet, region: string, begun: Date): Promise<Runs> {
  const client = new CloudWatchClient(accessTo(planet, region));
  const sumOf = async (MetricName: 'Duration' | 'Errors' | 'Invocations') => {
    const { Datapoints: points = [] } = await client.send(
      new GetMetricStatisticsCommand({
        ...{ Namespace: 'AWS/Lambda', MetricName, Statistics: ['Sum'], Period: HOUR },
        Dimensions: [{ Name: 'FunctionName', Value: COUNTER }],
        // The engine's minutes are short: its metrics are ahead of the clock.
        StartTime: new Date(begun.getTime() - HOUR * SECOND),
        EndTime: new Date(Date.now() + DAY * SECOND),
      }),
    );
    return points.reduce((sum, { Sum: one = 0 }) => sum + one, 0);
  };
  const [calls, failures] = await Promise.all([sumOf('Invocations'), sumOf('Errors')]);
  const milliseconds = await sumOf('Duration');
  client.destroy();
  return { calls, failures, seconds: milliseconds / SECOND };
}

function accessTo(planet: TestPlanet, region: string) {
  const { endpointUrl: endpoint, ...credentials } = planet.aws;
  return { endpoint, region, credentials };
}

function report({ votes, messages }: Sent, results: readonly Result[]): void {
  const each = (count: number) => (count / votes).toFixed(3);
  terminal.info(
    tableOf(
      ['', 'votes', 'messages', 'calls of count', 'failed', 'ms each', 'writes', 'calls per vote', 'writes per vote'],
      [
        ['sent', String(votes), String(messages), '', '', '', '', '', ''],
        ...results.map(({ region, calls, failures, seconds, writes, ...count }) => [
          ...[region, String(count.votes), String(count.messages), String(calls), String(failures)],
          ...[((seconds * SECOND) / calls).toFixed(0), String(writes), each(calls), each(writes)],
        ]),
      ],
    ),
  );
  const { events: hasEvents } = settingsOf(STAGE);
  const ofVotes = billOfVotes({ votes, messages, hasEvents, regions: results });
  const ofMonth = billOfMonth(results.length);
  terminal.info(`\n${billTable('a million votes', ofVotes)}`);
  terminal.info(`\n${billTable('a month without votes', ofMonth)}\n\n${NOT_COUNTED}\n`);
  for (const line of notesOf([...ofVotes, ...ofMonth])) terminal.info(line);
}

function billTable(what: string, bill: readonly Costing[]): string {
  const sum = bill.reduce((total, { cost }) => total + cost, 0);
  return tableOf(
    [what, 'quantity', `${PRICE_LIST.currency} each`, PRICE_LIST.currency],
    [...bill.map((item) => [...cellsOf(item), money(item.cost)]), ['all', '', '', money(sum)]],
  );
}

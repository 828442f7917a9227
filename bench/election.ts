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
import { billOf, PRICE_LIST } from '../tools/cost/bill';
import { tableOf } from '../tools/table';
import { note, terminal } from '../tools/terminal';
import { endAll } from '../test/support/endings';
import { packageStages } from '../test/support/packages/packages';
import { deploySecondScreen } from '../test/support/packages/second-screen';
import { startTestPlanet, type TestPlanet } from '../test/support/planet';

/** Who votes, and for how long. */
export interface Election {
  readonly clients: number;
  readonly seconds: number;
}

/** What a region came to. */
interface Count {
  readonly region: string;
  readonly votes: number;
  /** Messages that were counted: each is written down once. */
  readonly messages: number;
  readonly calls: number;
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
/** Milliseconds without another vote after which what is missing is lost; and between two looks. */
const PATIENCE = 15_000;
const LOOK = 500;
const MILLION = 1_000_000;
/** A write in a transaction counts twice: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling */
const UNITS = 2;

const VOTE = `mutation Vote($data: AWSJSON!) { publish(name: "screen/votes", message: "votes", data: $data) { id } }`;

/** @returns has every region counted every vote, and none twice? */
export async function holdElection({ clients, seconds }: Election): Promise<boolean> {
  await packageStages([STAGE]);
  const planet = await startTestPlanet(STAGE, { minute: MINUTE });
  try {
    const tables = await deploySecondScreen(planet, STAGE);
    const begun = new Date();
    note(`${clients} viewers vote for ${seconds} s …`);
    const sent = await vote(planet, clients, seconds);
    const counts = await counted(planet, tables, { votes: sent.votes, begun });
    report(sent, counts);
    return counts.every(({ votes }) => votes === sent.votes);
  } finally {
    await endAll();
  }
}

/** Every viewer clicks on one of the buttons of a film for a while, at some time. @returns what was acknowledged */
async function vote(planet: TestPlanet, clients: number, seconds: number) {
  const pools = planet.apis.map(({ graphqlUrl }) => new Pool(new URL(graphqlUrl).origin, { connections: 8 }));
  const sent = { votes: 0, messages: 0 };
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

async function publish(pool: Pool, ballot: Ballot, sent: { votes: number; messages: number }): Promise<void> {
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
  { votes, begun }: { readonly votes: number; readonly begun: Date },
): Promise<readonly Count[]> {
  let [before, since] = ['', performance.now()];
  for (;;) {
    const counts = await Promise.all(
      [...tables].map(async ([region, name]) => countOf(planet, { region, name, begun })),
    );
    if (counts.every((count) => count.votes >= votes)) return counts;
    const now = JSON.stringify(counts);
    if (now !== before) [before, since] = [now, performance.now()];
    else if (performance.now() - since > PATIENCE) return counts;
    await pause(LOOK);
  }
}

interface Place {
  readonly region: string;
  /** Of the table. */
  readonly name: string;
  readonly begun: Date;
}

async function countOf(planet: TestPlanet, { region, name, begun }: Place): Promise<Count> {
  const { endpointUrl: endpoint, ...credentials } = planet.aws;
  const access = { endpoint, region, credentials };
  const table = new DynamoDBClient(access);
  let [votes, messages] = [0, 0];
  for await (const { Items: items = [] } of paginateScan({ client: table }, { TableName: name })) {
    for (const item of items) {
      if (item['pk']?.S === 'counted') messages += 1;
      if (item['pk']?.S === 'films') for (const { N } of Object.values(item)) votes += Number(N ?? 0);
    }
  }
  const metrics = new CloudWatchClient(access);
  const { Datapoints: points = [] } = await metrics.send(
    new GetMetricStatisticsCommand({
      ...{ Namespace: 'AWS/Lambda', MetricName: 'Invocations', Statistics: ['Sum'], Period: HOUR },
      Dimensions: [{ Name: 'FunctionName', Value: COUNTER }],
      // The engine's minutes are short: its metrics are ahead of the clock.
      StartTime: new Date(begun.getTime() - HOUR * SECOND),
      EndTime: new Date(Date.now() + DAY * SECOND),
    }),
  );
  for (const client of [table, metrics]) client.destroy();
  return { region, votes, messages, calls: points.reduce((sum, { Sum: sum_ = 0 }) => sum + sum_, 0) };
}

function report(sent: { readonly votes: number; readonly messages: number }, counts: readonly Count[]): void {
  const each = (count: number) => (count / sent.votes).toFixed(3);
  terminal.info(
    tableOf(
      ['', 'votes', 'messages', 'calls of count', 'calls per vote', 'messages written down per vote'],
      [
        ['sent', String(sent.votes), String(sent.messages), '', '', ''],
        ...counts.map(({ region, votes, messages, calls }) => [
          ...[region, String(votes), String(messages), String(calls), each(calls), each(messages)],
        ]),
      ],
    ),
  );
  const { total } = billOf({
    ...{ regions: counts.length, subscribers: 0, byBackends: 0, atEvents: undefined, bytes: 512, messagesPerSecond: 1 },
  });
  const planetBill = total.perMillion * (sent.messages / sent.votes);
  const writes = counts.reduce((sum, { messages, calls }) => sum + messages + calls, 0);
  const { price, per } = PRICE_LIST.prices.writeUnit;
  const tableBill = ((writes * UNITS) / sent.votes) * (MILLION / per) * price;
  terminal.info(`
A million votes cost USD ${planetBill.toFixed(2)} for the planet's messages and, where each call of the function adds to one film,
${tableBill.toFixed(2)} for writes to the application's tables; each film more in a call is a write more. Lambda's and SQS's prices,
for the calls above and for each message in each region, come on top.`);
}

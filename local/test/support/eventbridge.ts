// Builders of what EventBridge needs around it.
import type { GraphQlResponse, MutationCall } from '../../src/appsync/appsync';
import type { CloudWatch, MetricDatum } from '../../src/cloudwatch/cloudwatch';
import type {
  BusEvent,
  EventBridge,
  MutationTarget,
  PutEventsResult,
  RuleDefinition,
} from '../../src/eventbridge/eventbridge';
import { createEventBridge } from '../../src/eventbridge/service';
import { MINUTE, pacedClock } from '../../src/foundation/clock';
import type { Principal } from '../../src/iam/iam';
import type { InvocationRequest, Lambda } from '../../src/lambda/lambda';
import type { JsonObject } from '../../src/foundation/json';
import { PlanetNetwork } from '../../src/foundation/network';
import { createSqs } from '../../src/sqs/service';
import { fakeClock, type FakeClock } from './clock';
import { type Letter, lettersOf } from './letters';
import { callOperation } from './operations';
import { ACCOUNT_ID, aRegion, fakeLog, type FakeLog, serviceWith } from './region';
import { aUser, fakeIam, type FakeIam } from './sqs';

/** The bus of every region of the tests. */
export const BUS_NAME = 'chat';
/** The API of every region of the tests. */
export const API_ARN = `arn:aws:appsync:us-west-2:${ACCOUNT_ID}:endpoints/graphql-api/abc`;
/** A role that every target of the tests may use. */
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT_ID}:role/deliver`;
/** The mutation of every AppSync target of the tests. */
export const MUTATION = 'mutation Deliver($detail: BusMessage!) { deliver(detail: $detail) { name } }';

/** An event as a bus delivers it. */
export function anEvent(overrides: Partial<BusEvent> = {}): BusEvent {
  return {
    version: '0',
    id: '11111111-2222-4333-8444-555555555555',
    'detail-type': 'message.published',
    source: 'chat',
    account: ACCOUNT_ID,
    time: '2026-01-01T00:00:00Z',
    region: 'us-west-2',
    resources: [],
    detail: {},
    ...overrides,
  };
}

/** An entry of `PutEvents`. */
export function anEntry(overrides: JsonObject = {}): JsonObject {
  return {
    Source: 'chat',
    DetailType: 'message.published',
    Detail: '{"name":"cars"}',
    EventBusName: BUS_NAME,
    ...overrides,
  };
}

/** A rule that sends every message to the API. */
export function aRule(overrides: Partial<RuleDefinition> = {}): RuleDefinition {
  return {
    name: 'deliver',
    eventBusName: BUS_NAME,
    eventPattern: { 'detail-type': ['message.published'] },
    state: 'ENABLED',
    targets: [anAppSyncTarget()],
    ...overrides,
  };
}

/** A target that is a GraphQL API. */
export function anAppSyncTarget(overrides: JsonObject = {}): JsonObject {
  return {
    Id: 'api',
    Arn: API_ARN,
    RoleArn: ROLE_ARN,
    AppSyncParameters: { GraphQLOperation: MUTATION },
    ...overrides,
  };
}

/** A target that is the bus of another region. */
export function aBusTarget(region: string, overrides: JsonObject = {}): JsonObject {
  return {
    Id: region,
    Arn: `arn:aws:events:${region}:${ACCOUNT_ID}:event-bus/${BUS_NAME}`,
    RoleArn: ROLE_ARN,
    ...overrides,
  };
}

/** The function of every region of the tests. */
export const FUNCTION_ARN = `arn:aws:lambda:us-west-2:${ACCOUNT_ID}:function:count`;

/** A target that is a function. */
export function aFunctionTarget(overrides: JsonObject = {}): JsonObject {
  return { Id: 'function', Arn: FUNCTION_ARN, ...overrides };
}

/** A target that is a queue. */
export function aQueueTarget(queueArn: string, overrides: JsonObject = {}): JsonObject {
  return { Id: 'queue', Arn: queueArn, ...overrides };
}

/** A GraphQL API that remembers its calls, and answers what a test says. */
export interface FakeAppSync {
  readonly calls: readonly MutationCall[];
  readonly appSync: MutationTarget;
  /** Answers from now on with what `respond` returns or throws. */
  respond(respond: (call: MutationCall) => GraphQlResponse): void;
}

/** Builds a GraphQL API. */
export function fakeAppSync(): FakeAppSync {
  const calls: MutationCall[] = [];
  let answer: (call: MutationCall) => GraphQlResponse = () => ({ data: {} });
  return {
    calls,
    respond: (respond) => {
      answer = respond;
    },
    appSync: {
      invokeMutation: (call) => {
        calls.push(call);
        return Promise.resolve().then(() => answer(call));
      },
    },
  };
}

/** Functions that remember their events, and take them as a test says. */
export interface FakeFunctions {
  readonly calls: readonly InvocationRequest[];
  readonly lambda: Pick<Lambda, 'invokeAsync'>;
  /** Takes events from now on as `take` does, which may throw. */
  respond(take: () => void): void;
}

/** Builds functions. */
export function fakeFunctions(): FakeFunctions {
  const calls: InvocationRequest[] = [];
  let taken: () => void = () => undefined;
  return {
    calls,
    respond: (take) => {
      taken = take;
    },
    lambda: {
      invokeAsync: (request) => {
        calls.push(request);
        taken();
      },
    },
  };
}

/** A region with a bus, a queue and an API. */
export interface EventBridgeBench {
  readonly eventBridge: EventBridge;
  readonly api: FakeAppSync;
  readonly functions: FakeFunctions;
  readonly iam: FakeIam;
  readonly log: FakeLog;
  readonly clock: FakeClock;
  /** What EventBridge told CloudWatch. */
  readonly metrics: readonly MetricDatum[];
  readonly queueArn: string;
  readonly put: (overrides?: JsonObject, caller?: Principal) => Promise<PutEventsResult>;
  /** Puts an event and waits until it was tried once. */
  readonly deliver: (overrides?: JsonObject) => Promise<void>;
  readonly letters: () => Promise<readonly Letter[]>;
  readonly call: (operation: string, input?: JsonObject) => Promise<JsonObject>;
}

/** Builds a region. Jitter is off. */
export function anEventBridge(
  options: {
    readonly region?: string;
    readonly network?: PlanetNetwork;
    readonly clock?: FakeClock;
    readonly isBusThere?: (region: string, bus: string) => boolean;
    /** Milliseconds that a minute of schedules takes. */
    readonly minute?: number;
  } = {},
): EventBridgeBench {
  const { region: name = 'us-west-2', network = new PlanetNetwork(), clock = fakeClock(), isBusThere } = options;
  const [iam, log, api, functions] = [fakeIam(), fakeLog(), fakeAppSync(), fakeFunctions()];
  const queues = createSqs(aRegion({ name, clock }), { iam });
  const { arn: queueArn, queueUrl } = queues.createQueue('letters', {});
  const metrics: MetricDatum[] = [];
  const cloudWatch = fakeCloudWatch(metrics);
  const eventBridge = createEventBridge(aRegion({ name, clock, log }), {
    ...{ iam, cloudWatch, sqs: queues, lambda: functions.lambda },
    network: network.of(name),
    power: network.powerOf(name),
    isBusThere,
    minuteClock: pacedClock(clock, options.minute ?? MINUTE),
    random: () => 0.5,
  });
  eventBridge.connectAppSync(api.appSync);
  eventBridge.createEventBus(BUS_NAME);
  const put: EventBridgeBench['put'] = (overrides, caller = aUser()) =>
    Promise.resolve().then(() => eventBridge.putEvents([anEntry(overrides)], caller));
  return {
    ...{ eventBridge, api, functions, iam, log, clock, metrics, queueArn, put },
    deliver: async (overrides) => {
      await put(overrides);
      await clock.advance(0);
    },
    letters: () => lettersOf(queues.api, queueUrl),
    call: (operation, input = {}) => callOperation(eventBridge.api, operation, input, aUser()),
  };
}

/** A CloudWatch that keeps what it is told, and has no alarms. */
export function fakeCloudWatch(metrics: MetricDatum[] = []): CloudWatch {
  return {
    record: (datum, times = 1) => {
      for (let time = 0; time < times; time += 1) metrics.push(datum);
    },
    putMetricAlarm: () => {
      throw new Error('This is not part of the test.');
    },
    deleteAlarm: () => {
      throw new Error('This is not part of the test.');
    },
    alarmState: () => undefined,
    api: serviceWith('The API of CloudWatch'),
    stop: () => undefined,
  };
}

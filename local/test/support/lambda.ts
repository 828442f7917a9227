// Builds functions for tests.
import { strToU8, zipSync } from 'fflate';
import type { MetricDatum } from '../../src/cloudwatch/cloudwatch';
import type { Iam, Principal } from '../../src/iam/iam';
import type { JsonValue } from '../../src/foundation/json';
import type { FunctionDefinition, InvocationResult, Lambda } from '../../src/lambda/lambda';
import { createLambda } from '../../src/lambda/service';
import type { Region } from '../../src/foundation/region';
import { createSqs } from '../../src/sqs/service';
import type { Sqs } from '../../src/sqs/sqs';
import { aNeighbourhood, type Neighbourhood, ROLE } from './appsync';
import { fakeCloudWatch } from './eventbridge';
import { lettersOf, type Letter } from './letters';
import { Inbox } from './messages';

/** A zip of these files. */
export function zipOf(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}

/** A function whose handler is the export `handler` of this code. */
export function aFunction(code: string, overrides: Partial<FunctionDefinition> = {}): FunctionDefinition {
  return {
    functionName: 'subject',
    handler: 'index.handler',
    roleArn: 'arn:aws:iam::123456789012:role/subject',
    timeout: 3,
    memorySize: 128,
    environment: {},
    zip: zipOf({ 'index.js': code }),
    ...overrides,
  };
}

/** Lambda, and what is around it. */
export interface LambdaBench {
  readonly lambda: Lambda;
  readonly region: Neighbourhood;
  /** What functions print. */
  readonly printed: Inbox<string>;
  readonly sqs: Sqs;
  /** What CloudWatch was told. */
  readonly metrics: readonly MetricDatum[];
  /** The queue `letters`, and what comes into it: waits for the first. */
  readonly queueArn: string;
  readonly letters: () => Promise<readonly Letter[]>;
  /** Gives the function `subject` an event. */
  readonly invokeAsync: (payload?: JsonValue, caller?: Principal) => void;
  /** Calls the function `subject`. */
  readonly invoke: (payload?: JsonValue, caller?: Principal) => Promise<InvocationResult>;
}

/** Lambda with a function, in a region where everything is allowed unless `region` says otherwise. */
export function lambdaBench(
  definition: FunctionDefinition | string,
  { iam, ...overrides }: Partial<Region> & { readonly iam?: Iam } = {},
  neighbourhood: Neighbourhood = aNeighbourhood(),
): LambdaBench {
  const printed = new Inbox<string>();
  const log = {
    info: (line: string) => printed.push(line),
    fault: (error: unknown) => neighbourhood.faults.push(error),
  };
  const region = { ...neighbourhood, log, ...overrides };
  const allowed = iam ?? neighbourhood.iam;
  const sqs = createSqs(region, { iam: allowed });
  const { arn: queueArn, queueUrl } = sqs.createQueue('letters', {});
  const metrics: MetricDatum[] = [];
  const lambda = createLambda(region, {
    iam: allowed,
    sqs,
    cloudWatch: fakeCloudWatch(metrics),
    power: neighbourhood.power,
  });
  lambda.createFunction(typeof definition === 'string' ? aFunction(definition) : definition);
  return {
    lambda,
    region: neighbourhood,
    printed,
    ...{ sqs, queueArn, metrics },
    letters: () => lettersOf(sqs.api, queueUrl, 20),
    invokeAsync: (payload = {}, caller = ROLE) => lambda.invokeAsync({ functionName: 'subject', payload, caller }),
    invoke: (payload = {}, caller = ROLE) => lambda.invoke({ functionName: 'subject', payload, caller }),
  };
}

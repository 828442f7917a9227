// What Route 53 answers to SDK clients.
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { XMLParser } from 'fast-xml-parser';
import { type Engine, startEngine } from '../../src';
import type { JsonObject } from '../../src/foundation/json';
import { fakeClock, type FakeClock } from '../support/clock';
import { fakeLog } from '../support/region';

const REGION = 'us-east-1';
const STRANGER = { userName: 'stranger', accessKeyId: 'AKIASTRANGER', secretAccessKey: 'secret', policies: [] };

const aCheck = (HealthCheckConfig: JsonObject) => ({
  Type: 'AWS::Route53::HealthCheck',
  Properties: { HealthCheckConfig },
});

let clock: FakeClock;
let engine: Engine;
let ids: Readonly<Record<string, string>>;

beforeAll(async () => {
  clock = fakeClock();
  engine = await startEngine({ regions: [{ name: REGION }], clock, users: [STRANGER], log: fakeLog() });
  const stack = await engine.regions.get(REGION)?.createStack({
    stackName: 'checks',
    template: {
      Resources: {
        Alarm: {
          Type: 'AWS::CloudWatch::Alarm',
          Properties: {
            ...{ AlarmName: 'silence', Namespace: 'AWS/Events', MetricName: 'Invocations', Statistic: 'Sum' },
            ...{ Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'LessThanThreshold' },
            TreatMissingData: 'breaching',
          },
        },
        Delivery: aCheck({
          Type: 'CLOUDWATCH_METRIC',
          AlarmIdentifier: { Name: { Ref: 'Alarm' }, Region: REGION },
          InsufficientDataHealthStatus: 'Healthy',
        }),
        Endpoint: aCheck({ Type: 'HTTPS', FullyQualifiedDomainName: 'nowhere.example.com', RequestInterval: 10 }),
        Both: aCheck({ Type: 'CALCULATED', ChildHealthChecks: [{ Ref: 'Delivery' }], HealthThreshold: 1 }),
      },
      Outputs: Object.fromEntries(['Delivery', 'Endpoint', 'Both'].map((name) => [name, { Value: { Ref: name } }])),
    },
  });
  ids = stack?.outputs ?? {};
});

afterAll(async () => engine.stop());

async function statusOf(
  id: string,
  credentials = engine.aws,
): Promise<{ readonly status: number; readonly answer: unknown }> {
  const url = new URL(`/2013-04-01/healthcheck/${id}/status`, engine.aws.endpointUrl);
  const signer = new SignatureV4({ service: 'route53', region: REGION, credentials, sha256: Sha256 });
  const { host, hostname, pathname: path, protocol } = url;
  const signed = await signer.sign(
    { method: 'GET', protocol, hostname, path, headers: { host } },
    { signingDate: new Date(clock.now()) },
  );
  const answer = await fetch(url, { headers: signed.headers });
  return { status: answer.status, answer: new XMLParser().parse(await answer.text()) as unknown };
}

function anObservation(status: string): unknown {
  return {
    status: 200,
    answer: expect.objectContaining({
      GetHealthCheckStatusResponse: {
        HealthCheckObservations: {
          HealthCheckObservation: {
            ...{ Region: REGION, IPAddress: '127.0.0.1' },
            StatusReport: {
              Status: expect.stringMatching(status) as unknown,
              CheckedTime: new Date(clock.now()).toISOString(),
            },
          },
        },
      },
    }) as unknown,
  };
}

test('DN-19 A check of an alarm is seen as the alarm is', async () => {
  const before = await statusOf(ids['Delivery'] ?? '');
  expect(before).toEqual(anObservation('^Success: The alarm silence in us-east-1 '));

  await clock.advance(60_000);

  expect(await statusOf(ids['Delivery'] ?? '')).toEqual(anObservation('^Failure: The alarm silence in us-east-1 '));
});

test('DN-19 A check of an endpoint is seen as of when it was asked', async () => {
  await clock.advance(60_000);

  expect(await statusOf(ids['Endpoint'] ?? '')).toEqual(anObservation('^Failure: The endpoint '));
});

test('DN-19 A calculated check is not looked at', async () => {
  expect(await statusOf(ids['Both'] ?? '')).toMatchObject({
    status: 400,
    answer: { ErrorResponse: { Error: { Code: 'InvalidInput' } } },
  });
});

test('DN-19 A check that is not there', async () => {
  expect(await statusOf('none')).toMatchObject({
    status: 404,
    answer: { ErrorResponse: { Error: { Type: 'Sender', Code: 'NoSuchHealthCheck' } } },
  });
});

test('DN-19 It needs its permission on the check', async () => {
  const { status, answer } = await statusOf('none', { ...STRANGER, endpointUrl: '' });

  expect([status, JSON.stringify(answer)]).toEqual([
    403,
    expect.stringContaining('route53:GetHealthCheckStatus on resource: arn:aws:route53:::healthcheck/none') as unknown,
  ]);
});

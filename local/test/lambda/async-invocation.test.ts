// Events that are given to a function, and what becomes of them.
import type { RoleDefinition } from '../../src/iam/iam';
import { ROLE } from '../support/appsync';
import { aFunction, lambdaBench, type LambdaBench } from '../support/lambda';
import { aPolicy, aStatement, aTrustPolicy, anIam } from '../support/iam';
import { thrownBy } from '../support/sqs';

const ARN = 'arn:aws:lambda:us-west-2:123456789012:function:subject';

/** Prints what it is invoked with, and fails for what says so. */
const CODE = `exports.handler = async (event) => {
  console.log(event.name);
  if (event.fails) throw new RangeError('Too far.');
  return 'fine';
};`;

let bench: LambdaBench | undefined;

afterEach(async () => {
  await bench?.lambda.stop();
  bench = undefined;
});

function start(...parameters: Parameters<typeof lambdaBench>): LambdaBench {
  bench = lambdaBench(...parameters);
  return bench;
}

/** The function's role. @param action the one that it may do */
function aLambdaRole(action: string): RoleDefinition {
  return {
    roleName: 'subject',
    assumeRolePolicyDocument: aTrustPolicy({ Principal: { Service: 'lambda.amazonaws.com' } }),
    policies: [{ policyName: 'it', policyDocument: aPolicy(aStatement({ Action: action })) }],
  };
}

it('LA-01 A function is invoked with an event that it was given, while its giver goes on', async () => {
  const { invokeAsync, printed } = start(CODE);

  invokeAsync({ name: 'Ann' });

  expect(await printed.find((line) => line.endsWith('Ann'))).toBeDefined();
});

it('LA-04 A record of an event that the function failed for goes to its destination', async () => {
  const { invokeAsync, lambda, letters, queueArn } = start(CODE);
  lambda.putEventInvokeConfig('subject', { maximumRetryAttempts: 0, onFailure: queueArn });

  invokeAsync({ fails: true });

  expect(await letters()).toMatchObject([
    {
      body: {
        version: '1.0',
        requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 1, functionArn: `${ARN}:$LATEST` },
        requestPayload: { fails: true },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'RangeError', errorMessage: 'Too far.' },
      },
    },
  ]);
});

it('LA-04 A record of an event that went well goes to its destination', async () => {
  const { invokeAsync, lambda, letters, queueArn } = start(CODE);
  lambda.putEventInvokeConfig('subject', { onSuccess: queueArn });

  invokeAsync({ name: 'Ann' });

  expect(await letters()).toMatchObject([
    { body: { requestContext: { condition: 'Success' }, requestPayload: { name: 'Ann' }, responsePayload: 'fine' } },
  ]);
});

it('LA-04 The dead-letter queue gets the event itself, and why it is there', async () => {
  const deadLetterArn = 'arn:aws:sqs:us-west-2:123456789012:letters';
  const { invokeAsync, lambda, letters } = start(aFunction(CODE, { deadLetterArn }));
  lambda.putEventInvokeConfig('subject', { maximumRetryAttempts: 0 });

  invokeAsync({ fails: true });

  expect(await letters()).toEqual([
    {
      body: { fails: true },
      attributes: { RequestID: expect.any(String), ErrorCode: '200', ErrorMessage: 'Too far.' },
    },
  ]);
});

it('LA-04 Without a destination the event is lost, and the log says so', async () => {
  const { invokeAsync, lambda, printed } = start(CODE);
  lambda.putEventInvokeConfig('subject', { maximumRetryAttempts: 0 });

  invokeAsync({ fails: true });

  expect(await printed.find((line) => line.includes('Too far.'))).toContain('is lost');
});

it('LA-04 A queue that the role may not send to is refused', () => {
  const iam = anIam();
  iam.createRole(aLambdaRole('logs:*'));
  const { lambda, queueArn } = start(CODE, { iam });

  expect(thrownBy(() => lambda.putEventInvokeConfig('subject', { onFailure: queueArn }))).toMatchObject({
    code: 'InvalidParameterValueException',
    message: 'The provided execution role does not have permissions to call SendMessage on SQS',
  });
});

it('LA-01 An event of more than a megabyte is refused', () => {
  const { invokeAsync } = start(CODE);

  expect(thrownBy(() => invokeAsync({ text: 'x'.repeat(1024 * 1024) }))).toMatchObject({
    code: 'RequestEntityTooLargeException',
    message: expect.stringContaining('for the Event invocation type (limit 1048576 bytes)'),
  });
});

it('LA-01 Who may not invoke the function may not give it events', () => {
  const iam = anIam();
  iam.createRole(aLambdaRole('sqs:*'));
  const { invokeAsync } = start(CODE, { iam });

  expect(thrownBy(() => invokeAsync({}, ROLE))).toMatchObject({ code: 'AccessDeniedException' });
});

it('LA-06 A region that goes down ends what its functions do, and does it again when it is up', async () => {
  const { invokeAsync, printed, region } = start(
    'exports.handler = async ({ name }) => { console.log(name); if (name === "long") await new Promise(() => setInterval(() => 0, 1e6)); };',
  );
  invokeAsync({ name: 'long' });
  await printed.find((line) => line.endsWith('long'));

  region.planet.takeDown(region.name);
  region.planet.bringUp(region.name);

  const isAgain = () => printed.items.filter((line) => line.endsWith('long')).length === 2;
  expect(await printed.find(isAgain)).toBeDefined();
});

it('LA-07 A function with reserved concurrency runs no more often at a time', async () => {
  const { invoke, printed, lambda } = start(
    aFunction(
      'exports.handler = async () => { console.log("begun"); await new Promise(() => setInterval(() => 0, 1e6)); };',
      { reservedConcurrency: 1 },
    ),
  );
  void invoke();
  await printed.find((line) => line.endsWith('begun'));

  await expect(invoke()).rejects.toMatchObject({ code: 'TooManyRequestsException', message: 'Rate Exceeded.' });
  await lambda.stop();
});

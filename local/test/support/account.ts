// An engine that was started empty, and SDK clients of it.
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { type Engine, startEngine, type User } from '../../src';
import { fakeLog } from './region';

const REGION = 'us-west-2';

/** How an SDK client reaches the account. */
export interface ClientOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/** An account. */
export interface AccountBench {
  readonly engine: Engine;
  readonly options: ClientOptions;
  readonly cloudFormation: CloudFormationClient;
  readonly s3: S3Client;
  /** Fails the test that caused a fault of the engine. */
  stop(): Promise<void>;
}

/** Starts an account with one region. */
export async function accountBench(users: readonly User[] = []): Promise<AccountBench> {
  const log = fakeLog();
  const engine = await startEngine({ regions: [{ name: REGION }], users, log });
  const { endpointUrl: endpoint, ...credentials } = engine.aws;
  const options = { endpoint, region: REGION, credentials, maxAttempts: 1 };
  const [cloudFormation, s3] = [new CloudFormationClient(options), new S3Client(options)];
  return {
    ...{ engine, options, cloudFormation, s3 },
    stop: async () => {
      for (const client of [cloudFormation, s3]) client.destroy();
      await engine.stop();
      const [fault] = log.faults;
      if (fault !== undefined) throw new Error('The engine had a fault.', { cause: fault });
    },
  };
}

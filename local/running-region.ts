// A region that runs: its services, and the stack that was created with them.
import type { ApiEndpoint } from './appsync/appsync';
import { createJavaScript } from './appsync/javascript/quickjs';
import { createAppSync } from './appsync/service';
import type { Clock } from './clock';
import { resourceTypes } from './cloudformation/resource-types';
import { createStack, type Stack } from './cloudformation/stack';
import { createDynamoDb } from './dynamodb/service';
import type { RegionalApis } from './endpoint';
import { createEventBridge } from './eventbridge/service';
import { createIam, type User } from './iam/account';
import type { Ids } from './ids';
import type { JsonObject } from './json';
import { createLambda } from './lambda/service';
import type { Log } from './log';
import type { Network } from './network';
import type { Region, Services } from './region';
import type { TlsIdentity } from './server';
import { createSqs } from './sqs/service';

const PARTITION = 'aws';

/** What a region is made of. */
export interface RegionOptions {
  /** Such as `us-west-2`. */
  readonly name: string;
  /** The compiled template of its stack. */
  readonly template: JsonObject;
  /** Where the stack's artifacts are: the zips of its functions. */
  readonly artifactFolder?: string | undefined;
  readonly stackName: string;
  readonly accountId: string;
  /** The account's users. */
  readonly users: readonly User[];
  /** The port of the region's API; 0 takes a free one. */
  readonly port: number;
  readonly tls: TlsIdentity;
  /** Where SDK clients reach the region; the URLs of its queues begin with it. */
  readonly awsEndpointUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly network: Network;
  readonly ids: Ids;
  /** The ids of the account, the same in every region. */
  readonly accountIds: Ids;
}

/** A region that runs. */
export interface RunningRegion extends RegionalApis {
  readonly stack: Stack;
  /** The region's GraphQL APIs, in the order in which they were created. */
  readonly graphqlApis: readonly ApiEndpoint[];
  stop(): Promise<void>;
}

/**
 * Starts a region's services and creates its stack.
 * @throws UserError for a template or a port that the user can mend
 */
export async function startRegion(options: RegionOptions): Promise<RunningRegion> {
  const { region, services, stop } = await startServices(options);
  try {
    const stack = await createStack({
      stackName: options.stackName,
      template: options.template,
      region,
      resourceTypes,
    });
    return {
      stack,
      iam: services.iam,
      apis: [services.eventBridge.api, services.sqs.api, services.appSync.api, services.dynamoDb.api],
      graphqlApis: services.appSync.endpoints(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServices(options: RegionOptions) {
  const { accountId, awsEndpointUrl, port, tls } = options;
  const javaScript = await createJavaScript({ clock: options.clock });
  // The services know each other through the region; it is complete before the first of them is called.
  const services = {} as { -readonly [Service in keyof Services]: Services[Service] };
  const region: Region = { ...options, partition: PARTITION, services };
  services.iam = createIam({ accountId, partition: PARTITION, ids: options.accountIds, users: options.users });
  services.sqs = createSqs(region, { queueUrl: (queueName) => `${awsEndpointUrl}/${accountId}/${queueName}` });
  services.eventBridge = createEventBridge(region);
  services.lambda = createLambda(region, { endpointUrl: awsEndpointUrl });
  services.dynamoDb = createDynamoDb(region);
  services.appSync = createAppSync(region, { port, tls, javaScript });

  const stop = async () => {
    await services.appSync.stop();
    await services.eventBridge.stop();
    await services.lambda.stop();
    await services.dynamoDb.stop();
    javaScript.dispose();
  };
  return { region, services, stop };
}

// A region that runs: its services, and the stacks that are created with them.
import type { ApiEndpoint } from '../appsync/appsync';
import { createJavaScript } from '../appsync/javascript/quickjs';
import { createAppSync } from '../appsync/service';
import type { Clock } from '../foundation/clock';
import { resourceTypes } from '../cloudformation/resource-types';
import { createStack, type Stack } from '../cloudformation/stack';
import { createCloudWatch } from '../cloudwatch/service';
import { createDynamoDb } from '../dynamodb/service';
import type { RegionalApis } from '../aws-endpoint/aws-endpoint';
import { createEventBridge } from '../eventbridge/service';
import type { Hosts } from '../foundation/host-names';
import { createIam, type User } from '../iam/service';
import type { Ids } from '../foundation/ids';
import type { JsonObject } from '../foundation/json';
import { createLambda } from '../lambda/service';
import type { Log } from '../foundation/log';
import type { Network } from '../foundation/network';
import type { GlobalServices, Region, Services } from '../foundation/region';
import { createS3 } from '../s3/service';
import { createScheduler } from '../scheduler/service';
import type { TlsIdentity } from '../foundation/http/server';
import { createSqs } from '../sqs/service';

const PARTITION = 'aws';

/** What a region is made of. */
export interface RegionOptions {
  /** Such as `us-west-2`. */
  readonly name: string;
  readonly accountId: string;
  /** The account's users. */
  readonly users: readonly User[];
  /** The port of the region's API; 0 takes a free one. */
  readonly port: number;
  readonly tls: TlsIdentity;
  /** Where SDK clients reach the region; the URLs of its queues begin with it. */
  readonly awsEndpointUrl: string;
  readonly clock: Clock;
  /** For what AWS does once a minute at most. */
  readonly minuteClock: Clock;
  readonly log: Log;
  readonly network: Network;
  readonly hosts: Hosts;
  readonly ids: Ids;
  /** The ids of the account, the same in every region. */
  readonly accountIds: Ids;
  readonly globalServices: GlobalServices;
}

/** A stack as it was packaged. */
export interface StackPackage {
  readonly stackName: string;
  /** The compiled template. */
  readonly template: JsonObject;
  /** Where its artifacts are: the zips of its functions. */
  readonly artifactFolder?: string | undefined;
}

/** A region that runs. */
export interface RunningRegion extends RegionalApis {
  readonly name: string;
  readonly services: Services;
  readonly network: Network;
  /** The region's GraphQL APIs, in the order in which they were created. */
  readonly graphqlApis: readonly ApiEndpoint[];
  /** @throws UserError for a template that the user can mend */
  createStack(stack: StackPackage): Promise<Stack>;
  stop(): Promise<void>;
}

/**
 * Starts a region's services.
 * @throws UserError for a port that the user can mend
 */
export async function startRegion(options: RegionOptions): Promise<RunningRegion> {
  const { accountId, awsEndpointUrl, minuteClock, name, network, port, tls } = options;
  const javaScript = await createJavaScript({ clock: options.clock });
  // The services know each other through the region; it is complete before the first of them is called.
  const services = { ...options.globalServices } as { -readonly [Service in keyof Services]: Services[Service] };
  const region: Region = { ...options, partition: PARTITION, services };
  services.iam = createIam({ accountId, partition: PARTITION, ids: options.accountIds, users: options.users });
  services.cloudWatch = createCloudWatch(region, { clock: minuteClock });
  services.sqs = createSqs(region, { queueUrl: (queueName) => `${awsEndpointUrl}/${accountId}/${queueName}` });
  services.eventBridge = createEventBridge(region);
  services.scheduler = createScheduler(region, { clock: minuteClock });
  services.lambda = createLambda(region, { endpointUrl: awsEndpointUrl });
  services.dynamoDb = createDynamoDb(region);
  services.s3 = createS3(region);
  services.appSync = createAppSync(region, { port, tls, javaScript });

  return {
    name,
    services,
    network,
    iam: services.iam,
    apis: [services.eventBridge.api, services.sqs.api, services.appSync.api, services.dynamoDb.api],
    get graphqlApis() {
      return services.appSync.endpoints();
    },
    createStack: async (stack) => createStack({ ...stack, region, resourceTypes }),
    stop: async () => {
      await services.appSync.stop();
      services.scheduler.stop();
      await services.eventBridge.stop();
      services.cloudWatch.stop();
      await services.lambda.stop();
      await services.dynamoDb.stop();
      await services.s3.stop();
      javaScript.dispose();
    },
  };
}

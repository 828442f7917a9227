// A region that runs: its services, and the stacks that are created with them.
import type { ApiEndpoint } from '../appsync/appsync';
import type { EventApiEndpoint } from '../appsync/events/definitions';
import { type TypeCheck, withTypeCheck } from '../appsync/javascript/types/type-check';
import { createJavaScript } from '../appsync/javascript/v8';
import { createAppSync } from '../appsync/service';
import type { RegionalApis } from '../aws-endpoint/aws-endpoint';
import { ChangeSets } from '../cloudformation/change-sets';
import { cloudFormationApi } from '../cloudformation/operations/operations';
import { resourceTypes } from '../cloudformation/resource-types';
import type { GlobalServices, Services } from '../cloudformation/services';
import type { Stack, StackView } from '../cloudformation/stack';
import { settled, type StackRequest, Stacks } from '../cloudformation/stacks';
import type { AlarmState } from '../cloudwatch/cloudwatch';
import { createCloudWatch } from '../cloudwatch/service';
import { createDynamoDb } from '../dynamodb/service';
import { createEcr } from '../ecr/service';
import { createEventBridge } from '../eventbridge/service';
import type { Clock } from '../foundation/clock';
import type { Hosts } from '../foundation/host-names';
import type { TlsIdentity } from '../foundation/http/server';
import type { Ids } from '../foundation/ids';
import type { Network } from '../foundation/network';
import type { Power } from '../foundation/power';
import type { Region } from '../foundation/region';
import type { User } from '../iam/iam';
import { createIam } from '../iam/service';
import { createLambda } from '../lambda/service';
import { createLogs } from '../logs/service';
import type { S3 } from '../s3/s3';
import { route53Api } from '../route53/operations/operations';
import { createS3 } from '../s3/service';
import { createScheduler } from '../scheduler/service';
import { createSqs } from '../sqs/service';
import { createSts } from '../sts/service';
import type { RestorableRegion } from './account-snapshot';
import { Running } from './running';

/** What a region is made of. */
export interface RegionOptions {
  readonly region: Region;
  /** The account's users. */
  readonly users: readonly User[];
  /** The ids of the account, the same in every region. */
  readonly accountIds: Ids;
  /** The port of the region's first API; 0 takes a free one. */
  readonly port: number;
  readonly tls: TlsIdentity;
  /** Where SDK clients reach the region; the URLs of its queues begin with it. */
  readonly awsEndpointUrl: string;
  /** For what AWS does once a minute at most. */
  readonly minuteClock: Clock;
  readonly network: Network;
  readonly power: Power;
  readonly hosts: Hosts;
  readonly globalServices: GlobalServices;
  readonly typeErrorsOf: TypeCheck;
  /** Milliseconds for which copies of a function stay at edge locations when no distribution uses them. */
  readonly replicaLife?: number | undefined;
  /** Told when stacks, buckets or objects have changed. */
  readonly onChange?: (() => void) | undefined;
  /** Is there a bus of this name in the region? Without it, a rule may name any bus of another region. */
  readonly isBusThere?: ((region: string, eventBusName: string) => boolean) | undefined;
}

/** A region, as whoever runs the engine sees it. */
export interface EngineRegion {
  readonly name: string;
  /** The region's GraphQL APIs, in the order in which they were created. */
  readonly graphqlApis: readonly ApiEndpoint[];
  /** The region's Event APIs, in the order in which they were created. */
  readonly eventApis: readonly EventApiEndpoint[];
  /**
   * CloudFormation's `CreateStack`, waited for: creates a stack, or takes away again what it has created.
   * @throws UserError for a template that the user can fix
   */
  createStack(stack: StackRequest): Promise<StackView>;
  /**
   * `UpdateStack`, waited for: makes of a stack what the template says, or what it was before.
   * @throws UserError as above; AwsError `ValidationError` when there is nothing to do, or no such stack
   */
  updateStack(stack: StackRequest): Promise<StackView>;
  /**
   * Deletes a stack; nothing happens when there is none.
   * @throws UserError when it, or one of its resources, is in use
   */
  deleteStack(stackName: string): Promise<void>;
  /** When one of its stacks was last created or updated: milliseconds since 1970. What is under way, or was rolled back, does not count. */
  readonly deployedAt: number | undefined;
  /** The stack of a name that is there now. */
  stack(stackName: string): StackView | undefined;
  /** The region's buckets, as the account's owner has them. */
  readonly s3: Pick<S3, 'putObject' | 'objectOf' | 'keysOf' | 'deleteObject'>;
}

/** A region that runs. */
export interface RunningRegion extends EngineRegion, RegionalApis, RestorableRegion {
  readonly name: string;
  /** The state of an alarm; none when there is no such alarm. */
  alarmState(alarmName: string): AlarmState | undefined;
  hasEventBus(name: string): boolean;
  stop(): Promise<void>;
}

/**
 * Starts a region's services.
 * @throws UserError for a port that the user can change
 */
export function startRegion(options: RegionOptions): RunningRegion {
  const { region, network, power } = options;
  const running = new Running();
  const services = startServices(options, running);
  const stacks = running.add(new Stacks({ region, services, resourceTypes, onChange: options.onChange }));
  const { appSync, cloudWatch, dynamoDb, eventBridge, iam, lambda, logs, s3, sqs } = services;
  return {
    name: region.name,
    ...{ iam, network, power },
    apis: [
      ...[appSync, cloudWatch, dynamoDb, eventBridge, lambda, logs, s3, sqs].map(({ api }) => api),
      ...[createEcr(region, { iam }), createSts({ iam, clock: region.clock })].map(({ api }) => api),
      route53Api({ partition: region.partition, iam, route53: services.route53 }),
      cloudFormationApi({
        ...{ region, iam, stacks, changeSets: new ChangeSets(region, stacks) },
        textOf: (bucketName, key) => s3.objectOf(bucketName, key).body.toString('utf8'),
      }),
    ],
    get graphqlApis() {
      return appSync.endpoints();
    },
    get eventApis() {
      return appSync.eventEndpoints();
    },
    get deployedAt() {
      return deployedAtOf(stacks.all());
    },
    hasEventBus: (name) => eventBridge.hasEventBus(name),
    alarmState: (alarmName) => cloudWatch.alarmState(alarmName),
    createStack: async (stack) => settled(await stacks.create(stack)),
    updateStack: async (stack) => settled(await stacks.update(stack)),
    deleteStack: async (stackName) => {
      const operation = stacks.delete(stackName);
      if (operation) await settled(operation);
    },
    stack: (stackName) => stacks.all().find((stack) => stack.stackName === stackName && !stack.isDeleted),
    s3,
    ...restorable(stacks, s3),
    stop: () => running.stop(),
  };
}

/** Nothing for a region without a stack. */
function deployedAtOf(stacks: readonly Stack[]): number | undefined {
  const times = stacks
    .filter(({ status }) => status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE')
    .map(({ createdAt, updatedAt }) => updatedAt ?? createdAt);
  return times.length === 0 ? undefined : Math.max(...times);
}

function restorable(stacks: Stacks<Services>, s3: S3): Omit<RestorableRegion, 'name'> {
  return {
    snapshot: () => {
      const buckets = s3.snapshots();
      const made = new Set(
        stacks.all().flatMap(({ resources }) => [...resources.values()].map((each) => each.physicalId)),
      );
      const ownBuckets = buckets.map(({ name }) => name).filter((name) => !made.has(name));
      return { stacks: stacks.snapshots(), buckets, ownBuckets };
    },
    beginRestoring: ({ buckets }) => s3.await(buckets),
    restoreBucket: async (name) => s3.createBucket(name),
    restoreStack: async (snapshot) => {
      await settled(await stacks.restore(snapshot));
    },
    endRestoring: () => s3.await([]),
  };
}

/** The list of a region's services, in the order in which they are started. */
function startServices(options: RegionOptions, running: Running): Services {
  const { region, awsEndpointUrl, minuteClock, network, power, hosts, port, tls, globalServices } = options;
  const { isBusThere } = options;
  const { accountId, partition, clock } = region;
  const { acm } = globalServices;
  const queueUrl = (queueName: string) => `${awsEndpointUrl}/${accountId}/${queueName}`;
  const newJavaScript = () => withTypeCheck(createJavaScript({ clock }), options.typeErrorsOf);

  const iam = createIam({ accountId, partition, ids: options.accountIds, users: options.users });
  const sqs = createSqs(region, { iam, queueUrl });
  const s3 = running.add(createS3(region, { iam, hosts, power, onChange: options.onChange }));
  const dynamoDb = running.add(createDynamoDb(region, { iam, isThrottled: () => network.isThrottled }));
  const logs = createLogs(region, { iam });
  const cloudWatch = running.add(createCloudWatch(region, { iam, clock: minuteClock }));
  const lambda = running.add(
    createLambda(region, {
      ...{ iam, sqs, cloudWatch, power, minuteClock, replicaLife: options.replicaLife },
      endpointUrl: awsEndpointUrl,
    }),
  );
  const eventBridge = running.add(
    createEventBridge(region, { iam, sqs, lambda, cloudWatch, network, power, minuteClock, isBusThere }),
  );
  const scheduler = running.add(createScheduler(region, { iam, eventBridge, lambda, sqs, power, clock: minuteClock }));
  const appSync = running.add(
    createAppSync(region, {
      ...{ iam, acm, lambda, dynamoDb, eventBridge, hosts, network, power },
      ...{ newJavaScript, port, tls },
    }),
  );
  // Resolvers put events and rules call mutations: one of the two has to learn of the other later.
  eventBridge.connectAppSync(appSync);

  return { ...globalServices, appSync, cloudWatch, dynamoDb, eventBridge, iam, lambda, logs, s3, scheduler, sqs };
}

// A region's services with nothing behind them, for stacks that are created once.
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createAcm } from '../../src/acm/service';
import { createJavaScript } from '../../src/appsync/javascript/v8';
import { createAppSync } from '../../src/appsync/service';
import { resourceTypes } from '../../src/cloudformation/resource-types';
import { createCloudWatch } from '../../src/cloudwatch/service';
import { createEventBridge } from '../../src/eventbridge/service';
import { systemClock } from '../../src/foundation/clock';
import { UserError } from '../../src/foundation/errors';
import { Hosts } from '../../src/foundation/host-names';
import type { JsonObject } from '../../src/foundation/json';
import { PlanetNetwork } from '../../src/foundation/network';
import { createLambda } from '../../src/lambda/service';
import { createRoute53 } from '../../src/route53/service';
import type { S3, StoredObject } from '../../src/s3/s3';
import { noSuchKey } from '../../src/s3/s3-error';
import { createS3 } from '../../src/s3/service';
import { createScheduler } from '../../src/scheduler/service';
import { createSqs } from '../../src/sqs/service';
import { createStack, recordingServices } from './cloudformation';
import { aRegion } from './region';

function artifactOf(folder: string, key: string): StoredObject {
  const file = path.join(folder, path.posix.basename(key));
  if (!existsSync(file) || statSync(file).isDirectory()) throw noSuchKey();
  return { body: readFileSync(file), contentType: 'application/zip', etag: '""', lastModified: 0 };
}

/** Creates stacks, each in a region of its own that ends with it. */
export class StackTrials {
  readonly #javaScript = createJavaScript({ clock: systemClock });

  /**
   * Creates the stack, or is refused.
   * @param artifactFolder - where the template's zips are, under the last parts of their keys
   * @throws whatever is not a UserError
   */
  async tryToCreate(template: JsonObject, artifactFolder: string): Promise<void> {
    const region = aRegion();
    const { services, stop } = this.#servicesOf(region);
    const s3: S3 = { ...services.s3, objectOf: (_, key) => artifactOf(artifactFolder, key) };
    try {
      await createStack({ stackName: 'planet', template, region, services: { ...services, s3 }, resourceTypes });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    } finally {
      await stop();
    }
  }

  #servicesOf(region: ReturnType<typeof aRegion>) {
    const { name, clock, ids } = region;
    const { iam, cloudFront, dynamoDb, logs } = recordingServices().services;
    const [hosts, network] = [new Hosts(), new PlanetNetwork()];
    const around = { iam, hosts, network: network.of(name), power: network.powerOf(name) };
    const acm = createAcm();
    acm.requestCertificate('one.example.com', ['*.one.example.com']);
    const sqs = createSqs(region, { iam });
    const s3 = createS3(region, around);
    const cloudWatch = createCloudWatch(region, { iam, clock });
    const lambda = createLambda(region, { ...around, sqs, cloudWatch });
    const eventBridge = createEventBridge(region, { ...around, sqs, lambda, cloudWatch });
    const newJavaScript = () => this.#javaScript;
    const appSync = createAppSync(region, { ...around, acm, lambda, dynamoDb, eventBridge, newJavaScript });
    const scheduler = createScheduler(region, { ...around, eventBridge, lambda, sqs, clock });
    const route53 = createRoute53({ clock, hosts, ids, alarms: () => undefined, places: () => undefined });
    const services = {
      ...{
        acm,
        appSync,
        cloudFront,
        cloudWatch,
        dynamoDb,
        eventBridge,
        iam,
        lambda,
        logs,
        route53,
        s3,
        scheduler,
        sqs,
      },
    };
    const stop = async () => {
      for (const each of [scheduler, cloudWatch, route53]) each.stop();
      await Promise.all([appSync, eventBridge, lambda, s3].map(async (each) => each.stop()));
    };
    return { services, stop };
  }
}

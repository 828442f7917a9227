// Builds distributions and edge locations for tests: an origin of this machine, functions from a zip, and a viewer.
import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Acm } from '../../src/acm/acm';
import { createAcm } from '../../src/acm/service';
import { createAuthority, issueCertificate } from '../../src/planet/certificate';
import type { CloudFront, EdgeLocation, EdgeLocationOptions, Home } from '../../src/cloudfront/cloudfront';
import type {
  Behavior,
  CustomOrigin,
  DistributionDefinition,
  S3Origin,
} from '../../src/cloudfront/distributions/distribution';
import { createCloudFront } from '../../src/cloudfront/service';
import { Hosts } from '../../src/foundation/host-names';
import { PlanetNetwork } from '../../src/foundation/network';
import type { Iam } from '../../src/iam/iam';
import { idsOf } from '../../src/foundation/ids';
import type { FunctionDefinition, Lambda } from '../../src/lambda/lambda';
import { createLambda } from '../../src/lambda/service';
import type { Route53 } from '../../src/route53/route53';
import type { S3 } from '../../src/s3/s3';
import { createS3 } from '../../src/s3/service';
import type { TlsIdentity } from '../../src/foundation/http/server';
import { fakeClock, type FakeClock } from './clock';
import { createSqs } from '../../src/sqs/service';
import { endpointAt } from './endpoint';
import { fakeCloudWatch } from './eventbridge';
import { aRole, aTrustPolicy, anIam } from './iam';
import { aFunction } from './lambda';
import { Inbox } from './messages';
import { aRegion } from './region';

/** Where the origin of the tests is. */
export const ORIGIN_HOST = 'api.example.com';
/** The function's first version. */
export const VERSION_ARN = 'arn:aws:lambda:us-east-1:123456789012:function:subject:1';

export const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
export const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
export const ALL_VIEWER = '216adef6-5c7f-47e4-b989-5492eafa07d3';
export const ALL_VIEWER_EXCEPT_HOST = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';

export function aCustomOrigin(overrides: Partial<CustomOrigin> = {}): CustomOrigin {
  return {
    kind: 'custom',
    id: 'api',
    domainName: ORIGIN_HOST,
    path: '',
    customHeaders: [],
    connectionAttempts: 2,
    protocolPolicy: 'https-only',
    httpPort: 80,
    httpsPort: 443,
    sslProtocols: ['TLSv1.2'],
    readTimeout: 30,
    keepaliveTimeout: 5,
    ...overrides,
  };
}

export function aBucketOrigin(overrides: Partial<S3Origin> = {}): S3Origin {
  return {
    kind: 's3',
    id: 'page',
    domainName: 'page.s3.us-east-1.amazonaws.com',
    path: '',
    customHeaders: [],
    connectionAttempts: 2,
    originAccessControlId: undefined,
    ...overrides,
  };
}

/** Everything that viewers send goes to the origin `api`. */
export function aBehavior(overrides: Partial<Behavior> = {}): Behavior {
  return {
    pathPattern: undefined,
    targetOriginId: 'api',
    viewerProtocolPolicy: 'https-only',
    allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
    cachePolicyId: CACHING_DISABLED,
    originRequestPolicyId: ALL_VIEWER,
    responseHeadersPolicyId: undefined,
    originRequestFunctionArn: undefined,
    ...overrides,
  };
}

export function aDistribution(overrides: Partial<DistributionDefinition> = {}): DistributionDefinition {
  return {
    isEnabled: true,
    aliases: [],
    certificateArn: undefined,
    defaultRootObject: '',
    origins: [aCustomOrigin()],
    behaviors: [],
    defaultBehavior: aBehavior(),
    ...overrides,
  };
}

/** A function that the distribution asks before the origin. */
export function aDistributionWithFunction(overrides: Partial<DistributionDefinition> = {}): DistributionDefinition {
  return aDistribution({ defaultBehavior: aBehavior({ originRequestFunctionArn: VERSION_ARN }), ...overrides });
}

/** What an origin was asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server behind the name of an origin. */
export interface TestOrigin {
  readonly server: Server;
  readonly port: number;
  readonly asked: Inbox<Asked>;
  stop(): Promise<void>;
}

/** Starts an origin; it answers `hello` unless told otherwise. */
export async function anOrigin(
  answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end('hello'),
): Promise<TestOrigin> {
  const asked = new Inbox<Asked>();
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return { server, port: (server.address() as AddressInfo).port, asked, stop };
}

/** A Route 53 that has only the names of endpoints. */
function fakeRoute53(overrides: Partial<Route53> = {}): Route53 {
  const unexpected = () => {
    throw new Error('Route 53 was not expected to be asked for this.');
  };
  return {
    createHealthCheck: unexpected,
    observationOf: unexpected,
    updateHealthCheck: unexpected,
    deleteHealthCheck: unexpected,
    createRecordSet: unexpected,
    changeRecordSets: unexpected,
    isHealthy: unexpected,
    healthOf: unexpected,
    canonicalName: (hostName) => hostName,
    startDnsServer: () => Promise.resolve({ port: 9, queries: 0, stop: () => Promise.resolve() }),
    stop: () => undefined,
    ...overrides,
  };
}

/** CloudFront with what is around it, in us-east-1. */
export interface CloudFrontBench {
  readonly cloudFront: CloudFront;
  /** Where its distributions are. */
  readonly home: Home;
  readonly acm: Acm;
  readonly iam: Iam;
  readonly lambda: Lambda;
  readonly s3: S3;
  readonly hosts: Hosts;
  readonly clock: FakeClock;
  /** What the engine told. */
  readonly lines: Inbox<string>;
  /** The engine's own faults. */
  readonly faults: unknown[];
  /** Starts an origin behind `ORIGIN_HOST`. It answers `hello` unless told otherwise, and ends with the bench. */
  serveOrigin(answer?: Parameters<typeof anOrigin>[0]): Promise<TestOrigin>;
  /** Opens an edge location near us-west-2. */
  edge(options?: Partial<EdgeLocationOptions>): Promise<EdgeLocation>;
  /** Creates a distribution, and opens an edge location that serves it. */
  open(definition: DistributionDefinition): Promise<EdgeLocation>;
  /** @throws the first fault of the engine */
  stop(): Promise<void>;
}

let identity: Promise<TlsIdentity> | undefined;

/** Without distributions. */
export function cloudFrontBench(
  overrides: { readonly route53?: Partial<Route53>; readonly network?: PlanetNetwork } = {},
) {
  const lines = new Inbox<string>();
  const faults: unknown[] = [];
  const clock = fakeClock();
  const log = { info: (line: string) => lines.push(line), fault: (error: unknown) => void faults.push(error) };
  const region = aRegion({ name: 'us-east-1', clock, log });
  const [acm, hosts, iam] = [createAcm(), new Hosts(), anIam()];
  const route53 = fakeRoute53(overrides.route53);
  const ids = idsOf(Buffer.from('seed'), 'account');
  const cloudFront = createCloudFront({ acm, clock, hosts, ids, log, route53 });
  const { network = new PlanetNetwork() } = overrides;
  const power = network.powerOf(region.name);
  const lambda = createLambda(region, { iam, power, cloudWatch: fakeCloudWatch(), sqs: createSqs(region, { iam }) });
  const s3 = createS3(region, { iam, hosts, power });
  const home = { region, lambda, s3 };
  const running: EdgeLocation[] = [];
  const origins: TestOrigin[] = [];
  const bench: CloudFrontBench = {
    ...{ cloudFront, home, acm, iam, lambda, s3, hosts, clock, lines, faults },
    serveOrigin: async (answer) => {
      const origin = await anOrigin(answer);
      origins.push(origin);
      hosts.serve(ORIGIN_HOST, endpointAt(origin.port));
      return origin;
    },
    edge: async (options) => {
      const tls = await (identity ??= createAuthority().then(issueCertificate));
      const edge = await cloudFront.startEdge({ location: 'us-west-2', airport: 'HIO', port: 0, tls, ...options });
      running.push(edge);
      return edge;
    },
    open: (definition) => {
      cloudFront.createDistribution(definition, home);
      return bench.edge();
    },
    stop: async () => {
      for (const edge of running) await edge.stop();
      for (const origin of origins) await origin.stop();
      await lambda.stop();
      await s3.stop();
      if (faults.length > 0) throw new Error('The engine logged a fault.', { cause: faults[0] });
    },
  };
  return bench;
}

/** Publishes the function `subject` with a role that Lambda@Edge may use. */
export function publishFunction(
  { iam, lambda }: CloudFrontBench,
  code: string,
  overrides: Partial<FunctionDefinition> = {},
): void {
  const Service = ['lambda.amazonaws.com', 'edgelambda.amazonaws.com'];
  iam.createRole(aRole({ roleName: 'subject', assumeRolePolicyDocument: aTrustPolicy({ Principal: { Service } }) }));
  lambda.createFunction(aFunction(code, { runtime: 'nodejs22.x', ...overrides }));
  lambda.publishVersion('subject');
}

/** A viewer's request. */
export interface ViewerRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  readonly scheme?: 'http' | 'https';
  /** Told when a part of the answer has come. */
  readonly onData?: () => void;
  readonly signal?: AbortSignal;
  /** Keeps the connection; without it there is one for the request. */
  readonly agent?: Agent;
}

/** What a viewer gets. */
export interface ViewerAnswer {
  readonly status: number;
  readonly statusMessage: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Asks an edge location as a viewer, whatever its certificate. */
export function view({ port }: EdgeLocation, viewer: ViewerRequest = {}): Promise<ViewerAnswer> {
  const { method = 'GET', path = '/', headers = {}, body, scheme = 'https', onData, signal, agent = false } = viewer;
  const options = {
    host: '127.0.0.1',
    port,
    method,
    path,
    headers: headers as Record<string, string>,
    agent,
    ...(signal && { signal }),
  };
  const outgoing = scheme === 'https' ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options);
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        onData?.();
      });
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, statusMessage = '' } = response;
        resolve({ status, statusMessage, headers: response.headers, body: Buffer.concat(chunks).toString() });
      });
    });
    outgoing.end(body);
  });
}

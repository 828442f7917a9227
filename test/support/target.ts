// The stage that a test looks at: one of an engine that the test starts, or one that is deployed.
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { AppSyncClient, ListApiKeysCommand } from '@aws-sdk/client-appsync';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { LOCAL_STAGE, SERVICE } from '../../tools/stages/names';
import { readEndpoints } from '../../tools/engine/endpoints-file';
import { stageOf } from '../../tools/stages/stage';
import { createToken } from '../../tools/tokens/token';
import type { AwsAccess } from './clients/backend';
import { ROOT } from './packages/templates';
import { type Api, startTestPlanet, theApi } from './planet';

/** What a test of a deployed stage needs of it; a `TestPlanet` has it, too. */
export interface Target {
  /** The API of each region. */
  readonly apis: readonly Api[];
  /** The API of one region; the first one's by default. */
  api(region?: string): Api;
  readonly aws: AwsAccess;
  /** The name of each region's bus. */
  readonly busName: string;
  /** PEM. */
  readonly certificateAuthority: string;
}

/** A stage that is deployed. */
export interface DeployedStage extends Target {
  readonly name: string;
  /** The front door, whose key is of no use; absent for a stage whose front door cannot be found. */
  readonly frontDoor: Api | undefined;
  /** Opens every region; absent if the stage does not trust this machine's key. */
  readonly token: string | undefined;
  /** The Event API of the first region; absent in a stage without Event APIs. */
  readonly eventUrl: string | undefined;
}

/** A token of the tests: good for as long as they may take. */
const TESTER = { subject: 'tester', publish: ['*'], subscribe: ['*'], hours: 2 };

/** The authorities that Node.js trusts by itself. */
const EVERYBODYS = rootCertificates.join('\n');

/** Is a deployed stage tested, and not one that the test starts? */
function isDeployed(): boolean {
  return process.env['TEST_TARGET'] === 'aws';
}

/** The stages on which a test runs: those that are given, or the one that is deployed. */
export function targetStages(...stages: readonly string[]): readonly string[] {
  return isDeployed() ? [deployedName()] : stages;
}

/** The stage under test: started here, to be stopped by `endAll`, or the one that is deployed. */
export async function openTarget(stage: string): Promise<Target> {
  return isDeployed() ? findStage() : startTestPlanet(stage);
}

function deployedName(): string {
  const stage = process.env['STAGE'];
  if (stage === undefined || stage === '') throw new Error('Set STAGE to the name of the stage that is tested.');
  return stage;
}

/** Finds the deployed stage: by `.local/endpoints.json`, if it is the one of the engine that runs here, or by its stacks. */
export async function findStage(): Promise<DeployedStage> {
  const name = deployedName();
  return name === LOCAL_STAGE ? stageOfEngine(name) : stageInAws(name);
}

/** As `npm start` wrote it in the folder that `npm test` is run in, which is not where Jest runs. */
function stageOfEngine(name: string): DeployedStage {
  const folder = process.env['ENGINE_FOLDER'] ?? ROOT;
  const { regions, frontDoor, aws, token, certificateAuthority } = readEndpoints(folder);
  const ca = readFileSync(path.resolve(folder, certificateAuthority), 'utf8');
  const apis = Object.entries(regions).map(([region, { graphqlUrl, apiKey = '' }]) =>
    anApi({ region, graphqlUrl, apiKey, ca }),
  );
  const [first] = apis;
  return {
    ...{ name, apis, aws, token, certificateAuthority: ca, busName: `${SERVICE}-${name}` },
    api: (region) => theApi(apis, region),
    frontDoor: frontDoor && first && { ...anApi({ ...first, graphqlUrl: frontDoor.graphqlUrl, ca }), apiKey: '' },
    eventUrl: Object.values(regions)[0]?.eventUrl,
  };
}

async function stageInAws(name: string): Promise<DeployedStage> {
  const { regions, domain } = stageOf(ROOT, name);
  const [first = ''] = regions;
  const apis = await Promise.all(regions.map(async (region) => apiIn(region, name, domain)));
  const token = await createToken(ROOT, { stage: name, ...TESTER }).catch(() => undefined);
  const graphqlUrl = domain === undefined ? await urlOfDistribution(name) : `https://${domain}/graphql`;
  return {
    ...{ name, apis, token, certificateAuthority: EVERYBODYS, busName: `${SERVICE}-${name}`, aws: await credentials() },
    api: (region) => theApi(apis, region),
    frontDoor: graphqlUrl === undefined ? undefined : anApi({ ...theApi(apis, undefined), graphqlUrl, apiKey: '' }),
    eventUrl: eventUrlIn(await outputsOf(first, `${SERVICE}-${name}`)),
  };
}

function eventUrlIn(outputs: Readonly<Record<string, string | undefined>>): string | undefined {
  const host = outputs['EventsDomainName'] ?? outputs['EventsHttpHost'];
  return host === undefined ? undefined : `https://${host}/event`;
}

/** Those that every command of AWS's finds. */
async function credentials(): Promise<AwsAccess> {
  const client = new CloudFormationClient({ region: 'us-east-1' });
  const { accessKeyId, secretAccessKey, sessionToken } = await client.config.credentials();
  client.destroy();
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

async function apiIn(region: string, stage: string, domain: string | undefined): Promise<Api> {
  const outputs = await outputsOf(region, `${SERVICE}-${stage}`);
  const graphqlUrl = domain === undefined ? outputs['GraphQlUrl'] : `https://${region}.${domain}/graphql`;
  const realtimeUrl = domain === undefined ? outputs['RealtimeUrl'] : undefined;
  const client = new AppSyncClient({ region });
  const { apiKeys: [key] = [] } = await client.send(new ListApiKeysCommand({ apiId: outputs['GraphQlApiId'] }));
  client.destroy();
  return anApi({ region, graphqlUrl: graphqlUrl ?? '', realtimeUrl, apiKey: key?.id ?? '', ca: EVERYBODYS });
}

async function urlOfDistribution(stage: string): Promise<string | undefined> {
  const { Url: url } = await outputsOf('us-east-1', `${SERVICE}-edge-${stage}`);
  return url === undefined ? undefined : new URL('/graphql', url).href;
}

async function outputsOf(region: string, StackName: string): Promise<Readonly<Record<string, string | undefined>>> {
  const client = new CloudFormationClient({ region });
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName }));
  client.destroy();
  return Object.fromEntries((stack?.Outputs ?? []).map(({ OutputKey = '', OutputValue }) => [OutputKey, OutputValue]));
}

/** What is known of an API by its address. A domain name has its real-time endpoint below the other one. */
export function anApi({
  graphqlUrl,
  realtimeUrl = `${graphqlUrl.replace(/^http/, 'ws')}/realtime`,
  ...api
}: Pick<Api, 'region' | 'graphqlUrl' | 'apiKey' | 'ca'> & { readonly realtimeUrl?: string | undefined }): Api {
  return { ...{ apiId: '', name: '', apiKeys: [api.apiKey] }, ...api, graphqlUrl, realtimeUrl };
}

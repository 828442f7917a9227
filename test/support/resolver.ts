// Runs resolvers through AppSync's EvaluateCode: against the engine, or against AWS with TEST_TARGET=aws.
import { AppSyncClient, EvaluateCodeCommand } from '@aws-sdk/client-appsync';
import type { JsonObject, JsonValue } from 'local-aws';
import { clientConfig } from './clients/backend';
import { endAll, endLater } from './endings';
import { startTestPlanet } from './planet';
import { functionsOf, packagedRegions, resolversOf, type Template, templateOf } from './packages/templates';

const STAGE = 'local';

/** What an evaluation came to. */
export interface Evaluated {
  readonly result: JsonValue | undefined;
  readonly stash: JsonObject;
  /** The sentence of `util.error`, or of whatever else ended the handler. */
  readonly error: string | undefined;
}

export interface ResolverUnderTest {
  request(context: JsonObject): Promise<Evaluated>;
  response(context: JsonObject): Promise<Evaluated>;
}

/** The packaged resolver of a coordinate such as `Mutation.publish`; registers its own clean-up. */
export function resolverUnderTest(coordinate: string, stage = STAGE): ResolverUnderTest {
  return codeUnderTest(codeOf(resolversOf(template(stage)).get(coordinate), coordinate));
}

/** The packaged pipeline function of a name such as `remember`; registers its own clean-up. */
export function functionUnderTest(name: string, stage = STAGE): ResolverUnderTest {
  return codeUnderTest(codeOf(functionsOf(template(stage)).get(name), name));
}

/** Code under test; registers its own clean-up. */
export function codeUnderTest(code: string): ResolverUnderTest {
  let client: AppSyncClient;
  beforeAll(async () => {
    // AWS: the account and region of the environment's credentials.
    client = process.env['TEST_TARGET'] === 'aws' ? new AppSyncClient({}) : await clientOfEngine();
    endLater(() => client.destroy());
  });
  afterAll(endAll);

  const evaluate = async (handler: 'request' | 'response', context: JsonObject): Promise<Evaluated> => {
    const { evaluationResult, stash, error } = await client.send(
      new EvaluateCodeCommand({
        runtime: { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' },
        code,
        function: handler,
        context: JSON.stringify(context),
      }),
    );
    return {
      result: evaluationResult === undefined ? undefined : (JSON.parse(evaluationResult) as JsonValue),
      stash: JSON.parse(stash ?? '{}') as JsonObject,
      error: error?.message,
    };
  };
  return {
    request: async (context) => evaluate('request', context),
    response: async (context) => evaluate('response', context),
  };
}

/** A context as AppSync hands it to a resolver; `arguments` and anything else can be overridden. */
export function aContext(overrides: JsonObject = {}): JsonObject {
  return {
    arguments: {},
    source: {},
    result: {},
    stash: {},
    identity: null,
    request: { headers: {} },
    env: { REGION: 'us-west-2', HISTORY_HOURS: '24', CHANNELS_1: 'cars,robots,tech', CHANNELS_2: 'chat/*' },
    ...overrides,
  };
}

/** `ctx.identity` of a caller with a token, as the authorizer describes it. */
export function aTokenIdentity(permissions: {
  readonly publish?: string[];
  readonly subscribe?: string[];
}): JsonObject {
  const { publish = [], subscribe = [] } = permissions;
  const exp = '1767225600';
  return {
    resolverContext: { sub: 'ana', publish: JSON.stringify(publish), subscribe: JSON.stringify(subscribe), exp },
  };
}

async function clientOfEngine(): Promise<AppSyncClient> {
  const planet = await startTestPlanet(STAGE);
  return new AppSyncClient(clientConfig(planet, planet.api().region));
}

function template(stage: string): Template {
  const [region = ''] = packagedRegions(stage);
  return templateOf(stage, region);
}

function codeOf(packaged: { readonly Code: string } | undefined, name: string): string {
  if (!packaged) throw new Error(`The stack has no ${name}.`);
  return packaged.Code;
}

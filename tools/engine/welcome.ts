// What `npm start` prints when the planet is ready.
import type { ApiEndpoint } from 'local-aws';
import type { FrontDoor } from './front-door';
import type { Planet } from './planet';
import { AUTHORITY_CERTIFICATE } from './authority-file';

/** How a planet was started. */
export interface Start {
  /** Opens every region, if the stage trusts this machine's key. */
  readonly token: string | undefined;
  /** What may be published to: names and patterns, as stages.yml has them. */
  readonly channels: readonly string[];
  /** How long it took. */
  readonly seconds: number;
  /** The paths of the pages of other services. */
  readonly pages: readonly string[];
  /** Milliseconds that a minute of heartbeats, alarms and health checks takes. */
  readonly minute: number;
}

/** The addresses, keys and first commands of a planet that is ready. */
export function welcome(
  { regions, aws, frontDoor }: Planet,
  { token, channels, seconds, minute, pages }: Start,
): string {
  const apis = [...regions].flatMap(([region, { graphqlApis }]) => graphqlApis.map((api) => ({ region, ...api })));
  const [first] = apis;
  const events = new Map([...regions].map(([region, { eventApis }]) => [region, eventApis]));
  const hasEvents = [...events.values()].some((eventApis) => eventApis.length > 0);
  return [
    `Ready in ${seconds.toFixed(1)} s.`,
    '',
    ...(frontDoor ? entrance(frontDoor, { minute, hasEvents, pages }) : []),
    ...apis.flatMap(({ region, graphqlUrl, realtimeUrl, apiKeys }) => [
      region,
      `  queries and mutations  ${graphqlUrl}`,
      `  subscriptions          ${realtimeUrl}`,
      ...(apiKeys.length === 0 ? [] : [`  API key                ${apiKeys.join(' ')}`]),
      ...(events.get(region) ?? []).flatMap((api) => [
        `  AppSync Events         ${api.eventUrl}`,
        ...(api.apiKeys.length === 0 ? [] : [`  its API key            ${api.apiKeys.join(' ')}`]),
      ]),
    ]),
    ...(token === undefined ? [] : ['Every region', `  token                  ${token}`]),
    'AWS SDK clients and the AWS CLI',
    `  export AWS_ENDPOINT_URL=${aws.endpointUrl} AWS_REGION=${first?.region ?? ''} \\`,
    `    AWS_ACCESS_KEY_ID=${aws.accessKeyId} AWS_SECRET_ACCESS_KEY=${aws.secretAccessKey}`,
    '',
    ...firstCommands({ first, frontDoor, token, channel: channelAmong(channels), hasEvents }),
    '',
    'All of this is in .local/endpoints.json. HTTPS and WSS answer on the same ports; clients must trust .local/ca.pem.',
    'Ctrl-C stops all.',
  ].join('\n');
}

/** How first messages are published, with the credentials that the stage accepts. */
function firstCommands({
  first,
  frontDoor,
  token,
  channel,
  hasEvents,
}: Pick<Start, 'token'> &
  Pick<Planet, 'frontDoor'> & {
    readonly first: ApiEndpoint | undefined;
    readonly channel: string;
    readonly hasEvents: boolean;
  }): readonly string[] {
  if (!first || (token === undefined && first.apiKeys.length === 0)) {
    return [
      'The stage has no API keys and does not trust this machine: "npm run token -- --stage NAME" says how it would.',
    ];
  }
  const told = ['Publish from another terminal, in this folder:', ''];
  if (!frontDoor || token === undefined) return [...told, curl(straightTo(first), mutation(channel))];
  const through = (path: string) => throughTheDoor(frontDoor, token, path);
  return [
    ...told,
    curl(through('/graphql'), mutation(channel)),
    ...(hasEvents ? ['', 'The same with AppSync Events:', '', curl(through('/event'), publishedEvent(channel))] : []),
  ];
}

/** What is said of the front door. */
interface Entrance {
  /** Milliseconds that a minute of heartbeats and health checks takes. */
  readonly minute: number;
  readonly hasEvents: boolean;
  /** Where the pages of other services are. */
  readonly pages: readonly string[];
}

/** The one domain, as each edge location stands for it. */
function entrance({ edges, links }: FrontDoor, { minute, hasEvents, pages }: Entrance): readonly string[] {
  const [url = ''] = [...edges.values()].map((edge) => edge.url);
  const [link = ''] = links.values();
  return [
    `The page                 ${link}`,
    '  The link signs you in until the engine stops. Keep it to yourself.',
    '  Your browser does not trust the certificate yet: choose "Advanced" and "Proceed", once for each address.',
    ...pages.flatMap((page) => otherPage(edges, page)),
    `The front door           ${url}/graphql`,
    ...(hasEvents ? [`  AppSync Events         ${url}/event`] : []),
    ...[...edges].map(([location, edge]) => `  near ${location.padEnd(18)}  ${edge.url}`),
    `  Take a region down with: npm run fault -- down ${[...edges.keys()][0] ?? ''}`,
    `  A minute of heartbeats and health checks takes ${minute / 1000} s here.`,
    '',
  ];
}

/** Where the page of another service is. */
function otherPage(edges: FrontDoor['edges'], page: string): readonly string[] {
  const [url = '', ...others] = [...edges.values()].map((edge) => `${edge.url}${page}`);
  return [`The service's page       ${url}`, ...others.map((other) => `                         ${other}`)];
}

/** What curl is told, as options. */
function throughTheDoor({ edges }: FrontDoor, token: string, path: string): string {
  const [edge] = edges.values();
  return `--cacert ${AUTHORITY_CERTIFICATE} ${edge?.url ?? ''}${path} \\\n    -H 'authorization: ${token}'`;
}

function straightTo({ graphqlUrl, apiKeys }: ApiEndpoint): string {
  return `${graphqlUrl} \\\n    -H 'x-api-key: ${apiKeys[0] ?? ''}'`;
}

/** The first channel, with which the page begins, too; of a pattern, one that it covers. */
function channelAmong([first = '']: readonly string[]): string {
  return first.replace(/\*$/, 'hello');
}

function mutation(channel: string): object {
  return { query: `mutation { publish(name: "${channel}", message: "Hello, world!") { id region publishedAt } }` };
}

function publishedEvent(channel: string): object {
  return { channel: `/${channel}`, events: [JSON.stringify({ message: 'Hello, world!' })] };
}

function curl(target: string, body: object): string {
  return [`  curl ${target} \\`, `    -H 'content-type: application/json' -d '${JSON.stringify(body)}'`].join('\n');
}

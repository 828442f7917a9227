// What the person at the terminal sees.
import type { Planet } from './planet';
import type { Log } from './log';

/** Writes to standard output, and faults of our own to standard error. */
export const terminal: Log = {
  info: (line) => void process.stdout.write(`${line}\n`),
  fault: (error) =>
    void process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
};

/** How a planet was started. */
export interface Start {
  /** Opens every region, if the stage trusts this machine's key. */
  readonly token: string | undefined;
  /** How long it took. */
  readonly seconds: number;
}

/** The addresses, keys and first commands of a planet that is ready. */
export function welcome({ regions, aws }: Planet, { token, seconds }: Start): string {
  const apis = [...regions].flatMap(([region, { graphqlApis }]) => graphqlApis.map((api) => ({ region, ...api })));
  const [first] = apis;
  return [
    `Ready in ${seconds.toFixed(1)} s.`,
    '',
    ...apis.flatMap(({ region, graphqlUrl, realtimeUrl, apiKeys }) => [
      region,
      `  queries and mutations  ${graphqlUrl}`,
      `  subscriptions          ${realtimeUrl}`,
      `  API key                ${apiKeys.join(' ')}`,
    ]),
    ...(token === undefined ? [] : ['Every region', `  token                  ${token}`]),
    'AWS SDK clients',
    `  endpoint               AWS_ENDPOINT_URL=${aws.endpointUrl}`,
    `  credentials            AWS_ACCESS_KEY_ID=${aws.accessKeyId} AWS_SECRET_ACCESS_KEY=${aws.secretAccessKey}`,
    '',
    ...(first ? ['Publish from this terminal:', '', curl(first.graphqlUrl, first.apiKeys[0] ?? '')] : []),
    '',
    'All of this is in .local/endpoints.json. HTTPS and WSS answer on the same ports; clients must trust .local/ca.pem.',
    'Ctrl-C stops all.',
  ].join('\n');
}

function curl(url: string, apiKey: string): string {
  const query = 'mutation { publish(name: "tech", message: "Hello, world!") { id region publishedAt } }';
  return [
    `  curl ${url} \\`,
    `    -H 'content-type: application/json' -H 'x-api-key: ${apiKey}' \\`,
    `    -d '${JSON.stringify({ query })}'`,
  ].join('\n');
}

// The engine of this machine, if it runs in this folder.
import { readFileSync } from 'node:fs';

/** What it writes into `.local/endpoints.json` while it runs. */
export interface Engine {
  readonly frontDoor?: { readonly graphqlUrl: string; readonly edges: Readonly<Record<string, string>> };
  readonly regions: Readonly<
    Record<string, { readonly graphqlUrl: string; readonly apiKey?: string; readonly eventBusName: string }>
  >;
  readonly aws: { readonly endpointUrl: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Opens every region; absent for a stage that does not trust this machine. */
  readonly token?: string;
  /** The path of the certificate to trust. */
  readonly certificateAuthority: string;
}

/** The engine that runs here; `undefined` if none does. */
export function runningEngine(): Engine | undefined {
  try {
    return JSON.parse(readFileSync('.local/endpoints.json', 'utf8')) as Engine;
  } catch {
    return undefined;
  }
}

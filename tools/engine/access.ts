// Whose account the commands for operators work on: that of the credentials at hand, or the engine's.
import { LOCAL_STAGE } from '../stages/names';
import { readEndpoints } from './endpoints-file';

/** How AWS's SDK reaches an account. What is absent it finds by itself, as it does for every command of AWS's. */
export interface Access {
  readonly endpoint?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/**
 * How the account of a stage is reached.
 * @param root the project's folder
 * @throws UserError `ENGINE_NOT_RUNNING`, for the stage of this machine
 */
export function accessTo(root: string, stage: string): Access {
  if (stage !== LOCAL_STAGE) return {};
  const { endpointUrl: endpoint, ...credentials } = readEndpoints(root).aws;
  return { endpoint, credentials };
}

/** The account of an engine for a program that reads it from its environment. https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html */
export function variablesOf({ endpoint, credentials }: Access): Readonly<Record<string, string>> {
  return {
    ...(endpoint !== undefined && { AWS_ENDPOINT_URL: endpoint }),
    ...(credentials && {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    }),
  };
}

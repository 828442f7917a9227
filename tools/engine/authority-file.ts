// Where the certificate is that clients must trust.
import { STATE_FOLDER } from '../stages/names';

/** Below the project's folder. */
export const AUTHORITY_CERTIFICATE = `${STATE_FOLDER}/ca.pem`;

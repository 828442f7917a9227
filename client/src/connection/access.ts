// As whom the visitor is connected, and with what.
import type { Credential } from '../credential/credential';
import type { RecordedSocket } from '../frames/recorded-socket';

/** What every connection of the page is made with. */
export interface Access {
  readonly credential: Credential;
  /** Its frames are in the log. */
  readonly WebSocket: RecordedSocket;
}

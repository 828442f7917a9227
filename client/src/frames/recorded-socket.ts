// A WebSocket whose frames are written down: the library and the page's own connections take it in place of the browser's.
import type { FrameLog } from './frame-log';

/** What makes such sockets. */
export type RecordedSocket = new (url: string, protocols: string[]) => WebSocket;

/** The browser's WebSocket, which tells a log what it sends, what it gets, and that it opens and closes. */
export function recordedSocket(log: FrameLog): RecordedSocket {
  return class extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      // The second protocol is the credential.
      const [protocol = ''] = protocols;
      log.add('connection', `Connecting to ${url} (${protocol})`);
      this.addEventListener('open', () => log.add('connection', 'Open'));
      this.addEventListener('message', ({ data }) => log.add('in', String(data)));
      this.addEventListener('close', ({ code, reason }) =>
        log.add('connection', `Closed with ${code}${reason === '' ? '' : `: ${reason}`}`),
      );
    }

    override send(text: string): void {
      log.add('out', text);
      super.send(text);
    }
  };
}

// Amplify passes over the frame `complete`, by which the API ends a subscription: a channel that an operator closes would just
// fall silent. So the page looks at its sockets' frames itself.
import { completedId } from './complete-frame';

/** Told the id of a subscription that the API ended. */
export type CompleteListener = (id: string) => void;

/** Listens to the `complete` frames of every socket that is opened from now on. Call it once. */
export function listenToSockets(listener: CompleteListener): void {
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        const id = typeof data === 'string' ? completedId(data) : undefined;
        if (id !== undefined) listener(id);
      });
    }
  };
}

// Listening on a port that may be taken.
import type { Server } from 'node:net';
import { UserError } from '../errors';

/**
 * Lets a server listen.
 * @throws UserError `PORT_TAKEN` when something else listens on the port, or this user may not
 */
export async function bind(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => {
      server.off('listening', listening);
      reject(
        error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? new UserError('PORT_TAKEN', `Port ${port} is taken or not allowed; choose another one.`, { cause: error })
          : error,
      );
    };
    const listening = () => {
      server.off('error', failed);
      resolve();
    };
    server.once('error', failed);
    server.once('listening', listening);
    server.listen(port, host);
  });
}

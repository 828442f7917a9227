// What ends the requests of a device.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Device } from '../../../../tools/chaos/device';

let device: Device;
/** It gives no answer. */
let server: Server;
let url: string;

beforeEach(async () => {
  device = new Device('');
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  await device.end();
  await new Promise((resolve) => server.close(resolve));
});

it.each<[string, string, (patience: AbortController) => void]>([
  ['its connections are cut', 'The connection was cut.', () => device.cut()],
  ['it falls asleep', 'The connection was cut.', () => device.sleep()],
  ['its client gives up', 'enough', (patience) => patience.abort(new Error('enough'))],
])('ends a request when %s', async (_, reason, end) => {
  const patience = new AbortController();
  const isAsked = once(server, 'request');
  const failure = device.options.fetch(url, { signal: patience.signal }).catch((error: unknown) => error);
  await isAsked;

  end(patience);

  expect(await failure).toEqual(new Error(reason));
});

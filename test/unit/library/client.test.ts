// A client at its limits: its end, its credentials, and what its user's callbacks do.
import { told, World } from './world';

let world: World;

beforeEach(() => {
  world = new World();
});

it('subscribes again after its last subscription was closed', async () => {
  const client = world.client();
  told(client).subscription.close();

  const heard = told(client);
  await world.clock.pass(0);
  await world.deliver();

  expect(heard.texts).toEqual(['message 1']);
  expect(client.state).toBe('live');
});

it('is closed even if a listener subscribes again whenever a subscription ends', async () => {
  const client = world.client();
  let count = 0;
  const subscribe = () => {
    count += 1;
    client.subscribe('tech').on('state', (state) => {
      if (state === 'closed' && count < 10) subscribe();
    });
  };
  subscribe();
  await world.clock.pass(0);

  client.close();

  expect(count).toBe(2);
});

// What a subscription hands over, when what comes live and what the history has are not the same.
import { REGIONS, SYDNEY, told, World } from './world';

const MINUTE = 60_000;

let world: World;

beforeEach(() => {
  world = new World();
});

it('hands over what comes live', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);

  const { message } = await world.deliver();

  expect(heard.all).toEqual([message]);
  expect(heard.states).toEqual(['catching up', 'live']);
});

it('hands over nothing that was published before it began', async () => {
  world.remember();
  const heard = told(world.client());
  await world.clock.pass(MINUTE);

  const { message } = await world.deliver();

  expect(heard.all).toEqual([message]);
});

it('reads what was published while there was no connection, from every region, once', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const first = await world.deliver();
  await world.drop();
  const missed = REGIONS.map((region) => world.remember(world.message({ region })));

  await world.clock.pass(MINUTE);
  const last = await world.deliver(world.message({ region: SYDNEY }));

  expect(heard.all).toEqual([first, ...missed, last].map(({ message }) => message));
});

it('hands over once what is pushed and read', async () => {
  const heard = told(world.client());
  await world.clock.pass(0);
  const first = await world.deliver();
  await world.drop();
  await world.clock.pass(MINUTE);

  world.push(first);
  const last = await world.deliver();

  expect(heard.texts).toEqual([first, last].map(({ message }) => message));
});

// The client library and its commands in a stage that keeps no history: what is lost is told.
import { spawn } from 'node:child_process';
import { libraryClient, listening } from '../../support/clients/library-client';
import { endAll, endLater } from '../../support/endings';
import { type Api, startTestPlanet, type TestPlanet } from '../../support/planet';
import { command, Program } from '../../support/program';

let planet: TestPlanet;

beforeAll(async () => {
  planet = await startTestPlanet('three');
});

afterAll(endAll);

it('hands over what comes, and tells of each interruption', async () => {
  const [here, there] = planet.apis;
  if (!here || !there) throw new Error('The stage has three regions.');
  const subscriber = libraryClient(planet, here, { apiKey: here.apiKey });
  const publisher = libraryClient(planet, there, { apiKey: there.apiKey });
  const heard = await listening(subscriber, 'tech');
  await publisher.publish('tech', { message: 'before' });
  await heard.text('before');

  planet.network.takeDown(here.region);
  await heard.states.find((state) => state === 'offline');
  planet.network.restore(here.region);
  const gap = await heard.gaps.find(() => true);
  await publisher.publish('tech', { message: 'after' });
  await heard.text('after');

  expect(gap).toMatchObject({ channel: 'tech', reason: 'HistoryOff', from: expect.any(Date), to: expect.any(Date) });
  expect(heard.texts).toEqual(['before', 'after']);
});

it('npm run sub prints what npm run pub publishes, and tells of an interruption', async () => {
  const [here, there] = planet.apis;
  if (!here || !there) throw new Error('The stage has three regions.');
  const sub = typed('sub', here, 'music');
  await sub.line('stderr', 'Listening to music');

  const pub = typed('pub', there, 'music', 'to whom it may concern');
  const line = await sub.line('stdout', 'to whom it may concern');
  planet.network.takeDown(here.region);
  await sub.line('stderr', 'The connection was lost');
  planet.network.restore(here.region);
  const gap = await sub.line('stderr', 'missing');

  expect(line).toContain(`music (${there.region}): to whom it may concern`);
  expect(await pub.ended).toBe(0);
  expect(gap).toMatch(/^What was published between \S+ and \S+ is missing: the stage keeps no history of music\.$/);
});

it('npm run sub says that it cannot begin with what was published before', async () => {
  const [here] = planet.apis;
  if (!here) throw new Error('The stage has three regions.');

  const sub = typed('sub', here, 'tech', '--last', '3');

  expect(await sub.line('stderr', 'missing')).toMatch(
    /^What was published before \S+ is missing: the stage keeps no history of tech\.$/,
  );
});

/** A command at a region's own address. */
function typed(name: 'pub' | 'sub', { graphqlUrl, apiKey }: Api, ...words: readonly string[]): Program {
  const [file, ...args] = command(name);
  const child = spawn(file, [...args, ...words, '--url', graphqlUrl, '--api-key', apiKey], { stdio: 'pipe' });
  const program = new Program(child);
  endLater(async () => {
    child.kill();
    await program.ended;
  });
  return program;
}

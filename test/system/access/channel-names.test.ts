// What is a channel's name, in a stage that allows every channel.
import { CHANNEL_TEXTS } from '../../cases/channels';
import { endAll } from '../../support/endings';
import { BareClient } from '../../support/clients/bare-client';
import { request } from '../../support/clients/http-client';
import { templatesAllowing } from '../../support/packages/allowed-channels';
import { type Api, packagedTemplates, startTestPlanet } from '../../support/planet';
import { PUBLISH, SUBSCRIBE } from '../../../local/test/support/messages';

let api: Api;

beforeAll(async () => {
  const planet = await startTestPlanet('local', { templates: templatesAllowing(packagedTemplates('local'), ['*']) });
  api = planet.api();
});

afterAll(endAll);

it.each(CHANNEL_TEXTS)('%j can be published to only if it is a name: it is a %s', async (name, kind) => {
  const { body } = await request(api, PUBLISH, { name, message: 'hi' });

  expect(body).toMatchObject(
    kind === 'name' ? { data: { publish: { name } } } : { errors: [{ errorType: 'InvalidChannel' }] },
  );
  expect(body.errors === undefined).toBe(kind === 'name');
});

it.each(CHANNEL_TEXTS)('%j can be subscribed to only if it is a name or a pattern: it is a %s', async (name, kind) => {
  const client = await BareClient.connect(api);

  const id = client.start(SUBSCRIBE, { name });
  const frame = await client.frames.find((candidate) => candidate.id === id);
  client.close();

  expect(frame).toMatchObject(
    kind === 'neither'
      ? { type: 'error', payload: { errors: [{ errorType: 'InvalidChannel' }] } }
      : { type: 'start_ack' },
  );
});

// An operator's `unsubscribe` ends a channel's subscriptions in every region, and no others.
import { putEvent } from '../../support/clients/backend';
import { BareClient } from '../../support/clients/bare-client';
import { endAll } from '../../support/endings';
import { publish, signedRequest } from '../../support/clients/http-client';
import { openTarget, type Target, targetStages } from '../../support/target';

const UNSUBSCRIBE = 'mutation Unsubscribe($name: String!) { unsubscribe(name: $name) { name } }';

describe.each(targetStages('local', 'three'))('on stage %s', (stage) => {
  let planet: Target;

  beforeAll(async () => {
    planet = await openTarget(stage);
  });

  afterAll(endAll);

  it('ends the channel’s subscriptions in every region', async () => {
    const subscriptions = await Promise.all(
      planet.apis.map(async (api) => {
        const client = await BareClient.connect(api);
        return { client, id: (await client.subscribe('tech')).id };
      }),
    );

    const { body } = await signedRequest(planet.api(), planet.aws, UNSUBSCRIBE, { name: 'tech' });

    expect(body).toEqual({ data: { unsubscribe: { name: 'tech' } } });
    for (const { client, id } of subscriptions) {
      expect(await client.frame('complete', id)).toMatchObject({ payload: { message: 'Subscription complete.' } });
    }
  });

  it('does not end the other channels, even on the same socket', async () => {
    const client = await BareClient.connect(planet.api());
    const tech = await client.subscribe('tech');
    const cars = await client.subscribe('cars');

    await signedRequest(planet.api(), planet.aws, UNSUBSCRIBE, { name: 'tech' });
    await client.frame('complete', tech.id);
    await publish(planet.api(), { name: 'tech', message: 'to no one' });
    await publish(planet.api(), { name: 'cars', message: 'still here' });
    await cars.find(({ message }) => message === 'still here');

    expect(tech.messages).toEqual([]);
    client.close();
  });

  it('does not close for a backend that the stage does not name', async () => {
    const { region } = planet.api();
    const client = await BareClient.connect(planet.api());
    const tech = await client.subscribe('tech');

    await putEvent(planet, region, { type: 'channel.closed', detail: { name: 'tech' } });
    await putEvent(planet, region, { type: 'message.published', detail: { name: 'tech', message: 'still here' } });

    expect(await tech.find(({ message }) => message === 'still here')).toMatchObject({ name: 'tech' });
    client.close();
  });

  it('lets a client subscribe again', async () => {
    const client = await BareClient.connect(planet.api());
    const first = await client.subscribe('tech');
    await signedRequest(planet.api(), planet.aws, UNSUBSCRIBE, { name: 'tech' });
    await client.frame('complete', first.id);

    const again = await (await BareClient.connect(planet.api())).subscribe('tech');
    await publish(planet.api(), { name: 'tech', message: 'back' });

    expect(await again.find(({ message }) => message === 'back')).toMatchObject({ name: 'tech' });
    await again.close();
  });
});

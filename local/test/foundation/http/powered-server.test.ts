// The server of a region, which rests while the region is down.
import { listenWhileUp } from '../../../src/foundation/http/powered-server';
import { type Part, PowerSwitch } from '../../../src/foundation/power';
import { aRegion } from '../../support/region';

/** A switch that shows which parts it keeps. */
class OpenSwitch extends PowerSwitch {
  readonly kept = new Set<Part>();

  override watch(part: Part): () => void {
    const forget = super.watch(part);
    this.kept.add(part);
    return () => {
      this.kept.delete(part);
      forget();
    };
  }
}

it('A server that has stopped is kept by nobody', async () => {
  const region = aRegion();
  const power = new OpenSwitch(region.name);
  const server = await listenWhileUp({ port: 0, onRequest: (_, response) => response.end() }, region, power);
  const before = power.kept.size;

  await server.stop();

  expect([before, power.kept.size]).toEqual([1, 0]);
});

it('A part that is forgotten hears nothing of the region', () => {
  const power = new PowerSwitch('us-west-2');
  const heard: string[] = [];
  const part = (name: string) => ({ rest: () => heard.push(name), goOn: () => heard.push(name) });
  const forget = power.watch(part('deleted'));
  power.watch(part('there'));

  forget();
  power.turn(false);

  expect(heard).toEqual(['there']);
});

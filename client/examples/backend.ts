// A backend, with no GraphQL at all: it puts one event on the bus of a region, and every region's subscribers get it.
// npx tsx client/examples/backend.ts [CHANNEL [MESSAGE [REGION BUS]]]
// With REGION and BUS (the output EventBusName of that region's stack) on AWS, with the credentials of the environment;
// without them on the bus of the engine that runs here, in its first region.
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { endWith } from './ending';
import { runningEngine } from './engine';

const [name = 'tech', message = 'Hello from a backend', region, bus] = process.argv.slice(2);

/** A client, and the bus that it puts events on. */
interface Target {
  readonly client: EventBridgeClient;
  readonly bus: string;
}

function target(): Target {
  if (region === undefined) return ofEngine();
  if (bus === undefined) return endWith('REGION needs BUS after it: the output EventBusName of the stack there');
  return { client: new EventBridgeClient({ region }), bus };
}

function ofEngine(): Target {
  const engine = runningEngine();
  if (!engine) return endWith('The engine does not run here; start it with npm start, or give REGION and BUS');
  const { aws, regions } = engine;
  const [first] = Object.entries(regions);
  if (!first) return endWith('The engine has no region');
  const { endpointUrl: endpoint, ...credentials } = aws;
  return { client: new EventBridgeClient({ region: first[0], endpoint, credentials }), bus: first[1].eventBusName };
}

async function main(): Promise<void> {
  const { client, bus: EventBusName } = target();
  const { Entries = [] } = await client.send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName,
          // Any name of your own.
          Source: 'shop.backend',
          DetailType: 'message.published',
          Detail: JSON.stringify({ name, message, data: JSON.stringify({ from: 'a backend' }) }),
        },
      ],
    }),
  );
  // A call that succeeds may still have failed for some of its events.
  const [{ ErrorCode, ErrorMessage, EventId = '' } = {}] = Entries;
  if (ErrorCode !== undefined) throw new Error(`${ErrorCode}: ${ErrorMessage ?? ''}`);
  process.stdout.write(`The bus has taken the event ${EventId}.\n`);
}

main().catch(endWith);

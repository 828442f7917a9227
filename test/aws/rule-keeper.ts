// A process that enables a rule again when the one that disabled it says so, or is no more: it lives on when that one is killed.
import { EnableRuleCommand, EventBridgeClient, type EventBridgeClientConfig } from '@aws-sdk/client-eventbridge';
import { createInterface } from 'node:readline';

/** What it is told, as JSON in the first line of its input. It enables the rule when the input ends. */
export interface KeptRule {
  readonly client: Pick<EventBridgeClientConfig, 'region'> & {
    readonly credentials: {
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
      readonly sessionToken?: string;
    };
    readonly endpoint?: string;
  };
  readonly rule: { readonly EventBusName: string; readonly Name: string };
}

/** What it writes when it has read its line. */
export const READY = 'ready';

/** Whatever stands in the way of the call is likely to pass: a region answers nothing, or the machine has no network. */
const ATTEMPTS = 20;

async function keep(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  let kept: KeptRule | undefined;
  for await (const line of lines) {
    kept ??= JSON.parse(line) as KeptRule;
    process.stdout.write(`${READY}\n`);
  }
  if (!kept) return;
  const client = new EventBridgeClient({ ...kept.client, maxAttempts: ATTEMPTS });
  await client.send(new EnableRuleCommand(kept.rule));
  client.destroy();
}

if (require.main === module) {
  // Who began it may be gone.
  process.stdout.on('error', () => undefined);
  keep().catch((error: unknown) => {
    process.stderr.write((error as Error).message);
    process.exitCode = 1;
  });
}

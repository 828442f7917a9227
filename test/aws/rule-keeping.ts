// Sees to it that a rule is enabled again, whatever becomes of the process that disabled it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { ROOT } from '../support/packages/templates';
import { type KeptRule, READY } from './rule-keeper';

/** The process that enables a rule again. */
export interface Keeper {
  /** Lets it enable the rule, and waits until it has, unless it was dismissed. @throws Error that says what to do if it could not */
  readonly enableAgain: () => Promise<void>;
  /** Ends it: there is nothing to enable. */
  readonly dismiss: () => void;
}

/** Starts a process that enables a rule again, also when this one is ended by Ctrl-C or killed. */
export async function keeperOf(kept: KeptRule): Promise<Keeper> {
  const tsx = createRequire(__filename).resolve('tsx/cjs');
  const keeper = spawn(process.execPath, ['--require', tsx, path.join(__dirname, 'rule-keeper.ts')], {
    // Ctrl-C is for the terminal's group of processes, and this one must live on.
    ...{ cwd: ROOT, detached: true, stdio: 'pipe' },
  });
  const [errors, ended] = [textOf(keeper.stderr), once(keeper, 'exit') as Promise<[number | null]>];
  // Its end is told by its exit.
  keeper.stdin.on('error', () => undefined);
  keeper.stdin.write(`${JSON.stringify(kept)}\n`);
  const begun = await Promise.race([once(keeper.stdout, 'data') as Promise<[Buffer]>, ended]);
  if (String(begun[0]).trim() !== READY) throw new Error(`The keeper of the rule did not start: ${await errors}`);
  return {
    dismiss: () => void keeper.kill(),
    enableAgain: async () => {
      keeper.stdin.end();
      const [code] = await ended;
      if (code === 0 || keeper.killed) return;
      const { EventBusName, Name } = kept.rule;
      const region = String(kept.client.region);
      throw new Error(
        `Enable the rule again: aws events enable-rule --event-bus-name ${EventBusName} --name ${Name} --region ${region}`,
        { cause: await errors },
      );
    },
  };
}

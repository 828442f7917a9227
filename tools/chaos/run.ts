// A storm from the command line: its planet, its plan and its report.
import { LOCAL_STAGE } from '../stages/names';
import { terminal } from '../terminal';
import { createToken } from '../tokens/token';
import type { ChaosOptions } from './options';
import { planOf } from './plan';
import { regionsFor, startStormPlanet } from './planet';
import { lineOf, reportOf } from './report';
import { storm } from './storm';
import { verdictOf } from './verdict';

const MINUTE = 60_000;
const SECONDS_PER_HOUR = 3600;

/**
 * Runs a storm, and prints what breaks and the verdict.
 * @param root the project's folder
 * @returns was every promise kept, without a fault of the engine?
 * @throws UserError `PACKAGING_FAILED` or `FOLDER_NOT_WRITABLE`
 */
export async function run(root: string, { seed, minutes, regions: count }: ChaosOptions): Promise<boolean> {
  const regions = regionsFor(root, count);
  const plan = planOf({ seed, duration: minutes * MINUTE, regions });
  terminal.info(`Storm: npm run chaos -- --seed ${seed} --minutes ${minutes} --regions ${count}`);
  terminal.info(`Packaging ${regions.join(', ')} and the front door …`);
  const faults: unknown[] = [];
  const fault = (error: unknown) => {
    faults.push(error);
    terminal.fault(error);
  };
  const { planet, copy } = await startStormPlanet({ root, regions, log: { info: () => undefined, fault } });
  try {
    const log = await storm(plan, {
      ...{ stage: LOCAL_STAGE, planet },
      token: async ({ subject, mayPublish, life }) =>
        createToken(copy, {
          ...{ stage: LOCAL_STAGE, subject, publish: mayPublish ? ['*'] : [], subscribe: ['*'] },
          hours: life / SECONDS_PER_HOUR,
        }),
      onFault: (broken) => terminal.info(lineOf(broken)),
    });
    const verdict = verdictOf(log);
    terminal.info(`\n${reportOf(verdict)}`);
    return faults.length === 0 && verdict.broken.length === 0;
  } finally {
    await planet.stop();
  }
}

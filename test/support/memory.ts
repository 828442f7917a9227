// How much this process remembers.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Mebibytes of the heap that are in use once everything that can be forgotten is. */
export async function rememberedMebibytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed / 1_048_576;
}

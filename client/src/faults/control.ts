// The engine's own paths, below the page's address: they exist only on a laptop.
import { type PlanetState, planetStateOf } from './planet-state';

const STATE_PATH = '/.local/state';
const FAULTS_PATH = '/.local/faults';

/** Something that is done to a region. `slow` takes milliseconds, `split` the other region; `up` ends all of it. */
export type Fault =
  | { readonly fault: 'down' | 'up'; readonly region: string }
  | { readonly fault: 'slow'; readonly region: string; readonly ms: number }
  | { readonly fault: 'split'; readonly region: string; readonly other: string };

/** How the regions are. @throws Error with a sentence */
export async function readPlanetState(key: string): Promise<PlanetState> {
  const answer = await call(STATE_PATH, key);
  return planetStateOf(await answer.json());
}

/** Does something to a region. @throws Error with a sentence */
export async function causeFault(key: string, fault: Fault): Promise<void> {
  await call(FAULTS_PATH, key, { method: 'POST', body: JSON.stringify(fault) });
}

async function call(path: string, key: string, request: RequestInit = {}): Promise<Response> {
  const headers = { 'x-control-key': key, 'content-type': 'application/json' };
  const answer = await fetch(path, { ...request, headers, cache: 'no-store' }).catch((error: unknown) => {
    throw new Error('The engine does not answer. Is "npm start" still running?', { cause: error });
  });
  if (answer.ok) return answer;
  throw new Error(`The engine answered with the status ${answer.status}: ${(await answer.text()).trim()}`);
}

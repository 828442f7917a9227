// What the page learns first: its settings, the edge it came through, and how wrong the device's clock is.
import { clockOffset } from '../latency/clock-offset';
import { type Edge, EDGE_HEADER, edgeOf } from './edge';
import { forgetInvitation, invitationPath, takeInvitation } from './invitation';
import { isRecord, type Settings, SETTINGS_PATH, SettingsError, settingsOf } from './settings';

/** A visit of the page. */
export interface Visit {
  readonly settings: Settings;
  readonly edge: Edge | undefined;
  /** Milliseconds to add to the device's clock. */
  readonly clockOffset: number;
}

/**
 * Reads the settings.
 * @throws SettingsError if the file is not there or cannot be used; `fetch`’s TypeError if nothing answers
 */
export async function beginVisit(): Promise<Visit> {
  const asked = Date.now();
  const answer = await fetch(SETTINGS_PATH, { cache: 'no-store' });
  const answered = Date.now();
  if (!answer.ok) throw new SettingsError(`The server answered with the status ${answer.status}.`);
  const settings = settingsOf(withLocal(await jsonOf(answer), await localSettings()));
  return {
    settings,
    edge: edgeOf(answer.headers.get(EDGE_HEADER), settings.regions),
    clockOffset: clockOffset({ header: answer.headers.get('date'), asked, answered }),
  };
}

/** What the engine on a laptop adds for its own user; nothing without an invitation that is good. */
async function localSettings(): Promise<unknown> {
  const invitation = takeInvitation();
  if (invitation === undefined) return {};
  const answer = await fetch(invitationPath(invitation), { cache: 'no-store' });
  if (answer.ok) return jsonOf(answer);
  forgetInvitation();
  return {};
}

function withLocal(file: unknown, local: unknown): unknown {
  return isRecord(file) && isRecord(local) ? { ...local, ...file } : file;
}

async function jsonOf(answer: Response): Promise<unknown> {
  try {
    return await answer.json();
  } catch {
    throw new SettingsError('The file is not JSON.');
  }
}

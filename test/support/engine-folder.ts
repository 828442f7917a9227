// A folder like the project's, in which an engine runs.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeEndpoints } from '../../tools/engine/endpoints-file';
import { endLater } from './endings';
import type { TestPlanet } from './planet';

/**
 * Makes a folder with what `npm start` leaves for the commands and for other clients: addresses, and the certificate to trust. `endAll`
 * removes it.
 * @param token opens every region
 */
export function engineFolderOf(planet: TestPlanet, token: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'project-'));
  endLater(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, '.local'));
  writeFileSync(path.join(folder, '.local/ca.pem'), planet.certificateAuthority);
  writeEndpoints(folder, planet, token);
  return folder;
}

// The policies of docs/POLICIES.md, as a test gives them to somebody.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { PolicyDocument } from 'local-aws';
import { ROOT } from './packages/templates';

const BACKEND_ON_THE_BUS = /## Backend on the bus\n[\s\S]*?```json\n([\s\S]*?)```/;

/** What stands for PARTITION, REGION, ACCOUNT and STAGE. */
export type PolicyPlaces = Readonly<Record<'PARTITION' | 'REGION' | 'ACCOUNT' | 'STAGE', string>>;

/** The policy of a backend that puts its messages on the bus. */
export function backendPolicy(places: PolicyPlaces): PolicyDocument {
  const [, text = ''] = BACKEND_ON_THE_BUS.exec(readFileSync(path.join(ROOT, 'docs/POLICIES.md'), 'utf8')) ?? [];
  const policy = Object.entries(places).reduce((known, [name, value]) => known.replaceAll(name, value), text);
  return JSON.parse(policy) as PolicyDocument;
}

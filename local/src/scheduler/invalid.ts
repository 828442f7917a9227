// What Scheduler refuses.
import { AwsError } from '../foundation/errors';
import type { JsonObject } from '../foundation/json';

/** A request that Scheduler, or the engine, refuses. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** @throws AwsError `ValidationException` for a property that the engine does not have */
export function refuseOthers(object: JsonObject, known: readonly string[], owner: string): void {
  const other = Object.keys(object).find((name) => !known.includes(name));
  if (other === undefined) return;
  throw invalid(`The engine does not support the property ${other} of ${owner} of a schedule.`);
}

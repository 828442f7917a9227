// Which items of a batch a function says that it failed for.
// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
import { isJsonArray, isJsonObject, type JsonValue } from '../foundation/json';
import type { InvocationResult } from './lambda';

/**
 * What is to be tried anew: nothing for an answer without failures; everything for a function that failed, and for an answer that is
 * none, or that names what is not in the batch.
 * @param ids of the batch's items
 */
export function failedItems(result: InvocationResult, ids: readonly string[]): readonly string[] {
  if (result.functionError !== undefined) return ids;
  const failures = failuresIn(result.payload);
  if (!failures?.every((id) => id !== undefined && ids.includes(id))) return ids;
  return failures.flatMap((id) => (id === undefined ? [] : [id]));
}

/** @returns undefined for an answer that cannot be read */
function failuresIn(answer: JsonValue): readonly (string | undefined)[] | undefined {
  if (answer === null) return [];
  if (!isJsonObject(answer)) return undefined;
  const { batchItemFailures: failures = null } = answer;
  if (failures === null) return [];
  return isJsonArray(failures) ? failures.map(identifierOf) : undefined;
}

function identifierOf(failure: JsonValue): string | undefined {
  const id = isJsonObject(failure) ? failure['itemIdentifier'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

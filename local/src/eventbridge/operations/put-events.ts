// PutEvents: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
import { isJsonArray, isJsonObject } from '../../foundation/json';
import { operation } from './operation-context';
import { putEvents } from '../buses/put-events';
import { validationError, wrongType } from '../validation-error';

/** Puts events on buses. */
export const putEventsOperation = operation((context, input, caller) => {
  if (input['EndpointId'] !== undefined) throw validationError('The engine has no global endpoints (EndpointId).');
  const entries = input['Entries'] ?? [];
  if (!isJsonArray(entries)) throw wrongType('Entries', 'list');
  const structures = entries.map((entry) => {
    if (!isJsonObject(entry)) throw wrongType('Entries', 'list of structures');
    return entry;
  });
  return putEvents(context, structures, caller);
});

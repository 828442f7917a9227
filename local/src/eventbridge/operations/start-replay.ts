// StartReplay: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html
import { isJsonArray, isJsonObject, type JsonObject } from '../../foundation/json';
import { parseTimestamp, timestampOf } from '../buses/event-time';
import { requiredText } from '../members';
import { authorize, operation } from './operation-context';
import { wrongType } from '../validation-error';

/** Puts the archived events of a time on their bus again. */
export const startReplay = operation(({ iam, archives }, input, caller) => {
  const name = requiredText(input, 'ReplayName', 'the request');
  authorize(iam, caller, { action: 'events:StartReplay', resource: archives.replayArnOf(name) });
  const destination = input['Destination'];
  if (!isJsonObject(destination)) throw wrongType('Destination', 'structure');
  const { arn, startedAt } = archives.replay({
    name,
    archiveArn: requiredText(input, 'EventSourceArn', 'the request'),
    from: parseTimestamp(input['EventStartTime'], 'EventStartTime'),
    to: parseTimestamp(input['EventEndTime'], 'EventEndTime'),
    busArn: requiredText(destination, 'Arn', 'Destination'),
    ruleArns: filtersOf(destination),
  });
  return { ReplayArn: arn, State: 'STARTING', ReplayStartTime: timestampOf(startedAt) };
});

function filtersOf(destination: JsonObject): readonly string[] | undefined {
  const filters = destination['FilterArns'] ?? undefined;
  if (filters === undefined) return undefined;
  if (!isJsonArray(filters)) throw wrongType('FilterArns', 'list');
  return filters.map((arn) => {
    if (typeof arn !== 'string') throw wrongType('FilterArns', 'list');
    return arn;
  });
}

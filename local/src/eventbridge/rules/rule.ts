// A rule: which events go where.
import type { JsonObject } from '../../foundation/json';
import type { Region } from '../../foundation/region';
import { compileEventPattern, type EventPattern } from '../patterns/event-pattern';
import { DEFAULT_EVENT_BUS } from '../buses/default-event-bus';
import type { RuleDefinition } from '../eventbridge';
import { MAX_PATTERN_LENGTH, MAX_TARGETS_PER_RULE } from '../limits';
import { compileSchedule, type Schedule } from '../../foundation/schedule/schedule-expression';
import type { TargetSurroundings } from '../targets/target-kind';
import { createTarget, type Target } from './target';
import { limitExceeded, validationError } from '../validation-error';

/** A rule, ready to match. */
export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly eventBusName: string;
  readonly state: 'ENABLED' | 'DISABLED';
  readonly eventPattern: JsonObject | undefined;
  /** Absent for a rule that has only a schedule. */
  readonly pattern: EventPattern | undefined;
  readonly scheduleExpression: string | undefined;
  readonly schedule: Schedule | undefined;
  readonly targets: readonly Target[];
}

const NAME = /^[.\-_A-Za-z0-9]+$/;
const MAX_NAME = 64;

/** @throws AwsError `ValidationException`, `InvalidEventPatternException` or `LimitExceededException` */
export function createRule(definition: RuleDefinition, surroundings: TargetSurroundings): Rule {
  const { name, eventBusName, eventPattern, scheduleExpression, state } = definition;
  requireName(name);
  requireCause(definition);
  if (eventPattern && JSON.stringify(eventPattern).length > MAX_PATTERN_LENGTH) throw limitExceeded();
  if (definition.targets.length > MAX_TARGETS_PER_RULE) throw limitExceeded();
  const targets = definition.targets.map((target, index) => createTarget(target, index, surroundings));
  const repeated = targets.find(({ id }, index) => targets.findIndex((target) => target.id === id) !== index);
  if (repeated) throw validationError(`The rule ${name} has more than one target ${repeated.id}.`);
  return {
    name,
    arn: ruleArnOf(surroundings.region, eventBusName, name),
    eventBusName,
    state,
    eventPattern,
    pattern: eventPattern && compileEventPattern(eventPattern),
    scheduleExpression,
    schedule: scheduleExpression === undefined ? undefined : compileSchedule(scheduleExpression),
    targets,
  };
}

/** https://github.com/aws-samples/aws-control-tower-config-customization/issues/36, https://github.com/serverless/serverless/issues/6594 */
function requireName(name: string): void {
  const refused = `1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: Member must`;
  if (name.length > MAX_NAME) throw validationError(`${refused} have length less than or equal to ${MAX_NAME}`);
  if (NAME.test(name)) return;
  throw validationError(`${refused} satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`);
}

/** A rule needs something that sets it off, and only the default bus has schedules: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
function requireCause({ eventBusName, eventPattern, scheduleExpression }: RuleDefinition): void {
  if (!eventPattern && scheduleExpression === undefined) {
    throw validationError('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (scheduleExpression === undefined || eventBusName === DEFAULT_EVENT_BUS) return;
  throw validationError('ScheduleExpression is supported only on the default event bus.');
}

/** The ARN of a rule, whether there is one or not. The default bus has no part in the ARNs of its rules. */
export function ruleArnOf({ partition, name: region, accountId }: Region, eventBusName: string, name: string): string {
  const path = eventBusName === DEFAULT_EVENT_BUS ? name : `${eventBusName}/${name}`;
  return `arn:${partition}:events:${region}:${accountId}:rule/${path}`;
}

// What a dead letter asks for: the mutation that it did not reach.
import type { Message } from '@aws-sdk/client-sqs';
import { isJsonObject, jsonIn, type JsonObject, type JsonValue } from 'local-aws/terms';

/** A delivery that is to be tried again. */
export interface Delivery {
  /** Where the mutation is called: in the region of the target that was not reached. */
  readonly region: string;
  /** The rule there that calls it. */
  readonly rule: string;
  /** Another rule that would have called a mutation there with the same, in a stage that has it. */
  readonly alsoRule: string | undefined;
  readonly variables: JsonObject;
  /** For the person at the terminal, such as `message 01JB… on tech, to us-west-2`. */
  readonly title: string;
  /** Why it did not arrive. */
  readonly reason: string;
}

const CLOSE = 'close';
const BROADCAST = 'broadcast';
/** The rules of a region that hand over what comes from another one, by the event's `detail-type`. */
const RULES: Readonly<Record<string, string>> = { 'message.published': 'deliver', 'channel.closed': CLOSE };

const RULE_ARN = /^arn:[^:]*:events:[^:]*:[^:]*:rule\/([^/]+)\/([^/]+)$/;
const API_ARN = /^arn:[^:]*:appsync:([^:]+):/;
const BUS_ARN = /^arn:[^:]*:events:([^:]+):[^:]*:event-bus\/(.+)$/;

/**
 * Reads a dead letter: the event, with attributes that say which target it did not reach, and why.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @param busName the stage's bus
 * @returns what is not to be redriven, as a sentence, or the delivery
 */
export function deliveryOf({ Body, MessageAttributes = {} }: Message, busName: string): Delivery | string {
  const attribute = (name: string) => MessageAttributes[name]?.StringValue ?? '';
  const event = jsonIn(Body ?? '');
  if (!isJsonObject(event)) return 'It is not an event.';
  const [, bus, rule = ''] = RULE_ARN.exec(attribute('RULE_ARN')) ?? [];
  if (bus !== busName) return `It is of a rule that is not of this stage: ${attribute('RULE_ARN') || 'none'}.`;
  const target = attribute('TARGET_ARN');
  const [, apiRegion] = API_ARN.exec(target) ?? [];
  const [, busRegion, targetBus] = BUS_ARN.exec(target) ?? [];
  const type = textOf(event['detail-type']);
  const handOver = apiRegion === undefined ? RULES[type] : rule;
  const region = apiRegion ?? (targetBus === busName ? busRegion : undefined);
  if (region === undefined || handOver === undefined) return `Its target is not of this stage: ${target || 'none'}.`;
  const { detail = null } = event;
  const { id = event['id'], name } = isJsonObject(detail) ? detail : {};
  return {
    ...{ region, rule: handOver, alsoRule: apiRegion === undefined && handOver !== CLOSE ? BROADCAST : undefined },
    variables: handOver === CLOSE ? { detail } : { event: envelopeOf(event), detail },
    title: `${type} ${textOf(id)} on ${textOf(name)}, to ${region}`,
    reason: [attribute('ERROR_CODE'), attribute('ERROR_MESSAGE')].filter(Boolean).join(': '),
  };
}

/** What the input transformer of the deliver rule makes of an event's envelope: resources/bus/deliver.yml. */
function envelopeOf({ id = null, source = null, region = null, time = null }: JsonObject): JsonObject {
  return { id, source, region, time };
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '?';
}

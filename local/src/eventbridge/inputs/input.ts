// What a target gets: the event, a part of it, a constant, or what a transformer makes of it.
import type { JsonValue } from '../../foundation/json';
import type { TakenEvent } from '../buses/taken-event';
import { DeliveryFailure } from '../delivery/delivery-failure';
import type { InputSource, InputTransformer } from './input-transformer';
import type { JsonPath } from './json-path';

/** What one target gets of one event. */
export interface TargetInput {
  /** As text, for targets that take text. */
  text(): string;
  /**
   * As JSON, for targets that take JSON.
   * @throws DeliveryFailure `INVALID_JSON`
   */
  value(): JsonValue;
}

/**
 * Makes what the target gets.
 * @throws DeliveryFailure `INVALID_JSON`
 */
export type Input = (source: InputSource) => TargetInput;

/** The event itself. */
export const wholeEvent: Input = ({ taken }) => new WholeEvent(taken);

/** The same text for every event. */
export function constant(text: string): Input {
  const input = fromText(text);
  return () => input;
}

/** A part of the event. */
export function partOf(path: JsonPath): Input {
  return ({ taken }) => {
    const part = path(taken.event);
    if (part === undefined) throw new DeliveryFailure('INVALID_JSON', 'InputPath leads nowhere in this event.');
    return { text: () => JSON.stringify(part), value: () => part };
  };
}

/** What a transformer makes. */
export function transformed({ text, value }: InputTransformer): Input {
  if (!value) return (source) => fromText(text(source));
  return (source) => new Transformed({ text, value }, source);
}

/** Each of them is made for every event of every target: classes, whose methods are there already. */
class WholeEvent implements TargetInput {
  readonly #taken: TakenEvent;

  constructor(taken: TakenEvent) {
    this.#taken = taken;
  }

  text(): string {
    return this.#taken.json;
  }

  value(): JsonValue {
    return this.#taken.event;
  }
}

class Transformed implements TargetInput {
  readonly #transformer: Required<InputTransformer>;
  readonly #source: InputSource;

  constructor(transformer: Required<InputTransformer>, source: InputSource) {
    this.#transformer = transformer;
    this.#source = source;
  }

  text(): string {
    return this.#transformer.text(this.#source);
  }

  value(): JsonValue {
    return this.#transformer.value(this.#source);
  }
}

function fromText(text: string): TargetInput {
  return { text: () => text, value: () => parse(text) };
}

function parse(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new DeliveryFailure('INVALID_JSON', "The target's input is not valid JSON.", { cause });
  }
}

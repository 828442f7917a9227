// Input transformers: a template with the event's values put in. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
import { randomUUID } from 'node:crypto';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { DeliveryFailure } from '../delivery/delivery-failure';
import { eventTimeOf } from '../buses/event-time';
import type { JsonPath } from './json-path';
import type { TakenEvent } from '../buses/taken-event';

/** Of what an input is made. */
export interface InputSource {
  readonly taken: TakenEvent;
  readonly rule: { readonly name: string; readonly arn: string };
}

/** A value that a template may name; undefined when the event does not have it. */
export type Variable = (source: InputSource) => JsonValue | undefined;

/** A template, compiled. */
export interface InputTransformer {
  /**
   * Writes the text that the target gets.
   * @throws DeliveryFailure `INVALID_JSON`
   */
  readonly text: (source: InputSource) => string;
  /** The same as JSON, for targets that take JSON; absent for a template that has to be written first. */
  readonly value?: (source: InputSource) => JsonValue;
}

/** Names that every template knows: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html#eb-transform-input-predefined */
const PREDEFINED: ReadonlyMap<string, Variable> = new Map<string, Variable>([
  ['aws.events.rule-arn', ({ rule }) => rule.arn],
  ['aws.events.rule-name', ({ rule }) => rule.name],
  ['aws.events.event.ingestion-time', ({ taken }) => eventTimeOf(taken.takenAt)],
  ['aws.events.event', ({ taken }) => withoutDetail(taken)],
  ['aws.events.event.json', ({ taken }) => taken.event],
]);

/** A piece of a template: text as it stands, or a placeholder. */
type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'placeholder';
      readonly name: string;
      /** Does it stand inside of a JSON string? */
      readonly quoted: boolean;
      readonly variable: Variable;
    };

const PLACEHOLDER = /<([A-Za-z0-9_.-]+)>/g;

/** Is the name one that AWS keeps for itself? */
export function isReservedName(name: string): boolean {
  return name.toLowerCase().startsWith('aws.');
}

/**
 * Compiles a template. Values are put in when the text around them is already cut into pieces: whatever a value
 * contains, it is never taken for a placeholder.
 * @param paths the variables of `InputPathsMap`
 * @param refuse makes the error for a placeholder that names no variable
 */
export function compileInputTransformer(
  template: string,
  paths: ReadonlyMap<string, JsonPath>,
  refuse: (placeholder: string) => Error,
): InputTransformer {
  const pieces = piecesOf(template, (name) => {
    const path = paths.get(name);
    const variable = path ? ({ taken }: InputSource) => path(taken.event) : PREDEFINED.get(name);
    if (!variable) throw refuse(name);
    return variable;
  });
  // A template in quotes is text; any other must come out as JSON.
  if (template.trimStart().startsWith('"')) {
    return { text: (source) => write(pieces, (piece) => plain(piece.variable(source))) };
  }
  if (!isJson(write(pieces, ({ quoted }) => (quoted ? '' : 'null')))) return { text: refuseDelivery };
  const text = (source: InputSource) => write(pieces, (piece) => inJson(piece, piece.variable(source)));
  return pieces.some((piece) => piece.kind === 'placeholder' && piece.quoted)
    ? { text }
    : { text, value: valueMaker(pieces) };
}

/** Makes what a template says without writing it, so that a message is not parsed once more. */
function valueMaker(pieces: readonly Piece[]): (source: InputSource) => JsonValue {
  // In the place of each placeholder stands a string that the template does not have.
  const variables = new Map<string, Variable>();
  const marked = write(pieces, ({ variable }) => {
    const mark = randomUUID();
    variables.set(mark, variable);
    return JSON.stringify(mark);
  });
  const makerOf = (part: JsonValue): ((source: InputSource) => JsonValue) => {
    const variable = typeof part === 'string' ? variables.get(part) : undefined;
    if (variable) return (source) => orEmpty(variable(source));
    if (isJsonArray(part)) {
      const items = part.map(makerOf);
      return (source) => items.map((make) => make(source));
    }
    if (!isJsonObject(part)) return () => part;
    const members = Object.entries(part).map(([name, member]) => ({ name, make: makerOf(member) }));
    if (Object.hasOwn(part, '__proto__')) {
      return (source) => Object.fromEntries(members.map(({ name, make }) => [name, make(source)]));
    }
    return (source) => {
      const made: Record<string, JsonValue> = {};
      for (const { name, make } of members) made[name] = make(source);
      return made;
    };
  };
  return makerOf(JSON.parse(marked) as JsonValue);
}

function piecesOf(template: string, variableOf: (name: string) => Variable): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  let quoted = false;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const text = template.slice(end, match.index);
    const [whole, name = ''] = match;
    quoted = endsInQuotes(text, quoted);
    pieces.push({ kind: 'text', text }, { kind: 'placeholder', name, quoted, variable: variableOf(name) });
    end = match.index + whole.length;
  }
  return [...pieces, { kind: 'text', text: template.slice(end) }];
}

function endsInQuotes(text: string, startsInQuotes: boolean): boolean {
  const quotes = text.replaceAll(/\\./gs, '').split('"').length - 1;
  return quotes % 2 === 0 ? startsInQuotes : !startsInQuotes;
}

type Placeholder = Extract<Piece, { readonly kind: 'placeholder' }>;

function write(pieces: readonly Piece[], valueOf: (piece: Placeholder) => string): string {
  return pieces.map((piece) => (piece.kind === 'text' ? piece.text : valueOf(piece))).join('');
}

/**
 * A value as JSON or, between quotes, as a part of a string.
 * EventBridge "doesn't escape values" there; what it does when one needs escaping is not known, so it is not delivered.
 * It does not deliver objects and arrays between quotes either.
 */
function inJson({ name, quoted }: Placeholder, value: JsonValue | undefined): string {
  if (!quoted) return JSON.stringify(orEmpty(value));
  const text = typeof value === 'object' && value !== null ? undefined : plain(value);
  if (text !== undefined && JSON.stringify(text) === `"${text}"`) return text;
  throw new DeliveryFailure(
    'INVALID_JSON',
    `The value of <${name}> cannot stand between quotes in the input template; take the quotes around it away.`,
  );
}

/** A path that leads nowhere makes an empty string. */
function orEmpty(value: JsonValue | undefined): JsonValue {
  return value === undefined ? '' : value;
}

/** A value in text: objects and arrays lose their quotes. */
function plain(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}

/** AWS takes a template that can never become JSON, and never delivers it. */
function refuseDelivery(): never {
  throw new DeliveryFailure('INVALID_JSON', 'The input template does not make valid JSON.');
}

function withoutDetail({ event }: TakenEvent): JsonObject {
  const { id, account, 'detail-type': detailType, time, source, region, resources, version } = event;
  return { id, account, detailType, time, source, region, resources, version };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

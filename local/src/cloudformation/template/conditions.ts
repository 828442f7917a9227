// The section Conditions: which of a template's conditions hold?
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../foundation/errors';
import { isJsonArray, isJsonObject, type JsonValue } from '../../foundation/json';
import { resolve } from './intrinsics';
import type { Scope } from './scope';

/** How many conditions `Fn::And` and `Fn::Or` take. */
const [FEWEST, MOST] = [2, 10];

/**
 * Decides each condition, once; conditions may name others.
 * @param conditions by name
 * @param scope parameters and mappings; a condition cannot look at resources
 * @throws UserError `TEMPLATE_INVALID` or what {@link resolve} throws
 */
export function evaluateConditions(
  conditions: ReadonlyMap<string, JsonValue>,
  scope: Scope,
): ReadonlyMap<string, boolean> {
  const evaluation = new Evaluation(conditions, scope);
  return new Map([...conditions.keys()].map((name) => [name, evaluation.condition(name, `Conditions.${name}`)]));
}

class Evaluation {
  readonly #conditions: ReadonlyMap<string, JsonValue>;
  readonly #scope: Scope;
  readonly #decided = new Map<string, boolean>();
  /** The conditions that wait for each other. */
  readonly #open = new Set<string>();

  constructor(conditions: ReadonlyMap<string, JsonValue>, scope: Scope) {
    this.#conditions = conditions;
    this.#scope = { ...scope, condition: (name) => this.#conditions.has(name) && this.condition(name, 'Fn::If') };
  }

  condition(name: string, path: string): boolean {
    const known = this.#decided.get(name);
    if (known !== undefined) return known;
    const expression = this.#conditions.get(name);
    if (expression === undefined) throw invalid(`Template error: unresolved condition dependency ${name}`, path);
    if (this.#open.has(name)) {
      const circle = [...this.#open].join(', ');
      throw invalid(`Template format error: Found circular condition dependency between ${circle}`, path);
    }
    this.#open.add(name);
    const holds = this.#expression(expression, `Conditions.${name}`);
    this.#open.delete(name);
    this.#decided.set(name, holds);
    return holds;
  }

  #expression(value: JsonValue, path: string): boolean {
    const [entry, ...others] = isJsonObject(value) ? Object.entries(value) : [];
    if (!entry || others.length > 0) throw invalid('A condition must be one condition function', path);
    const [name, argument] = entry;
    const here = `${path}.${name}`;
    if (name === 'Condition' && typeof argument === 'string') return this.condition(argument, here);
    if (name === 'Fn::Equals') return this.#equals(argument, here);
    if (name === 'Fn::Not') return !this.#operands(argument, [1, 1], here)[0];
    if (name === 'Fn::And') return this.#operands(argument, [FEWEST, MOST], here).every(Boolean);
    if (name === 'Fn::Or') return this.#operands(argument, [FEWEST, MOST], here).some(Boolean);
    throw new UserError(
      'UNSUPPORTED_INTRINSIC',
      `${path} uses ${name}, which gives no condition or is not supported by the engine.`,
    );
  }

  #equals(argument: JsonValue, path: string): boolean {
    const operands = isJsonArray(argument) ? argument : [];
    if (operands.length !== 2)
      throw invalid('Template error: every Fn::Equals object requires a list of 2 string parameters', path);
    const [one, other] = operands.map((operand, index) =>
      comparable(resolve(operand, this.#scope, `${path}[${index}]`)),
    );
    return isDeepStrictEqual(one, other);
  }

  #operands(argument: JsonValue, [fewest, most]: readonly [number, number], path: string): readonly boolean[] {
    const operands = isJsonArray(argument) ? argument : [];
    if (operands.length < fewest || operands.length > most) {
      const count = fewest === most ? `${fewest}` : `${fewest} to ${most}`;
      throw invalid(`Template error: this condition function takes a list of ${count} conditions`, path);
    }
    return operands.map((operand, index) => this.#expression(operand, `${path}[${index}]`));
  }
}

/** Parameters are texts, so that a number or a boolean of the template compares as its text. */
function comparable(value: JsonValue | undefined): JsonValue | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function invalid(sentence: string, path: string): UserError {
  return new UserError('TEMPLATE_INVALID', `${sentence} (at ${path})`);
}

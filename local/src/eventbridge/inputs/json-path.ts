// The JSON paths of `InputPath` and `InputPathsMap`: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
import { isJsonArray, isJsonObject, type JsonValue } from '../../foundation/json';

/** Takes a part out of an event; undefined when the event has none there. */
export type JsonPath = (event: JsonValue) => JsonValue | undefined;

type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' };

/** `.name`, `['name']`, `["name"]`, `[0]`, `[*]` or `.*`. */
const STEP = /\.([A-Za-z0-9_/-]+)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]|(\[\*\]|\.\*)/y;

/** @returns undefined when EventBridge does not take this as a JSON path */
export function compileJsonPath(path: string): JsonPath | undefined {
  const steps = stepsOf(path);
  return steps && ((event) => follow(event, steps, 0));
}

function stepsOf(path: string): readonly Step[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  let end = 1;
  while (end < path.length) {
    STEP.lastIndex = end;
    const match = STEP.exec(path);
    if (!match) return undefined;
    steps.push(stepOf(match));
    end = STEP.lastIndex;
  }
  return steps;
}

function stepOf([, name, single, double, index]: readonly (string | undefined)[]): Step {
  const key = name ?? single ?? double;
  if (key !== undefined) return { kind: 'key', key };
  return index === undefined ? { kind: 'all' } : { kind: 'index', index: Number(index) };
}

/** @param from the step with which to go on */
function follow(value: JsonValue | undefined, steps: readonly Step[], from: number): JsonValue | undefined {
  const step = steps[from];
  if (value === undefined || !step) return value;
  if (step.kind === 'index') return isJsonArray(value) ? follow(value[step.index], steps, from + 1) : undefined;
  if (step.kind === 'key') {
    return isJsonObject(value) && Object.hasOwn(value, step.key) ? follow(value[step.key], steps, from + 1) : undefined;
  }
  const all = isJsonArray(value) ? value : isJsonObject(value) ? Object.values(value) : [];
  return all.flatMap((element) => {
    const found = follow(element, steps, from + 1);
    return found === undefined ? [] : [found];
  });
}

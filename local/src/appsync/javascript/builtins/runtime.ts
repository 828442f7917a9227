// `runtime`: https://docs.aws.amazon.com/appsync/latest/devguide/runtime-utils-js.html
import { isJsonObject, type JsonValue } from '../../../foundation/json';
import { BuiltinError, type Builtins } from './builtin';

/** `runtime.earlyReturn`. */
export const runtime: Builtins = {
  'runtime.earlyReturn': ([value = null, options = null], { effects }) => {
    effects.ending = { kind: 'earlyReturn', value, skipTo: skipTo(options) };
    return undefined;
  },
};

function skipTo(options: JsonValue): 'END' | 'NEXT' {
  const where = isJsonObject(options) ? (options['skipTo'] ?? 'NEXT') : 'NEXT';
  if (where === 'END' || where === 'NEXT') return where;
  throw new BuiltinError("runtime.earlyReturn takes 'END' or 'NEXT' as skipTo.");
}

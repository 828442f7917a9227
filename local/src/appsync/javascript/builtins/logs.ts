// `console`: lines as EvaluateCode answers them: https://docs.aws.amazon.com/appsync/latest/devguide/test-resolvers.html
import type { JsonValue } from '../../../foundation/json';
import { type Builtins, type Call, requireText } from './builtin';

/** `console.log` and `console.error`: the stack of the call, then each argument as JSON. */
export const logs: Builtins = {
  'console.log': (args, call) => write('INFO', args, call),
  'console.error': (args, call) => write('ERROR', args, call),
};

function write(level: string, args: readonly JsonValue[], call: Call): undefined {
  const [stack = '', ...shown] = args.map((argument) => requireText(argument, 'console'));
  const { line, column } = call.locate(stack);
  call.effects.logs.push(`${level} - code.js:${line}:${column}: ${shown.join(' ')}`);
}

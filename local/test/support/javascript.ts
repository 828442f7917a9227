// An engine for APPSYNC_JS, and code to run on it.
import {
  type CompiledCode,
  type Evaluation,
  InvalidCode,
  type JavaScript,
} from '../../src/appsync/javascript/javascript';
import { createJavaScript, type JavaScriptOptions } from '../../src/appsync/javascript/v8';
import type { JsonObject, JsonValue } from '../../src/foundation/json';

/** An engine under test. */
export interface JavaScriptUnderTest extends JavaScript {
  /** What the request handler with this body does. */
  run(body: string, context?: JsonObject): Evaluation;
  /** What an expression is worth. */
  valueOf(expression: string, context?: JsonObject): JsonValue | undefined;
  /** What an expression is worth that is text. */
  textOf(expression: string): string;
  /** What is wrong with the code, by the sentences of the compiler. */
  errorsOf(code: string): readonly string[];
}

/** An engine for the tests of the file or block. */
export function javaScriptUnderTest(options: JavaScriptOptions = {}): JavaScriptUnderTest {
  const engine = createJavaScript(options);
  const compile = (code: string): CompiledCode => engine.compile(code);
  const run = (body: string, context: JsonObject = {}): Evaluation =>
    compile(aHandler(body)).evaluate('request', context);
  const valueOf = (expression: string, context?: JsonObject): JsonValue | undefined =>
    run(`return ${expression};`, context).result;
  return {
    compile,
    run,
    valueOf,
    textOf: (expression) => {
      const value = valueOf(expression);
      if (typeof value === 'string') return value;
      throw new TypeError(`${expression} is not text but ${JSON.stringify(value)}.`);
    },
    errorsOf: (code) => errorsIn(() => compile(code)),
  };
}

const MODULES = "import * as ddb from '@aws-appsync/utils/dynamodb';";

/** A module whose request handler has this body, from line 3 on. */
export function aHandler(body: string): string {
  return `import { extensions, runtime, util } from '@aws-appsync/utils'; ${MODULES}\nexport function request(ctx) {\n${body}\n}\n`;
}

function errorsIn(compile: () => unknown): readonly string[] {
  try {
    compile();
    return [];
  } catch (error) {
    if (error instanceof InvalidCode) return error.codeErrors.map(({ value }) => value);
    throw error;
  }
}

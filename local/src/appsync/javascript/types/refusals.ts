// Which of the compiler's complaints AppSync refuses code for, as far as that is known.
import type ts from 'typescript';
import { compileError } from '../code-error';
import type { CodeError } from '../javascript';
import type { CheckedFile, Compiler } from './compiler';
import { isAssignment, missingProperties } from './missing-properties';

/** https://github.com/aws/aws-appsync-community/issues/334, and 323 for what is spread */
const ARGUMENTS: ReadonlySet<number> = new Set([2345, 2554, 2555, 2556]);
/** https://docs.aws.amazon.com/appsync/latest/APIReference/API_EvaluateCode.html has no list; these are from users' reports. */
const PROPERTIES: ReadonlySet<number> = new Set([2339, 2551]);
/** A value of another type is refused where it is assigned anew; what a handler returns is checked by its data source. */
const ASSIGNMENTS: ReadonlySet<number> = new Set([2322, 2739, 2740, 2741]);
/**
 * Built-ins that AppSync lets code call with anything, whatever their public types say: what they do then is known from
 * calls on AWS. https://github.com/aws/aws-appsync-community/issues/384, https://github.com/localstack/appsync-utils
 */
const UNCHECKED_CALLS: ReadonlySet<string> = new Set(['util.error', 'util.transform.toSubscriptionFilter']);

/** The type errors of a file, in their order. */
export function refusalsOf(checked: CheckedFile): readonly CodeError[] {
  const { compiler, file } = checked;
  return [...checked.diagnostics.filter((diagnostic) => isRefused(diagnostic, checked)), ...missingProperties(checked)]
    .sort((one, other) => (one.start ?? 0) - (other.start ?? 0))
    .map((diagnostic) => codeErrorOf(diagnostic, compiler, file));
}

function isRefused({ code, start }: ts.Diagnostic, { compiler, file }: CheckedFile): boolean {
  if (start === undefined) return false;
  if (PROPERTIES.has(code)) return true;
  if (ARGUMENTS.has(code)) return !isUnchecked(enclosingCall(start, compiler, file));
  return ASSIGNMENTS.has(code) && isAssigned(start, compiler, file);
}

function isUnchecked(call: ts.CallExpression | undefined): boolean {
  return call !== undefined && UNCHECKED_CALLS.has(call.expression.getText());
}

function enclosingCall(start: number, { isCallExpression }: Compiler, file: ts.SourceFile) {
  return ancestorsAt(start, file).find(isCallExpression);
}

/** Is a value assigned here, and not initialized, returned or handed on? */
function isAssigned(start: number, compiler: Compiler, file: ts.SourceFile): boolean {
  const { isCallExpression, isFunctionLike, isStatement } = compiler;
  const holder = ancestorsAt(start, file).find(
    (node) => isAssignment(node, compiler) || isCallExpression(node) || isFunctionLike(node) || isStatement(node),
  );
  return holder !== undefined && isAssignment(holder, compiler);
}

/** What stands around a place, the innermost first. */
function ancestorsAt(start: number, file: ts.SourceFile): ts.Node[] {
  const found: ts.Node[] = [];
  const enter = (node: ts.Node): void => {
    if (node.getStart(file) > start || start >= node.end) return;
    found.unshift(node);
    node.forEachChild(enter);
  };
  enter(file);
  return found;
}

function codeErrorOf(
  { code, start = 0, length = 0, messageText }: ts.Diagnostic,
  { flattenDiagnosticMessageText }: Compiler,
  file: ts.SourceFile,
): CodeError {
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const message = flattenDiagnosticMessageText(messageText, '\n');
  return compileError('PARSE_ERROR', { rule: `TS${code}`, message }, { line: line + 1, column: character + 1, length });
}

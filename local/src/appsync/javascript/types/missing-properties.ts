// Reads of a property that an object does not have, where the compiler lets JavaScript off: it takes every object that is
// written out to be open.
import type ts from 'typescript';
import type { CheckedFile, Compiler } from './compiler';

const NO_SUCH_PROPERTY = 2339;

/**
 * Complaints, in the compiler's words, about constants that are objects with all their properties written out. What the code
 * assigns anywhere, by name or in a way that cannot be followed, may be a property of every object.
 */
export function missingProperties({ checker, compiler, file }: CheckedFile): readonly ts.Diagnostic[] {
  const assigned = assignedProperties(compiler, file);
  if (assigned === 'ANY') return [];
  return nodesOf(file)
    .filter(compiler.isPropertyAccessExpression)
    .filter(({ name }) => !assigned.has(name.text))
    .flatMap(({ expression, name }) => {
      const type = checker.getTypeAtLocation(expression);
      const declaration = checker.getSymbolAtLocation(expression)?.valueDeclaration;
      if (!isConstantObject(declaration, type, compiler) || checker.getPropertyOfType(type, name.text)) return [];
      const messageText = `Property '${name.text}' does not exist on type '${checker.typeToString(type)}'.`;
      const [start, category] = [name.getStart(file), compiler.DiagnosticCategory.Error];
      return [{ ...{ category, code: NO_SUCH_PROPERTY, file, start }, length: name.end - start, messageText }];
    });
}

/** An object with properties: one without is made to be filled. What is spread from anything is no object to the compiler. */
function isConstantObject(declaration: ts.Node | undefined, { flags }: ts.Type, compiler: Compiler): boolean {
  if (!declaration || !compiler.isVariableDeclaration(declaration)) return false;
  const { initializer, parent } = declaration;
  const isConstant = (parent.flags & compiler.NodeFlags.Const) !== 0 && (flags & compiler.TypeFlags.Object) !== 0;
  return isConstant && initializer !== undefined && hasProperties(initializer, compiler);
}

function hasProperties(node: ts.Expression, { isObjectLiteralExpression }: Compiler): boolean {
  return isObjectLiteralExpression(node) && node.properties.length > 0;
}

/** The names that the code assigns somewhere; all, where it assigns by another way than by name. */
function assignedProperties(compiler: Compiler, file: ts.SourceFile): ReadonlySet<string> | 'ANY' {
  const targets = nodesOf(file).flatMap((node) => (isAssignment(node, compiler) ? [node.left] : []));
  if (targets.some(compiler.isElementAccessExpression) || file.text.includes('Object.assign')) return 'ANY';
  return new Set(targets.filter(compiler.isPropertyAccessExpression).map(({ name }) => name.text));
}

/** Such as `n = 1` and `n += 1`. */
export function isAssignment(node: ts.Node, compiler: Compiler): node is ts.BinaryExpression {
  if (!compiler.isBinaryExpression(node)) return false;
  const { FirstAssignment, LastAssignment } = compiler.SyntaxKind;
  return node.operatorToken.kind >= FirstAssignment && node.operatorToken.kind <= LastAssignment;
}

function nodesOf(file: ts.SourceFile): readonly ts.Node[] {
  const found: ts.Node[] = [];
  const enter = (node: ts.Node): void => {
    found.push(node);
    node.forEachChild(enter);
  };
  enter(file);
  return found;
}

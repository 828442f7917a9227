// A resolver's module, rewritten into a function of its imports that answers its handlers, so that each evaluation can
// run it anew. Lines move down by one, columns stay.
import type { AnyNode, ExportNamedDeclaration, ImportDeclaration, Program } from 'acorn';
import { compileError, type Span } from './code-error';
import { type CodeError, type Handler, InvalidCode } from './javascript';

/** Lines that stand before the module's own. */
export const LINES_BEFORE = 1;

/** A module as a function. */
export interface ModuleSource {
  /** The function's text. */
  readonly text: string;
  /** What it takes, in an array, of `@aws-appsync/utils`: names, or `*` for all. */
  readonly imports: readonly string[];
  /** What it exports of what AppSync calls. */
  readonly handlers: ReadonlySet<Handler>;
}

const MODULE = '@aws-appsync/utils';
const EXPORTS: readonly string[] = ['util', 'extensions', 'runtime'];
/** AWS has these: https://docs.aws.amazon.com/appsync/latest/devguide/built-in-modules-js.html */
const UNSUPPORTED_MODULES: readonly string[] = [`${MODULE}/dynamodb`, `${MODULE}/rds`, `${MODULE}/ai`];

/**
 * @param program the code, parsed with locations
 * @throws InvalidCode for imports that there are not
 */
export function moduleSource(code: string, program: Program): ModuleSource {
  const rewriting = new Rewriting();
  for (const node of program.body) rewriting.take(node);
  return rewriting.finish(code);
}

/** Where a piece of parsed code stands. */
export function spanOf(node: AnyNode): Span {
  const { line = 0, column = 0 } = node.loc?.start ?? {};
  return { line, column: column + 1, length: node.end - node.start };
}

class Rewriting {
  readonly #errors: CodeError[] = [];
  readonly #blanks: { readonly start: number; readonly end: number }[] = [];
  readonly #imports: { readonly imported: string; readonly local: string }[] = [];
  readonly #exports = new Map<string, string>();

  take(node: Program['body'][number]): void {
    if (node.type === 'ImportDeclaration') this.#takeImport(node);
    if (node.type === 'ExportNamedDeclaration') this.#takeExport(node);
    if (node.type === 'ExportDefaultDeclaration') this.#refuse(node, 'Default exports');
    if (node.type === 'ExportAllDeclaration') this.#refuse(node, 'Exports from other modules');
  }

  finish(code: string): ModuleSource {
    if (this.#errors.length > 0) throw new InvalidCode(this.#errors);
    const handlers = (['request', 'response'] as const).filter((handler) => this.#exports.has(handler));
    const answer = handlers.map((handler) => `${handler}: ${this.#exports.get(handler) ?? handler}`).join(', ');
    const locals = this.#imports.map(({ local }) => local).join(', ');
    return {
      // The imports are constants, as in a module; the block lets the code have any name for its own.
      text: `(($imports) => { const [${locals}] = $imports; {\n${this.#blanked(code)}\nreturn { ${answer} };\n} })`,
      imports: this.#imports.map(({ imported }) => imported),
      handlers: new Set(handlers),
    };
  }

  #takeImport(node: ImportDeclaration): void {
    this.#blanks.push(node);
    const source = String(node.source.value);
    if (source !== MODULE) {
      this.#errors.push(noSuchModule(source, spanOf(node.source)));
      return;
    }
    for (const specifier of node.specifiers) {
      const imported = importedName(specifier);
      this.#imports.push({ imported, local: specifier.local.name });
      if (imported !== '*' && !EXPORTS.includes(imported)) {
        this.#errors.push(noSuchExport(imported, spanOf(specifier)));
      }
    }
  }

  #takeExport(node: ExportNamedDeclaration): void {
    const { declaration } = node;
    if (node.source) {
      this.#refuse(node, 'Exports from other modules');
      return;
    }
    this.#blanks.push({ start: node.start, end: declaration?.start ?? node.end });
    for (const { exported, local } of node.specifiers) this.#exports.set(nameOf(exported), nameOf(local));
    if (declaration?.type === 'FunctionDeclaration') this.#exports.set(declaration.id.name, declaration.id.name);
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id } of declaration.declarations) {
        if (id.type === 'Identifier') this.#exports.set(id.name, id.name);
      }
    }
  }

  #refuse(node: AnyNode, what: string): void {
    this.#errors.push(
      compileError('UNSUPPORTED_EXPORT', { message: `${what} are not supported by the local engine.` }, spanOf(node)),
    );
  }

  #blanked(code: string): string {
    let text = '';
    let end = 0;
    for (const blank of this.#blanks) {
      text += code.slice(end, blank.start) + code.slice(blank.start, blank.end).replace(/[^\r\n\u2028\u2029]/g, ' ');
      end = blank.end;
    }
    return text + code.slice(end);
  }
}

function importedName(specifier: ImportDeclaration['specifiers'][number]): string {
  if (specifier.type === 'ImportNamespaceSpecifier') return '*';
  return specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported);
}

function nameOf(node: ExportNamedDeclaration['specifiers'][number]['exported']): string {
  return node.type === 'Identifier' ? node.name : String(node.value);
}

/** In TypeScript's sentence, as AppSync checks code with it. */
function noSuchModule(source: string, span: Span): CodeError {
  if (UNSUPPORTED_MODULES.includes(source)) {
    const message = `The module '${source}' is not supported by the local engine yet.`;
    return compileError('UNSUPPORTED_MODULE', { message }, span);
  }
  const message = `Cannot find module '${source}' or its corresponding type declarations.`;
  return compileError('PARSE_ERROR', { rule: 'TS2307', message }, span);
}

function noSuchExport(name: string, span: Span): CodeError {
  const message = `Module '"${MODULE}"' has no exported member '${name}'.`;
  return compileError('PARSE_ERROR', { rule: 'TS2305', message }, span);
}

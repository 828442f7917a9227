// The module of a resolver or channel namespace, rewritten into a function of its imports that answers its handlers, so that each evaluation can
// run it anew. Places in it are found back.
import type { AnyNode, ExportDefaultDeclaration, ExportNamedDeclaration, ImportDeclaration, Program } from 'acorn';
import { MODULE_BUILTIN_NAMES } from './builtins/builtins';
import { compileError, type Position, type Span } from './code-error';
import { type Edit, edit } from './text-edits';
import { type CodeError, type EventHandler, InvalidCode, type ResolverHandler } from './javascript';
import { metered } from './metering';
import { isStateless } from './module-state';

/** Lines that stand before the module's own. */
const LINES_BEFORE = 1;

/** A value that code imports. */
export interface Import {
  /** Such as `@aws-appsync/utils/dynamodb`. */
  readonly module: string;
  /** `*` for all. */
  readonly name: string;
}

/** A module as a function. */
export interface ModuleSource {
  /** The function's text. It takes the imports in an array, and a meter. */
  readonly text: string;
  readonly imports: readonly Import[];
  /** What it exports of what AppSync calls. */
  readonly handlers: ReadonlySet<ResolverHandler | EventHandler>;
  /** Is one run of it as good as another? */
  readonly isStateless: boolean;
  /** Where a place of the function was in the module. */
  original(place: Position): Position;
}

const ROOT = '@aws-appsync/utils';
/** https://docs.aws.amazon.com/appsync/latest/devguide/built-in-modules-js.html */
const EXPORTS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [ROOT, new Set(['util', 'extensions', 'runtime'])],
  ...Object.entries(MODULE_BUILTIN_NAMES).map(([module, names]) => [module, exportedBy(names)] as const),
]);
/** What AppSync calls: https://docs.aws.amazon.com/appsync/latest/eventapi/writing-event-handlers.html has the last two. */
const HANDLERS = ['request', 'response', 'onPublish', 'onSubscribe'] as const;
/** Made for Amazon Bedrock and for relational databases, which the engine does not have. */
const UNSUPPORTED_MODULES: readonly string[] = [`${ROOT}/ai`, `${ROOT}/rds`];

/** `operations` of `dynamodb.operations.add` */
function exportedBy(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.split('.')[1] ?? ''));
}

/**
 * @param program the code, parsed with locations
 * @throws InvalidCode for imports that there are not
 */
export function moduleSource(code: string, program: Program): ModuleSource {
  const rewriting = new Rewriting(code);
  for (const node of program.body) rewriting.take(node);
  return rewriting.finish(program);
}

/** Where a piece of parsed code stands. */
export function spanOf(node: AnyNode): Span {
  const { line = 0, column = 0 } = node.loc?.start ?? {};
  return { line, column: column + 1, length: node.end - node.start };
}

/** https://www.unicode.org/glossary/#code_point */
const LAST_CODE_POINT = 0x10_ff_ff;

class Rewriting {
  readonly #errors: CodeError[] = [];
  readonly #edits: Edit[] = [];
  readonly #imports: (Import & { readonly local: string })[] = [];
  readonly #exports = new Map<string, string>();
  readonly #code: string;

  constructor(code: string) {
    this.#code = code;
  }

  take(node: Program['body'][number]): void {
    if (node.type === 'ImportDeclaration') this.#takeImport(node);
    if (node.type === 'ExportNamedDeclaration') this.#takeExport(node);
    if (node.type === 'ExportDefaultDeclaration') this.#takeDefault(node);
    if (node.type === 'ExportAllDeclaration') this.#refuse(node);
  }

  finish(program: Program): ModuleSource {
    if (this.#errors.length > 0) throw new InvalidCode(this.#errors);
    const handlers = HANDLERS.filter((handler) => this.#exports.has(handler));
    const answer = handlers.map((handler) => `${handler}: ${this.#exports.get(handler) ?? handler}`).join(', ');
    const words = withoutEscapes(this.#code);
    const [imports, meter] = [unusedName(words, '$imports'), unusedName(words, '$meter')];
    const constants = this.#imports.map(({ local }, index) => `const ${local} = ${imports}[${index}];`).join(' ');
    const { original, text } = edit(this.#code, [...this.#edits, ...metered(program, meter)]);
    return {
      // The imports are constants, as in a module; the block lets the code have any name for its own. The realm's own Error
      // is what writes stacks, and nothing of the code's.
      text: `'use strict'; ((${imports}, ${meter}, Error) => { ${constants} {\n${text}\nreturn { ${answer} };\n} })`,
      imports: this.#imports.map(({ module, name }) => ({ module, name })),
      handlers: new Set(handlers),
      isStateless: isStateless(program),
      original: ({ line, column }) => original({ line: line - LINES_BEFORE, column }),
    };
  }

  #takeImport(node: ImportDeclaration): void {
    this.#blank(node.start, node.end);
    const module = String(node.source.value);
    const exported = EXPORTS.get(module);
    if (!exported) {
      this.#errors.push(noSuchModule(module, spanOf(node.source)));
      return;
    }
    for (const specifier of node.specifiers) {
      const name = importedName(specifier);
      this.#imports.push({ module, name, local: specifier.local.name });
      if (name !== '*' && !exported.has(name)) this.#errors.push(noSuchExport(module, name, spanOf(specifier)));
    }
  }

  #takeExport(node: ExportNamedDeclaration): void {
    const { declaration } = node;
    if (node.source) {
      this.#refuse(node);
      return;
    }
    this.#blank(node.start, declaration?.start ?? node.end);
    for (const { exported, local } of node.specifiers) this.#exports.set(nameOf(exported), nameOf(local));
    if (declaration?.type === 'FunctionDeclaration') this.#exports.set(declaration.id.name, declaration.id.name);
    if (declaration?.type === 'VariableDeclaration') {
      for (const { id } of declaration.declarations) {
        if (id.type === 'Identifier') this.#exports.set(id.name, id.name);
      }
    }
  }

  /** AppSync calls its handlers alone: what else is exported is declared, or evaluated, and not looked at. */
  #takeDefault({ declaration, start }: ExportDefaultDeclaration): void {
    this.#blank(start, declaration.start);
    if ('id' in declaration && declaration.id) return;
    // Makes an expression of a function without a name, which could not stand alone.
    this.#edits.push({ start: declaration.start, end: declaration.start, text: '0, ' });
  }

  #refuse(node: AnyNode): void {
    const message = 'Exports from other modules are not supported by the local engine.';
    this.#errors.push(compileError('UNSUPPORTED_EXPORT', { message }, spanOf(node)));
  }

  /** Puts spaces in the place of what a function cannot have. */
  #blank(start: number, end: number): void {
    this.#edits.push({ start, end, text: this.#code.slice(start, end).replace(/[^\r\n\u2028\u2029]/g, ' ') });
  }
}

/** The code as its names are read: `\u0024imports` is `$imports`. https://tc39.es/ecma262/#sec-names-and-keywords */
function withoutEscapes(code: string): string {
  return code.replace(/\\u(?:\{([\da-f]+)\}|([\da-f]{4}))/gi, (escape, braced?: string, plain?: string) => {
    const point = Number.parseInt(braced ?? plain ?? '', 16);
    return point > LAST_CODE_POINT ? escape : String.fromCodePoint(point);
  });
}

/** The name, with as many underscores as it takes to be no word of the code. */
function unusedName(code: string, name: string): string {
  return code.includes(name) ? unusedName(code, `${name}_`) : name;
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
    const message = `The module '${source}' is not supported by the local engine.`;
    return compileError('UNSUPPORTED_MODULE', { message }, span);
  }
  const message = `Cannot find module '${source}' or its corresponding type declarations.`;
  return compileError('PARSE_ERROR', { rule: 'TS2307', message }, span);
}

function noSuchExport(module: string, name: string, span: Span): CodeError {
  if (name === 'default') {
    return compileError(
      'PARSE_ERROR',
      { rule: 'TS1192', message: `Module '"${module}"' has no default export.` },
      span,
    );
  }
  const message = `Module '"${module}"' has no exported member '${name}'.`;
  return compileError('PARSE_ERROR', { rule: 'TS2305', message }, span);
}

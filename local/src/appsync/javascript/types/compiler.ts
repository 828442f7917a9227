// TypeScript's compiler, at work on one file of JavaScript after another.
import { createRequire } from 'node:module';
import path from 'node:path';
import type ts from 'typescript';

export type Compiler = typeof ts;

/** A file that was checked. */
export interface CheckedFile {
  readonly compiler: Compiler;
  readonly checker: ts.TypeChecker;
  readonly file: ts.SourceFile;
  readonly diagnostics: readonly ts.Diagnostic[];
}

const load = createRequire(__filename);
const UTILS = '@aws-appsync/utils';

/** Loaded when there is code to check: the compiler takes half a second of the processor. */
function loadCompiler(): Compiler {
  return load('typescript') as Compiler;
}

/** Keeps the library and AppSync's types between files: the first one takes half a second, each further one a twentieth. */
export class TypeChecker {
  readonly #compiler = loadCompiler();
  readonly #utils = path.join(path.dirname(load.resolve(`${UTILS}/package.json`)), 'lib', 'index.d.ts');
  /** Beside the types, so that it is in no folder whose packages could be taken for the code's. */
  readonly #name = path.join(path.dirname(this.#utils), 'code.js');
  #code = '';
  #version = 0;
  readonly #service = this.#compiler.createLanguageService(this.#host());

  /** @returns nothing for code that is nested too deeply for the compiler */
  check(code: string): CheckedFile | undefined {
    this.#code = code;
    this.#version += 1;
    try {
      return this.#checked();
    } catch (error) {
      // Thrown by Node when its stack is full.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  #checked(): CheckedFile | undefined {
    const program = this.#service.getProgram();
    const file = program?.getSourceFile(this.#name);
    if (!program || !file) return undefined;
    const diagnostics = program.getSemanticDiagnostics(file);
    return { compiler: this.#compiler, checker: program.getTypeChecker(), file, diagnostics };
  }

  #host(): ts.LanguageServiceHost {
    const { ScriptSnapshot, getDefaultLibFilePath, sys } = this.#compiler;
    const textOf = (file: string) => (file === this.#name ? this.#code : sys.readFile(file));
    return {
      getScriptFileNames: () => [this.#name],
      getScriptVersion: (file) => (file === this.#name ? String(this.#version) : ''),
      getScriptSnapshot: (file) => {
        const text = textOf(file);
        return text === undefined ? undefined : ScriptSnapshot.fromString(text);
      },
      getCompilationSettings: () => this.#options(),
      getCurrentDirectory: () => path.dirname(this.#name),
      getDefaultLibFileName: getDefaultLibFilePath,
      fileExists: (file) => file === this.#name || sys.fileExists(file),
      readFile: textOf,
      resolveModuleNameLiterals: (names, from) => names.map(({ text }) => this.#resolve(text, from)),
    };
  }

  /** `// @ts-check` is what users report: https://github.com/aws/aws-appsync-community/issues/334 */
  #options(): ts.CompilerOptions {
    const { ModuleKind, ModuleResolutionKind, ScriptTarget } = this.#compiler;
    return {
      ...{ allowJs: true, checkJs: true, noEmit: true, skipLibCheck: true, types: [] },
      // The newest library: which parts of it AppSync's compiler knows is not known, and its runtime refuses the rest.
      ...{ lib: ['lib.esnext.d.ts'], target: ScriptTarget.ESNext, module: ModuleKind.ESNext },
      moduleResolution: ModuleResolutionKind.Bundler,
    };
  }

  /** The code sees the types of `@aws-appsync/utils`, these each other, and neither sees anything else of this machine. */
  #resolve(name: string, from: string): ts.ResolvedModuleWithFailedLookupLocations {
    if (name === UTILS) return this.#found(this.#utils);
    if (from === this.#name || !name.startsWith('./')) return { resolvedModule: undefined };
    return this.#found(path.join(path.dirname(from), `${name}.d.ts`));
  }

  #found(resolvedFileName: string): ts.ResolvedModuleWithFailedLookupLocations {
    return { resolvedModule: { resolvedFileName, extension: this.#compiler.Extension.Dts } };
  }
}

// AppSync refuses code with type errors, as `// @ts-check` finds them. https://github.com/aws/aws-appsync-community/issues/334
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type CodeError, InvalidCode, type JavaScript } from '../javascript';
import { TypeChecker } from './compiler';
import { KeptVerdicts } from './kept-verdicts';
import { refusalsOf } from './refusals';

/** Finds the type errors of a module that can be parsed. */
export type TypeCheck = (code: string) => readonly CodeError[];

const load = createRequire(__filename);

/** One for all regions: what it costs is the compiler, the standard library and AppSync's types. */
export function createTypeCheck(): TypeCheck {
  let checker: TypeChecker | undefined;
  const verdicts = new KeptVerdicts(cacheFolder(), versions());
  return (code) => {
    const kept = verdicts.find(code);
    if (kept) return kept;
    checker ??= new TypeChecker();
    const checked = checker.check(code);
    const errors = checked ? refusalsOf(checked) : [];
    verdicts.keep(code, errors);
    return errors;
  };
}

/** @returns an engine that compiles what passes the check */
export function withTypeCheck(javaScript: JavaScript, typeErrorsOf: TypeCheck): JavaScript {
  return {
    compile: (code) => {
      const compiled = javaScript.compile(code);
      const errors = typeErrorsOf(code);
      if (errors.length > 0) throw new InvalidCode(errors);
      return compiled;
    },
  };
}

/** All that decides what is found: the packages, and the rules in this folder. */
function versions(): string {
  const packages = ['typescript', '@aws-appsync/utils'].map((name) => load.resolve(`${name}/package.json`));
  const rules = readdirSync(__dirname).map((name) => path.join(__dirname, name));
  return [...packages, ...rules].map((file) => readFileSync(file, 'utf8')).join('\n');
}

/** Where tools keep what they can make anew: beside the packages, and gone with them. */
function cacheFolder(): string {
  const packages = path.dirname(path.dirname(load.resolve('typescript/package.json')));
  return path.join(packages, '.cache', 'local-aws', 'types');
}

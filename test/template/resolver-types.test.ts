// AppSync refuses resolver code with type errors, and it sees what bundling left: types are gone, a literal is a `string`.
import path from 'node:path';
import ts from 'typescript';
import { allTemplates, resolversOf, ROOT, templateOf } from '../support/packages/templates';

const OPTIONS: ts.CompilerOptions = {
  allowJs: true,
  checkJs: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts'],
  types: [],
};

it('passes the check of types against AppSync’s own, for every bundled resolver', () => {
  const codes = new Map(
    allTemplates().flatMap(({ stage, region }) =>
      [...resolversOf(templateOf(stage, region))].map(([coordinate, { Code }]) => [Code, coordinate] as const),
    ),
  );

  expect(typeErrorsOf(filesOf(codes))).toEqual([]);
});

it('finds what bundling widens', () => {
  const code = `import { extensions } from '@aws-appsync/utils';
    const filter = { filterGroup: [{ filters: [{ fieldName: 'name', operator: 'eq', value: 'x' }] }] };
    extensions.setSubscriptionFilter(filter);`;

  expect(typeErrorsOf(filesOf(new Map([[code, 'Subscription.x']])))).toEqual([
    expect.stringMatching(/^Subscription\.x.*TS2345/),
  ]);
});

/** @returns the code by names beside which the compiler finds AppSync's types */
function filesOf(codes: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map([...codes].map(([code, coordinate], index) => [path.join(ROOT, `${coordinate}-${index}.js`), code]));
}

function typeErrorsOf(files: ReadonlyMap<string, string>): string[] {
  const disk = ts.createCompilerHost(OPTIONS);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (file) => files.has(file) || disk.fileExists(file),
    readFile: (file) => files.get(file) ?? disk.readFile(file),
    getSourceFile: (file, version) => {
      const text = files.get(file);
      return text === undefined ? disk.getSourceFile(file, version) : ts.createSourceFile(file, text, version);
    },
  };
  const program = ts.createProgram([...files.keys()], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, code, messageText }) => {
    const name = file ? path.basename(file.fileName) : '';
    return `${name}: TS${code}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

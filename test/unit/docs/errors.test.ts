// Every code that the engine prints is explained in local/README.md, and no other.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/templates';

const CODE = /UserError\(\s*'([A-Z]+(?:_[A-Z]+)+)'/g;

it('has every code of the source in the documents, and no other', () => {
  const sources = ['local/src', 'tools'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(ROOT, folder, file), 'utf8')),
  );
  const documented = codesOf(readFileSync(path.join(ROOT, 'local/README.md'), 'utf8'), /^\| `([A-Z_]+)`/gm);

  const used = sources.flatMap((text) => [...codesOf(text, CODE)]);

  expect(documented.filter((code) => !used.includes(code))).toEqual([]);
  expect([...new Set(used)].filter((code) => !documented.includes(code)).sort()).toEqual([]);
});

function codesOf(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, code = '']) => code);
}

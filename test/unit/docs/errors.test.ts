// Every error code of the engine and of the commands is explained in the document of its folder, and no other.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/packages/templates';

const CODE = /UserError\(\s*'([A-Z]+(?:_[A-Z]+)+)'/g;
const ROW = /^\| `([A-Z]+(?:_[A-Z]+)+)`/gm;

it.each([
  ['local/src', 'local/README.md'],
  ['tools', 'docs/COMMANDS.md'],
  ['bench', 'bench/README.md'],
])('has every code of %s in %s, and no other', (folder, document) => {
  const used = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
    .flatMap((file) => codesIn(path.join(folder, file), CODE));

  expect(codesIn(document, ROW).sort()).toEqual([...new Set(used)].sort());
});

function codesIn(file: string, pattern: RegExp): string[] {
  return [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(pattern)].map(([, code = '']) => code);
}

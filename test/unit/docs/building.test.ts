// docs/BUILDING.md shows the example's own code.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/packages/templates';

const SNIPPET = /^\[`([^`]+)`\]\(\.\.\/([^)]+)\):\n\n```\w+\n([\s\S]*?)\n```$/gm;
const FENCE = /^```\w+$/gm;
/** Commands, which are no file's. */
const COMMANDS = 1;

const text = readFileSync(path.join(ROOT, 'docs/BUILDING.md'), 'utf8');
const snippets = [...text.matchAll(SNIPPET)].map(([, name = '', file = '', code = '']) => ({ name, file, code }));

it('says of every piece of code where it stands', () => {
  expect(snippets).toHaveLength([...text.matchAll(FENCE)].length - COMMANDS);
  expect(snippets.filter(({ name, file }) => name !== file)).toEqual([]);
});

it.each(snippets)('shows what is in $file', ({ file, code }) => {
  expect(withoutSpace(readFileSync(path.join(ROOT, file), 'utf8'))).toContain(withoutSpace(code));
});

/** A document's code begins at the left, wherever in its file it stands. */
function withoutSpace(code: string): string {
  return code.replace(/\s+/g, '');
}

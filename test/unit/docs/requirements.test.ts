// Every requirement that the documents state has an id, a source or the word "Chosen", and a test that cites it.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/packages/templates';

/** A rule of a document: `- **RT-01** The path is …`, up to the next one or the next heading. */
const REQUIREMENT = /^- \*\*([A-Z]+-\d+)\*\*([\s\S]*?)(?=^- \*\*[A-Z]+-\d+\*\*|^#|^\||$(?![\s\S]))/gm;
const ID = /\b(?:RT|EV|FI|EC|JS|GQ|EB|SQ|CW|SC|DY|DN|CDN|IA|CF|AC|LA)-\d{2}\b/g;

const requirements = ['docs/PROTOCOL.md', 'local/README.md'].flatMap((file) =>
  [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(REQUIREMENT)].map(([, id = '', text = '']) => ({
    id,
    text,
  })),
);
const cited = new Set(
  ['test', 'local/test'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts') || file.endsWith('.json'))
      .flatMap((file) => readFileSync(path.join(ROOT, folder, file), 'utf8').match(ID) ?? []),
  ),
);

it('gives no id twice', () => {
  const ids = requirements.map(({ id }) => id);

  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

it('has a test for every requirement', () => {
  expect(requirements.map(({ id }) => id).filter((id) => !cited.has(id))).toEqual([]);
});

it('has a requirement for every id that a test cites', () => {
  const ids = new Set(requirements.map(({ id }) => id));

  expect([...cited].filter((id) => !ids.has(id))).toEqual([]);
});

it('names a source for every requirement, or says that it was chosen', () => {
  const bare = requirements.filter(({ text }) => !/https?:\/\/|\]\[|\[\w+\]|\bchosen\b/i.test(text));

  expect(bare.map(({ id }) => id)).toEqual([]);
});

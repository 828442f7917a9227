// When the page is built before it is packaged.
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPage } from '../../tools/packaging/packaging';
import { ROOT } from '../support/packages/templates';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');

let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'build-'));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
});

afterEach(() => rmSync(root, { recursive: true }));

const built = () => path.join(root, 'client/dist/index.html');

function writeClient(title: string): void {
  mkdirSync(path.join(root, 'client'), { recursive: true });
  writeFileSync(path.join(root, 'client/index.html'), `<!doctype html><title>${title}</title>`);
}

it('builds nothing where there is no page', async () => {
  await buildPage(root);

  expect(existsSync(path.join(root, 'client'))).toBe(false);
});

it('builds a page that was never built', async () => {
  writeClient('one');

  await buildPage(root);

  expect(readFileSync(built(), 'utf8')).toContain('one');
});

it('builds a page for production, whatever the environment is for', async () => {
  const client = path.join(root, 'client');
  writeClient('one');
  for (const part of ['vite.config.ts', 'land-outline.ts', 'src/map/projection.ts']) {
    cpSync(path.join(ROOT, 'client', part), path.join(client, part));
  }
  writeFileSync(path.join(client, 'main.ts'), 'document.title = `made for ${process.env.NODE_ENV}`;');
  writeFileSync(path.join(client, 'index.html'), '<script type="module" src="./main.ts"></script>');

  await buildPage(root);

  expect(process.env['NODE_ENV']).toBe('test');
  const [script = ''] = readdirSync(path.join(client, 'dist/assets'));
  expect(readFileSync(path.join(client, 'dist/assets', script), 'utf8')).toContain('made for production');
});

it('does not rebuild a page that is up to date', async () => {
  writeClient('one');
  mkdirSync(path.dirname(built()));
  writeFileSync(built(), 'as it was');

  await buildPage(root);

  expect(readFileSync(built(), 'utf8')).toBe('as it was');
});

it('builds a page again of which something was saved while it was built', async () => {
  writeClient('one');
  const save = `
    import { writeFileSync } from 'node:fs';
    const generateBundle = () => writeFileSync(${JSON.stringify(path.join(root, 'client/index.html'))}, '<title>two</title>');
    export default { plugins: [{ name: 'save', generateBundle }] };
  `;
  writeFileSync(path.join(root, 'client/vite.config.mjs'), save);

  await buildPage(root);
  await buildPage(root);

  expect(readFileSync(built(), 'utf8')).toContain('two');
});

it('builds a page anew that is older than what it is made of', async () => {
  writeClient('two');
  mkdirSync(path.dirname(built()));
  writeFileSync(built(), 'as it was');
  utimesSync(built(), LONG_AGO, LONG_AGO);

  await buildPage(root);

  expect(readFileSync(built(), 'utf8')).toContain('two');
  expect(statSync(built()).mtimeMs).toBeGreaterThan(LONG_AGO.getTime());
});

it('says what is wrong with a page that cannot be built', async () => {
  writeClient('three');
  writeFileSync(path.join(root, 'client/index.html'), '<script type="module" src="./missing.js"></script>');

  await expect(buildPage(root)).rejects.toMatchObject({
    code: 'PACKAGING_FAILED',
    message: expect.stringMatching(/^vite build client failed; fix what it says:\n[\s\S]*missing\.js/),
  });
});

// `npm run build:lib`: writes what is published into client/lib/dist: one minified module, its types, and a package.json.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundle } from './bundle.js';

const ROOT = import.meta.dirname;
const DIST = path.join(ROOT, 'dist');

rmSync(DIST, { recursive: true, force: true });
mkdirSync(DIST);
writeFileSync(path.join(DIST, 'index.js'), bundle());

const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', DIST];
execFileSync('npx', ['tsc', '--project', ROOT, ...emit], { stdio: 'inherit' });
// Node.js looks for a module by its whole name.
for (const name of readdirSync(DIST).filter((file) => file.endsWith('.d.ts'))) {
  const file = path.join(DIST, name);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/from '(\.\/[^']+)'/g, "from '$1.js'"));
}

const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const published = { type: 'module', exports: { '.': { types: './index.d.ts', default: './index.js' } } };
writeFileSync(
  path.join(DIST, 'package.json'),
  JSON.stringify({ ...manifest, private: undefined, ...published }, null, 2),
);
copyFileSync(path.join(ROOT, 'README.md'), path.join(DIST, 'README.md'));
copyFileSync(path.join(ROOT, '../../LICENSE'), path.join(DIST, 'LICENSE'));

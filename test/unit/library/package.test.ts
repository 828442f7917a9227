// What a program that uses the library has to load.
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';

/** Bytes, minified and compressed. */
const MOST = 8900;

it('is small', () => {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(__dirname, '../../../client/lib/src/index.ts')],
    ...{ bundle: true, minify: true, format: 'esm', target: 'es2022', write: false },
  });

  expect(gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length).toBeLessThan(MOST);
});

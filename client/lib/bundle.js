// The library as it is published: one module, minified. esbuild bundles it; swc shortens the names of locals: it gives those of all
// functions the same few, which compress better.
const path = require('node:path');
const { minifySync } = require('@swc/core');
const { buildSync } = require('esbuild');

/**
 * Builds the library.
 * @returns {string} an ES module
 */
module.exports.bundle = function bundle() {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(__dirname, 'src/index.ts')],
    ...{ bundle: true, minify: true, format: 'esm', target: 'es2022', write: false },
  });
  /** @type {import('@swc/core').JsMinifyOptions['compress']} */
  const compress = { ecma: 2022, passes: 3, inline: 1, hoist_vars: true };
  return minifySync(outputFiles[0]?.text ?? '', { module: true, ecma: 2022, mangle: true, compress }).code;
};

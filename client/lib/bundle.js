// The library as it is published: one module, minified. esbuild bundles it and shortens the names in INTERNAL; swc shortens the names of
// locals: it gives those of all functions the same few, which compress better.
const path = require('node:path');
const { minifySync } = require('@swc/core');
const { buildSync } = require('esbuild');

/**
 * Members that only the library's own parts know. What anybody else reads or gives has to keep its name: options, events, what is
 * handed over, what the API sends, what the platform has. A new name costs some bytes until it is here.
 */
const INTERNAL = `
  aged agesAt answered api begin closed content credential credentials current dropped emit ended endsAt failed follow
  forgottenOf front giveUp hurry input insist isAcknowledged isBefore isHad isReady keptHours knows live load lost member members nextAt
  observer onConnection onError onState options pass patience pause place places question reached read realtimeUrl renew renewAt
  request retire settings sleep stage start startedAt stop toFront tries trying unkept wake worked
`;

/**
 * Builds the library.
 * @returns {string} an ES module
 */
module.exports.bundle = function bundle() {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(__dirname, 'src/index.ts')],
    ...{ bundle: true, minify: true, format: 'esm', target: 'es2022', write: false },
    mangleProps: new RegExp(`^(${INTERNAL.trim().split(/\s+/).join('|')})$`),
  });
  /**
   * No function of the library uses `this` or `arguments`: each may be an arrow.
   * @type {import('@swc/core').JsMinifyOptions['compress']}
   */
  const compress = { ecma: 2022, passes: 3, inline: 1, hoist_vars: true, unsafe_arrows: true };
  return minifySync(outputFiles[0]?.text ?? '', { module: true, ecma: 2022, mangle: true, compress }).code;
};

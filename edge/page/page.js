// A Serverless Framework plugin: the built page goes into the package with the stage's settings, and from there, at a
// deployment, into the bucket. (A general plugin such as serverless-s3-sync takes files from a folder outside the
// package: the engine, which runs what was packaged, would not know what AWS gets.)
'use strict';

const path = require('node:path');
const { emptyBucket, uploadTo } = require('./bucket');
const { readManifest, writePage } = require('./files');

/** Made by `npm run build`. */
const BUILT_PAGE = path.join(__dirname, '../../client/dist');
/** Logical id, resources/page.yml. */
const BUCKET = 'PageBucket';
const INDEX = 'index.html';
const NOT_BUILT = 'The page is not built; run "npm run build".';

module.exports = class Page {
  /**
   * @param {any} serverless the framework
   * @param {object} _options of the command line
   * @param {{ log: { warning: (sentence: string) => void } }} terminal
   */
  constructor(serverless, _options, { log }) {
    /** From where the framework moves everything to the package's folder, and to where a deployment brings it back. */
    const packageFolder = () => path.join(serverless.serviceDir, '.serverless');
    const failure = (/** @type {string} */ sentence) => new serverless.classes.Error(sentence, 'PAGE_NOT_BUILT');

    /** @type {Record<string, () => unknown>} */
    this.hooks = {
      'before:aws:package:finalize:saveServiceState': () => {
        const settings = serverless.service.custom.page;
        const manifest = writePage({ from: BUILT_PAGE, packageFolder: packageFolder(), settings });
        if (!Object.hasOwn(manifest, INDEX)) log.warning(NOT_BUILT);
      },
      // Before anything is changed, after the package is where it is read from.
      'before:aws:deploy:deploy:createStack': () => {
        if (!Object.hasOwn(readManifest(packageFolder()), INDEX)) throw failure(NOT_BUILT);
      },
      // Even if the template is what it was: the page may be another.
      'after:deploy:deploy': async () => uploadTo(serverless.getProvider('aws'), BUCKET, packageFolder()),
      // CloudFormation deletes no bucket that has something in it.
      'before:remove:remove': async () => emptyBucket(serverless.getProvider('aws'), BUCKET),
    };
  }
};

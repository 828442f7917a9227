// A Serverless Framework plugin: what a command prints is about the user's own service. The AppSync plugin ends every command with an
// advertisement, which is all that its hook `finalize` does.
'use strict';

const ADVERTISER = 'ServerlessAppsyncPlugin';

module.exports = class OwnWords {
  /** @param {any} serverless the framework */
  constructor({ pluginManager: { hooks } }) {
    /** @type {Record<string, () => void>} */
    this.hooks = { initialize: () => silence(hooks) };
  }
};

/** @param {Record<string, { pluginName: string }[] | undefined>} hooks by event: those of all plugins */
function silence(hooks) {
  hooks['finalize'] = hooks['finalize']?.filter(({ pluginName }) => pluginName !== ADVERTISER);
}

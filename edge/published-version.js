// A Serverless Framework plugin: `!Ref RouterVersion` becomes the version of the router that the framework publishes, whose
// logical id has the digest of its code in it.
'use strict';

const PLACEHOLDER = 'RouterVersion';

/**
 * @this {{ hooks: Record<string, () => void> }}
 * @param {any} serverless the framework
 */
module.exports = function PublishedVersion({ service }) {
  this.hooks = {
    'after:aws:package:finalize:mergeCustomProviderResources': () => {
      const template = service.provider.compiledCloudFormationTemplate;
      service.provider.compiledCloudFormationTemplate = withVersion(
        template,
        service.functions.router.versionLogicalId,
      );
    },
  };
};

/**
 * @param {object} template
 * @param {string} logicalId
 * @returns {object}
 */
function withVersion(template, logicalId) {
  return JSON.parse(JSON.stringify(template), (key, value) =>
    key === 'Ref' && value === PLACEHOLDER ? logicalId : value,
  );
}

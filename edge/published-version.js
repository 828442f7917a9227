// A Serverless Framework plugin: `!Ref RouterVersion` becomes the version of the router that the framework publishes, whose
// logical id has the digest of its code in it. A version whose update was rolled back goes, and others stay.
'use strict';

const PLACEHOLDER = 'RouterVersion';

/**
 * The framework says `Retain`. Then a version that a roll-back left behind would fail the next attempt: Lambda publishes no
 * second version of the same code.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
 */
const DELETION_POLICY = 'RetainExceptOnCreate';

module.exports = class PublishedVersion {
  /** @param {any} serverless the framework */
  constructor({ service }) {
    /** @type {Record<string, () => void>} */
    this.hooks = {
      'after:aws:package:finalize:mergeCustomProviderResources': () => {
        const template = service.provider.compiledCloudFormationTemplate;
        const { versionLogicalId } = service.functions.router;
        template.Resources[versionLogicalId].DeletionPolicy = DELETION_POLICY;
        service.provider.compiledCloudFormationTemplate = withVersion(template, versionLogicalId);
      },
    };
  }
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

// Names that the framework's files and the tools have in common.
'use strict';

/** What this machine keeps between its starts, below the project's folder. */
const STATE_FOLDER = '.local';

/** The regional stack's, before its stage. */
const SERVICE = 'global-pubsub';

module.exports = {
  SERVICE,
  /** The front door's. */
  EDGE_SERVICE: `${SERVICE}-edge`,
  /** The stage that runs on a laptop. It trusts the key of the machine on which it is packaged. */
  LOCAL_STAGE: 'local',
  /**
   * CloudFront takes functions, certificates and web ACLs of this region only:
   * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
   */
  EDGE_REGION: 'us-east-1',
  STATE_FOLDER,
  /** The key pair of a stage, below the project's folder. */
  keyFile: (/** @type {string} */ stage) => `${STATE_FOLDER}/token-keys/${stage}.json`,
  /** Its public half. */
  publicKeyFile: (/** @type {string} */ stage) => `${STATE_FOLDER}/token-keys/${stage}.public.json`,
};

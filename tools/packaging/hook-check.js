// A Serverless Framework plugin: refuses, in one sentence with file and line, a hook in channels/ that AppSync would not run, that would
// be asked about nothing, or that leaves no room for the code around it.
'use strict';

const path = require('node:path');
const { problemOfHooks } = require('./hook-problem');

const ROOT = path.join(__dirname, '../..');
/** Characters: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
const MAX_CODE_LENGTH = 32_768;
/** Characters, at most, of what is known only when the stack is deployed: the name of a role is the longest. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_NAME_LENGTH = 64;

module.exports = class HookCheck {
  /**
   * The files are checked before the resolvers are made of them.
   *
   * @param {any} serverless the framework
   */
  constructor(serverless) {
    const { classes, processedInput, service } = serverless;
    /** @param {string | undefined} problem */
    const refuse = (problem) => {
      if (problem) throw new classes.Error(problem, 'HOOK_REFUSED');
    };
    /** @type {Record<string, () => void>} */
    this.hooks = {
      'before:aws:package:finalize:saveServiceState': () =>
        refuse(problemOfLength(service.provider.compiledCloudFormationTemplate.Resources)),
    };
    if (!processedInput.isHelpRequest) refuse(problemOfHooks(ROOT));
  }
};

/**
 * @param {Record<string, any>} resources of the compiled template
 * @returns {string | undefined}
 */
function problemOfLength(resources) {
  for (const { Properties: properties = {} } of Object.values(resources)) {
    const code = properties.Code ?? properties.CodeHandlers;
    const length = lengthOf(code);
    if (length <= MAX_CODE_LENGTH) continue;
    const what = properties.FieldName ? `${properties.TypeName}.${properties.FieldName}` : properties.Name;
    return `The code of ${what} takes ${length} characters with its hooks, payload rules and channels, and AppSync takes ${MAX_CODE_LENGTH}; shorten one of them.`;
  }
  return undefined;
}

/** @param {unknown} code text, or texts that are joined with names that are known only when the stack is deployed */
function lengthOf(code) {
  if (typeof code === 'string') return code.length;
  const [, parts = []] = /** @type {any} */ (code)?.['Fn::Join'] ?? [];
  return parts.reduce(
    (/** @type {number} */ length, /** @type {unknown} */ part) =>
      length + (typeof part === 'string' ? part.length : MAX_NAME_LENGTH),
    0,
  );
}

// A Serverless Framework plugin: refuses to package a stack with an empty schema, which AppSync would take for a deployment of an
// API without operations.
'use strict';

const TYPE = 'AWS::AppSync::GraphQLSchema';
const EMPTY =
  'The schema of the API is empty; check schema.graphql, and the name of the folder that the project is in.';

module.exports = class SchemaCheck {
  /** @param {any} serverless the framework */
  constructor(serverless) {
    /** @type {Record<string, () => void>} */
    this.hooks = { 'before:aws:package:finalize:saveServiceState': () => refuseEmpty(serverless) };
  }
};

/**
 * @param {any} serverless
 * @throws {Error} of the framework's own class, which prints the sentence without a stack
 */
function refuseEmpty({ service, classes }) {
  const { Resources } = service.provider.compiledCloudFormationTemplate;
  const isEmpty = Object.values(Resources).some(
    ({ Type, Properties }) => Type === TYPE && Properties.Definition.trim() === '',
  );
  if (isEmpty) throw new classes.Error(EMPTY, 'SCHEMA_EMPTY');
}

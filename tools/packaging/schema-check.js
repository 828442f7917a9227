// A Serverless Framework plugin: refuses to package a stack with an empty schema, which AppSync would take for a deployment of an
// API without operations.
'use strict';

const TYPE = 'AWS::AppSync::GraphQLSchema';
const EMPTY =
  'The schema of the API is empty; check schema.graphql, and the name of the folder that the project is in.';

/**
 * @this {{ hooks: Record<string, () => void> }}
 * @param {any} serverless the framework
 */
module.exports = function SchemaCheck(serverless) {
  this.hooks = {
    'before:aws:package:finalize:saveServiceState': () => {
      const { Resources } = serverless.service.provider.compiledCloudFormationTemplate;
      const isEmpty = Object.values(Resources).some(
        ({ Type, Properties }) => Type === TYPE && Properties.Definition.trim() === '',
      );
      if (isEmpty) throw new serverless.classes.Error(EMPTY, 'SCHEMA_EMPTY');
    },
  };
};

// What a stage with a history has more than one without: a table, its data source, and a step before each delivery.
'use strict';

/** @typedef {{ resolveVariable: (variable: string) => Promise<any> }} Framework */

const CODE = 'resolvers/functions/remember.ts';
const DELIVERY = { code: 'resolvers/Mutation.publishFromBus.ts' };
const QUERY = { kind: 'UNIT', code: 'resolvers/Query.history.ts' };

/**
 * @param {Framework} framework
 * @returns {Promise<boolean>}
 */
async function isKept({ resolveVariable }) {
  const { hours } = await resolveVariable('self:custom.history');
  return hours > 0;
}

module.exports = {
  /**
   * The CloudFormation fragment.
   *
   * @param {Framework} framework
   */
  resources: async (framework) =>
    (await isKept(framework)) ? framework.resolveVariable('file(./resources/history/table.yml)') : {},

  /** @param {Framework} framework */
  dataSources: async (framework) =>
    (await isKept(framework))
      ? {
          history: {
            type: 'AMAZON_DYNAMODB',
            config: {
              tableName: { Ref: 'HistoryTable' },
              serviceRoleArn: { 'Fn::GetAtt': ['HistoryRole', 'Arn'] },
            },
          },
        }
      : {},

  /** @param {Framework} framework */
  pipelineFunctions: async (framework) =>
    (await isKept(framework)) ? { remember: { dataSource: 'history', code: CODE } } : {},

  /** @param {Framework} framework */
  resolvers: async (framework) =>
    (await isKept(framework))
      ? {
          'Query.history': { ...QUERY, dataSource: 'history' },
          'Mutation.publishFromBus': { ...DELIVERY, kind: 'PIPELINE', functions: ['remember'] },
        }
      : {
          // Says so.
          'Query.history': { ...QUERY, dataSource: 'none' },
          'Mutation.publishFromBus': { ...DELIVERY, kind: 'UNIT', dataSource: 'none' },
        },
};

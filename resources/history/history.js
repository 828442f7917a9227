// What a stage with a history has more than one without: a table, its data source, and a step before each delivery.
'use strict';

/** @typedef {{ resolveVariable: (variable: string) => Promise<any> }} Framework */

const DELIVERY = { code: 'resolvers/Mutation.publishFromBus.ts' };
const QUERY = { kind: 'UNIT', code: 'resolvers/Query.history.ts' };

/**
 * @param {object | string} kept what a stage with a history has; text is a variable of the framework's
 * @param {object} [without] what one without has
 */
function choice(kept, without = {}) {
  return async (/** @type {Framework} */ { resolveVariable }) => {
    const { hours } = await resolveVariable('self:custom.history');
    if (hours === 0) return without;
    return typeof kept === 'string' ? resolveVariable(kept) : kept;
  };
}

module.exports = {
  resources: choice('file(./resources/history/table.yml)'),
  dataSources: choice({
    history: {
      type: 'AMAZON_DYNAMODB',
      config: {
        tableName: { Ref: 'HistoryTable' },
        serviceRoleArn: { 'Fn::GetAtt': ['HistoryRole', 'Arn'] },
      },
    },
  }),
  pipelineFunctions: choice({ remember: { dataSource: 'history', code: 'resolvers/functions/remember.ts' } }),
  resolvers: choice(
    {
      'Query.history': { ...QUERY, dataSource: 'history' },
      'Mutation.publishFromBus': { ...DELIVERY, kind: 'PIPELINE', functions: ['remember'] },
    },
    {
      // Says that there is none.
      'Query.history': { ...QUERY, dataSource: 'none' },
      'Mutation.publishFromBus': { ...DELIVERY, kind: 'UNIT', dataSource: 'none' },
    },
  ),
};

// What a stage with a history has more than one without: a table, its data source, and a step before each delivery.
'use strict';

/** @typedef {{ resolveVariable: (variable: string) => Promise<any> }} Framework */

const DELIVERY = { code: 'resolvers/Mutation.publishFromBus.ts' };
const QUERY = { kind: 'UNIT', code: 'resolvers/Query.history.ts' };
/** What the resolvers import for what is remembered, and the folder in a stage that excepts channels and in any other. */
const STAGE_HISTORY = 'stage-history';
const WITH_EXCEPTIONS = './resolvers/lib/excepted';
const WITHOUT_EXCEPTIONS = './resolvers/lib/unexcepted';

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

/**
 * The channels and patterns of which a stage with a history keeps none.
 *
 * @param {Framework} framework
 * @returns {Promise<string[]>}
 */
async function exceptions({ resolveVariable }) {
  const { hours, except = [] } = await resolveVariable('self:custom.history');
  return hours === 0 ? [] : except;
}

module.exports = {
  /** For the resolvers of the API: esbuild's `alias`. */
  alias: async (/** @type {Framework} */ framework) => ({
    [STAGE_HISTORY]: (await exceptions(framework)).length > 0 ? WITH_EXCEPTIONS : WITHOUT_EXCEPTIONS,
  }),
  /** JSON text, which esbuild puts in the place of a name in resolvers/lib/excepted/exceptions.ts. */
  except: async (/** @type {Framework} */ framework) => JSON.stringify(await exceptions(framework)),
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

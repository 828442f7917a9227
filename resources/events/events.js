// What a stage with Event APIs has more than one without: AppSync Events as a second door to the same bus.
'use strict';

const channelNamespaces = require('./channel-namespaces');
const eventDomain = require('./domain');
const eventApi = require('./event-api');

/** @typedef {{ resolveVariable: (variable: string) => Promise<any> }} Framework */

/** What the bus calls, which a stage without Event APIs has as well: the schema is the same in every stage. */
const MUTATION = { code: 'resolvers/Mutation.broadcastFromBus.ts' };

/**
 * @param {(framework: Framework) => Promise<object>} there what a stage with Event APIs has
 * @param {object} [without] what one without has
 */
function choice(there, without = {}) {
  return async (/** @type {Framework} */ framework) =>
    (await framework.resolveVariable('self:custom.events')) ? there(framework) : without;
}

/** @param {Framework} framework */
async function hasHistory({ resolveVariable }) {
  const { hours } = await resolveVariable('self:custom.history');
  return hours > 0;
}

module.exports = {
  resources: choice(async (framework) => {
    const { Resources: namespaces } = await channelNamespaces(framework);
    const { Resources, Outputs } = await eventApi(framework);
    const domain = await eventDomain(framework);
    const { Resources: broadcast } = await framework.resolveVariable('file(./resources/events/broadcast.yml)');
    const { BroadcastRule: rule } = broadcast;
    return {
      Resources: {
        ...Resources,
        ...domain.Resources,
        ...namespaces,
        ...broadcast,
        // An event that no namespace awaits would be a dead letter.
        BroadcastRule: { ...rule, DependsOn: [...rule.DependsOn, ...Object.keys(namespaces)] },
      },
      Outputs: { ...Outputs, ...domain.Outputs },
    };
  }),
  dataSources: choice(async () => ({
    eventApi: {
      type: 'HTTP',
      config: {
        endpoint: { 'Fn::Sub': 'https://${EventApi.Dns.Http}' },
        serviceRoleArn: { 'Fn::GetAtt': ['BroadcasterRole', 'Arn'] },
        // The plugin asks for a role's statements although the role is given, and does not use them.
        iamRoleStatements: [],
        authorizationConfig: {
          authorizationType: 'AWS_IAM',
          awsIamConfig: { signingRegion: { Ref: 'AWS::Region' }, signingServiceName: 'appsync' },
        },
      },
    },
  })),
  pipelineFunctions: choice(async (framework) => ({
    broadcast: { dataSource: 'eventApi', code: 'resolvers/functions/broadcast.ts' },
    ...((await hasHistory(framework)) && {
      claimBroadcast: { dataSource: 'history', code: 'resolvers/functions/claimBroadcast.ts' },
      settleBroadcast: { dataSource: 'history', code: 'resolvers/functions/settleBroadcast.ts' },
    }),
  })),
  resolvers: choice(
    async (framework) => ({
      'Mutation.broadcastFromBus': {
        ...MUTATION,
        kind: 'PIPELINE',
        functions: (await hasHistory(framework)) ? ['claimBroadcast', 'broadcast', 'settleBroadcast'] : ['broadcast'],
      },
    }),
    // Says that there is no Event API.
    { 'Mutation.broadcastFromBus': { ...MUTATION, kind: 'UNIT', dataSource: 'none' } },
  ),
};

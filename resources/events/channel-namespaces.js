// The channel namespaces of the Event API, with their code: one for each first part of the stage's channels.
'use strict';

const path = require('node:path');
const { buildSync } = require('esbuild');
const { channelLists } = require('../api/channel-lists');
const { hookAlias } = require('../api/hooks');
const { namespacesOf, rulesIn } = require('./namespaces');

const CODE = path.join(__dirname, '../../resolvers/ChannelNamespace.ts');

/**
 * The CloudFormation fragment.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<{ Resources: Record<string, object> }>}
 */
module.exports = async function channelNamespaces({ resolveVariable }) {
  const channels = await resolveVariable('self:custom.channels');
  const region = await resolveVariable('self:provider.region');
  const payloads = await resolveVariable('self:custom.payloads');
  const resources = [...namespacesOf(channels)].map(([name, list]) => [
    logicalIdOf(name),
    {
      Type: 'AWS::AppSync::ChannelNamespace',
      Properties: {
        ApiId: { 'Fn::GetAtt': ['EventApi', 'ApiId'] },
        Name: name,
        CodeHandlers: withBroadcaster(codeFor({ channels: list, region, rules: rulesIn(name, payloads) })),
        HandlerConfigs: {
          OnPublish: { Behavior: 'CODE', Integration: { DataSourceName: { 'Fn::GetAtt': ['EventApiBus', 'Name'] } } },
        },
      },
    },
  ]);
  return { Resources: Object.fromEntries(resources) };
};

/**
 * Letters and digits only, and never the same for two names.
 *
 * @param {string} name
 */
function logicalIdOf(name) {
  return `ChannelNamespace${name.replaceAll(/[X-]/g, (character) => (character === 'X' ? 'XX' : 'XD'))}`;
}

/**
 * The handlers. What resolvers find in `ctx.env` is written into them, since Event APIs have no environment variables.
 *
 * @param {{ channels: string[], region: string, rules: string }} settings the rules of the messages' data are JSON text
 * @returns {string}
 */
function codeFor({ channels, region, rules }) {
  const lists = channelLists(channels).map((list, index) => [`CHANNELS_${index + 1}`, list]);
  const { outputFiles } = buildSync({
    entryPoints: [CODE],
    bundle: true,
    write: false,
    format: 'esm',
    // As the plugin has it for resolvers.
    platform: 'node',
    target: 'esnext',
    external: ['@aws-appsync/utils'],
    logLevel: 'silent',
    alias: hookAlias(channels),
    define: {
      ENV: JSON.stringify(Object.fromEntries([['REGION', region], ...lists])),
      PAYLOAD_RULES: rules,
    },
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * The code and, after it, the constant that it reads: what the ARN of an assumed role begins with, up to the name of the session. The
 * role has no name before it is deployed. Nothing in the code is looked for, whatever owners have written there. esbuild gives no
 * declaration of theirs the name, since the code uses it undeclared.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 *
 * @param {string} code
 */
function withBroadcaster(code) {
  const arn = [
    ...['arn:', { Ref: 'AWS::Partition' }, ':sts::', { Ref: 'AWS::AccountId' }, ':assumed-role/'],
    ...[{ Ref: 'BroadcasterRole' }, '/'],
  ];
  return { 'Fn::Join': ['', [...plain(code), 'const BROADCASTER = "', ...arn, '";\n']] };
}

/**
 * The framework takes `${` for the beginning of a variable, unless its two characters are apart.
 *
 * @param {string} code
 */
function plain(code) {
  return code.split(/(?<=\$)(?=\{)/);
}

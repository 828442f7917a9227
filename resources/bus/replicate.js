// One rule per other region of the stage: forwards what entered here, and was let in, to that region's bus.
'use strict';

const closeSources = require('./close-sources');

/**
 * The CloudFormation fragment with a replicate rule and its role for each other region of the stage.
 * A rule matches only events that entered in its own region (`region` survives the hop), so nothing loops.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<{ Resources: Record<string, object> }>} an empty fragment for a stage of one region
 */
module.exports = async function replicate({ resolveVariable }) {
  const regions = await resolveVariable('self:custom.regions');
  const region = await resolveVariable('self:provider.region');
  const busName = await resolveVariable('self:custom.busName');
  const apiSource = await resolveVariable('self:custom.apiSource');
  const closing = await closeSources({ resolveVariable });
  const wanted = await resolveVariable("param:replicateTo, ''");
  const others = otherRegions(regions, region, wanted);

  return {
    Resources: Object.assign(
      {},
      ...others.map((/** @type {string} */ region) => replicateTo({ region, busName, apiSource, closing })),
    ),
  };
};

/**
 * All other regions of the stage. `--param replicateTo=…` leaves those out that have no bus yet: `npm run deploy` gives it to the
 * first regions of a new stage, and deploys them once more when the others are there. stage-check.js refuses other names.
 *
 * @param {string[]} regions of the stage
 * @param {string} region that is packaged
 * @param {string} wanted names with commas between them, or `none`; empty for all
 * @returns {string[]}
 */
function otherRegions(regions, region, wanted) {
  const names = wanted.split(',');
  return regions.filter((other) => other !== region && (wanted === '' || names.includes(other)));
}

/**
 * @param {object} way
 * @param {string} way.region the AWS region to forward to
 * @param {string} way.busName the bus's name, the same in every region
 * @param {string} way.apiSource the source of the messages that go there; heartbeats and what backends put on the bus stay
 * @param {string[]} way.closing the sources of the closed channels that go there
 */
function replicateTo({ region, busName, apiSource, closing }) {
  const name = region.split('-').map(capitalised).join('');
  const busArn = { 'Fn::Sub': `arn:\${AWS::Partition}:events:${region}:\${AWS::AccountId}:event-bus/${busName}` };

  return {
    [`ReplicateRule${name}`]: {
      Type: 'AWS::Events::Rule',
      // From then on another rule takes what backends put on the bus.
      DependsOn: 'AdmitRule',
      Properties: {
        Description: `Messages and closed channels that entered here, to ${region}.`,
        EventBusName: { Ref: 'EventBus' },
        EventPattern: {
          region: [{ Ref: 'AWS::Region' }],
          $or: [
            { 'detail-type': ['message.published'], source: [apiSource] },
            { 'detail-type': ['channel.closed'], source: closing },
          ],
        },
        Targets: [
          {
            Id: region,
            Arn: busArn,
            RoleArn: { 'Fn::GetAtt': [`ReplicateRole${name}`, 'Arn'] },
            // No RetryPolicy: an event bus takes none. EventBridge's default is a day and 185 attempts.
            // https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_events_targets.EventBusProps.html
            DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetterQueue', 'Arn'] } },
          },
        ],
      },
    },
    [`ReplicateRole${name}`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: [
          {
            PolicyName: 'put-events',
            PolicyDocument: {
              Version: '2012-10-17',
              Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: busArn }],
            },
          },
        ],
      },
    },
  };
}

/** @param {string} word */
function capitalised(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

// The archive of the region's bus, for stages that ask for one.
'use strict';

/**
 * The CloudFormation fragment. The archive keeps what entered in its own region: every region keeps its part, and a replay goes
 * the way of new messages, to all of them.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 * @returns {Promise<object>} an empty fragment for a stage without an archive
 */
module.exports = async function archive({ resolveVariable }) {
  const { days } = await resolveVariable('self:custom.archive');
  if (days === 0) return {};
  const apiSource = await resolveVariable('self:custom.apiSource');
  return {
    Resources: {
      Archive: {
        Type: 'AWS::Events::Archive',
        Properties: {
          Description: 'Messages that entered in this region.',
          SourceArn: { 'Fn::GetAtt': ['EventBus', 'Arn'] },
          // Not closed channels: a replay would end subscriptions of today.
          EventPattern: {
            'detail-type': ['message.published'],
            region: [{ Ref: 'AWS::Region' }],
            // What backends put on the bus is here as well, as what was let in.
            source: [apiSource],
          },
          RetentionDays: days,
        },
      },
    },
    Outputs: {
      ArchiveArn: {
        Description: 'What `aws events start-replay` takes as its event source.',
        Value: { 'Fn::GetAtt': ['Archive', 'Arn'] },
      },
    },
  };
};

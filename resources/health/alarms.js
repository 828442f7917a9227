// Who is told that the region delivers nothing, or that an event could not be delivered.
'use strict';

const FIVE_MINUTES = 300;

/**
 * The CloudFormation fragment. The alarms are there without a topic, too.
 *
 * @param {{ resolveVariable: (variable: string) => Promise<any> }} framework
 */
module.exports = async function alarms({ resolveVariable }) {
  const { topic } = await resolveVariable('self:custom.alarms');
  const busName = await resolveVariable('self:custom.busName');
  // An alarm tells a topic of its own region only.
  const actions = topic
    ? [{ 'Fn::Sub': `arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:${topic}` }]
    : [];
  const told = actions.length > 0 ? { AlarmActions: actions, OKActions: actions } : {};
  return {
    Resources: {
      // The health check follows this alarm: resources/health/heartbeat.yml.
      DeliveryAlarm: { Properties: told },
      DeadLetterAlarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: `${busName}-dead-letters`,
          AlarmDescription: 'An event could not be delivered; the attributes of the dead letter say why.',
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['DeadLetterQueue', 'QueueName'] } }],
          Statistic: 'Maximum',
          Period: FIVE_MINUTES,
          EvaluationPeriods: 1,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          Threshold: 1,
          // SQS reports nothing about a queue that is not used.
          TreatMissingData: 'notBreaching',
          ...told,
        },
      },
    },
  };
};

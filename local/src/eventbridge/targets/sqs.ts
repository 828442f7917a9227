// Queues as targets: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html
import { refuseAppSyncParameters } from './app-sync-parameters';
import { assume, eventBridgeFor, requireSameRegion, type TargetKind } from './target-kind';

/** A standard SQS queue, whose policy allows EventBridge, or which a role may send to. */
export const sqsTarget: TargetKind = {
  takes: ({ service }) => service === 'sqs',
  create: (definition, { region, iam, sqs }) => {
    requireSameRegion(definition, region);
    refuseAppSyncParameters(definition);
    const { arn, roleArn } = definition;
    return ({ input, ruleArn }) => {
      const caller = roleArn === undefined ? eventBridgeFor(ruleArn, region) : assume(roleArn, ruleArn, iam);
      sqs.sendMessage(arn, input.text(), {}, caller);
      return undefined;
    };
  },
};

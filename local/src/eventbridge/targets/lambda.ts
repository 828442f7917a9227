// Functions as targets: https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge.html
import { validationError } from '../validation-error';
import { refuseAppSyncParameters } from './app-sync-parameters';
import { eventBridgeFor, requireSameRegion, type TargetKind } from './target-kind';

const RESOURCE = 'function:';

/** A Lambda function, whose policy allows EventBridge. It is invoked asynchronously: what it answers is no matter of the rule. */
export const lambdaTarget: TargetKind = {
  takes: ({ service, resource }) => service === 'lambda' && resource.startsWith(RESOURCE),
  create: (definition, { region, lambda }) => {
    requireSameRegion(definition, region);
    refuseAppSyncParameters(definition);
    const { arn, roleArn } = definition;
    // https://github.com/hashicorp/terraform/issues/16929
    if (roleArn !== undefined) throw validationError(`RoleArn is not supported for target ${arn}.`);
    return ({ input, ruleArn }) => {
      lambda.invokeAsync({ functionName: arn, payload: input.value(), caller: eventBridgeFor(ruleArn, region) });
      return undefined;
    };
  },
};

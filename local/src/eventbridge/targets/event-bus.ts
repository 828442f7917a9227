// Event buses as targets, of this region or of another: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
import { Unreachable } from '../../foundation/errors';
import { DeliveryFailure, LastingFailure } from '../delivery/delivery-failure';
import { conditionKeysOf } from '../buses/condition-keys';
import { sendHop } from '../buses/hop';
import { INPUT_PROPERTIES } from '../inputs/input-definition';
import { notFound, validationError } from '../validation-error';
import { refuseAppSyncParameters } from './app-sync-parameters';
import { assume, requiredRole, type TargetDefinition, type TargetKind } from './target-kind';

const RESOURCE = 'event-bus/';

/** An event bus, which gets the event as it is. */
export const eventBusTarget: TargetKind = {
  takes: ({ service, resource }) => service === 'events' && resource.startsWith(RESOURCE),
  create: (definition, { region, iam, network, isBusThere }) => {
    refuseInput(definition);
    refuseRetryPolicy(definition);
    refuseAppSyncParameters(definition);
    const { id, arn, parsed } = definition;
    if (parsed.accountId !== region.accountId) {
      throw validationError(`Target ${id}: the engine has one account, and ${arn} is not in it.`);
    }
    const roleArn = requiredRole(definition);
    const to = parsed.region;
    const eventBusName = parsed.resource.slice(RESOURCE.length);
    // No page says whether EventBridge looks; the sentence is DescribeEventBus's.
    if (isBusThere && to !== region.name && !isBusThere(to, eventBusName)) {
      throw notFound(`Event bus ${eventBusName} does not exist.`);
    }
    const unreachable = new Unreachable(region.name, to);
    const lost = new LastingFailure('CONNECTION_FAILURE', unreachable.message, () => network.isLost(to));
    return ({ taken, ruleArn }) => {
      if (taken.forwarded) {
        throw new DeliveryFailure(
          'THIRD_ACCOUNT_HOP_DETECTED',
          'The event came from another event bus; an event can be sent to an event bus target only once.',
        );
      }
      const caller = assume(roleArn, ruleArn, iam);
      const conditionKeys = conditionKeysOf(taken.event);
      iam.authorize(caller, { action: 'events:PutEvents', resource: arn, conditionKeys });
      if (lost.lasts()) return lost;
      return sendHop(network, to, { from: region.name, eventBusName, caller, event: taken.event });
    };
  },
};

function refuseInput({ id, properties }: TargetDefinition): void {
  if (INPUT_PROPERTIES.every((name) => properties[name] === undefined)) return;
  throw validationError(`Modifying the input for target ${id} is not supported.`);
}

/** https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_events_targets.EventBusProps.html */
function refuseRetryPolicy({ id, properties }: TargetDefinition): void {
  if (properties['RetryPolicy'] === undefined) return;
  throw validationError(`RetryPolicy is not supported for target ${id}, which is an event bus.`);
}

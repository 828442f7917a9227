// The list of the API operations of EventBridge that the engine has.
import type { ServiceApi } from '../../foundation/service-api';
import type { OperationContext } from './operation-context';
import { describeArchive } from './describe-archive';
import { describeEventBus } from './describe-event-bus';
import { describeReplay } from './describe-replay';
import { describeRule } from './describe-rule';
import { disableRule, enableRule } from './rule-state';
import { listEventBuses } from './list-event-buses';
import { listRules } from './list-rules';
import { listTargetsByRule } from './list-targets-by-rule';
import { putEventsOperation } from './put-events';
import { startReplay } from './start-replay';
import { testEventPattern } from './test-event-pattern';

/** EventBridge as SDK clients reach it. */
export function eventBridgeApi(context: OperationContext): ServiceApi {
  return {
    signingName: 'events',
    protocol: { kind: 'json', version: '1.1', target: 'AWSEvents' },
    operations: {
      DescribeArchive: describeArchive(context),
      DescribeEventBus: describeEventBus(context),
      DescribeReplay: describeReplay(context),
      DescribeRule: describeRule(context),
      DisableRule: disableRule(context),
      EnableRule: enableRule(context),
      ListEventBuses: listEventBuses(context),
      ListRules: listRules(context),
      ListTargetsByRule: listTargetsByRule(context),
      PutEvents: putEventsOperation(context),
      StartReplay: startReplay(context),
      TestEventPattern: testEventPattern(context),
    },
  };
}

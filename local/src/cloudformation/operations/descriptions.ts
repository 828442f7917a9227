// Stacks, resources, events and change sets as CloudFormation's API shows them. Times are ISO 8601.
import type { JsonObject } from '../../foundation/json';
import type { ChangeSet, ResourceChange } from '../change-sets';
import type { PropertyProblem } from '../specification/resource-problems';
import type { Stack, StackEvent, StackResource } from '../stack';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Stack.html */
export function describeStack(stack: Stack): JsonObject {
  const { source, outputs } = stack.state;
  return {
    ...idsOf(stack),
    ...presentOnly({
      Description: source?.description,
      LastUpdatedTime: timeOf(stack.updatedAt),
      DeletionTime: timeOf(stack.deletedAt),
      StackStatusReason: stack.statusReason,
      RoleARN: source?.roleArn,
    }),
    CreationTime: timeOf(stack.createdAt) ?? '',
    StackStatus: stack.status,
    DisableRollback: source?.disableRollback ?? false,
    EnableTerminationProtection: stack.terminationProtection,
    NotificationARNs: [],
    Capabilities: source?.capabilities ?? [],
    RollbackConfiguration: {},
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    Parameters: parametersOf(source?.shownParameters ?? {}),
    Tags: tagsOf(source?.tags ?? {}),
    Outputs: [...outputs].map(([name, { value, description, exportName }]) => ({
      OutputKey: name,
      OutputValue: value,
      ...presentOnly({ Description: description, ExportName: exportName }),
    })),
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackSummary.html */
export function summarizeStack(stack: Stack): JsonObject {
  return {
    ...idsOf(stack),
    ...presentOnly({
      TemplateDescription: stack.state.source?.description,
      LastUpdatedTime: timeOf(stack.updatedAt),
      DeletionTime: timeOf(stack.deletedAt),
      StackStatusReason: stack.statusReason,
    }),
    CreationTime: timeOf(stack.createdAt) ?? '',
    StackStatus: stack.status,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResource.html */
export function describeResource(stack: Stack, resource: StackResource): JsonObject {
  return { ...idsOf(stack), ...resourceMembersOf(resource), Timestamp: timeOf(resource.updatedAt) ?? '' };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceDetail.html */
export function detailResource(stack: Stack, resource: StackResource): JsonObject {
  return { ...idsOf(stack), ...resourceMembersOf(resource), LastUpdatedTimestamp: timeOf(resource.updatedAt) ?? '' };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackResourceSummary.html */
export function summarizeResource(resource: StackResource): JsonObject {
  return { ...resourceMembersOf(resource), LastUpdatedTimestamp: timeOf(resource.updatedAt) ?? '' };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_StackEvent.html */
export function describeEvent(stack: Stack, event: StackEvent): JsonObject {
  return {
    ...idsOf(stack),
    EventId: event.eventId,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: timeOf(event.time) ?? '',
    ResourceStatus: event.status,
    ...presentOnly({
      ResourceStatusReason: event.reason,
      ResourceProperties: event.properties && JSON.stringify(event.properties),
      ClientRequestToken: event.clientRequestToken,
    }),
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_OperationEvent.html */
export function describeProblem(stack: Stack, { logicalId, type, reason, path }: PropertyProblem): JsonObject {
  return {
    StackId: stack.stackId,
    EventType: 'VALIDATION_ERROR',
    LogicalResourceId: logicalId,
    ResourceType: type,
    ValidationFailureMode: 'FAIL',
    ValidationName: 'PROPERTY_VALIDATION',
    ValidationStatus: 'FAILED',
    ValidationStatusReason: reason,
    ValidationPath: path,
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeChangeSet.html */
export function describeChangeSet(changeSet: ChangeSet): JsonObject {
  const { request, source, changes } = changeSet;
  return {
    ...summarizeChangeSet(changeSet),
    Parameters: parametersOf(source.shownParameters),
    NotificationARNs: [],
    RollbackConfiguration: {},
    Capabilities: request.capabilities ?? [],
    Tags: tagsOf(request.tags ?? {}),
    Changes: changes.map((change) => ({ Type: 'Resource', ResourceChange: describeChange(change) })),
  };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ChangeSetSummary.html */
export function summarizeChangeSet(changeSet: ChangeSet): JsonObject {
  const { name, id, stack, description, createdAt, status, statusReason, isExecuted } = changeSet;
  const isAvailable = status === 'CREATE_COMPLETE' && !isExecuted;
  return {
    ...idsOf(stack),
    ChangeSetName: name,
    ChangeSetId: id,
    ...presentOnly({ Description: description, StatusReason: statusReason }),
    CreationTime: timeOf(createdAt) ?? '',
    Status: status,
    ExecutionStatus: isAvailable ? 'AVAILABLE' : isExecuted ? 'EXECUTE_COMPLETE' : 'UNAVAILABLE',
    IncludeNestedStacks: false,
  };
}

function describeChange({ action, logicalId, physicalId, type, replacement, names }: ResourceChange): JsonObject {
  return {
    Action: action,
    LogicalResourceId: logicalId,
    ResourceType: type,
    ...presentOnly({ PhysicalResourceId: physicalId, Replacement: replacement }),
    Scope: action === 'Modify' ? ['Properties'] : [],
    Details: names.map((Name) => ({
      Target: { Attribute: 'Properties', Name, RequiresRecreation: replacement === 'True' ? 'Always' : 'Never' },
      Evaluation: 'Static',
      ChangeSource: 'DirectModification',
    })),
  };
}

function idsOf({ stackId, stackName }: Stack): JsonObject {
  return { StackId: stackId, StackName: stackName };
}

function resourceMembersOf({ logicalId, physicalId, type, status, statusReason }: StackResource): JsonObject {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: status,
    ...presentOnly({ ResourceStatusReason: statusReason }),
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  };
}

function parametersOf(parameters: Readonly<Record<string, string>>): readonly JsonObject[] {
  return Object.entries(parameters).map(([key, value]) => ({ ParameterKey: key, ParameterValue: value }));
}

function tagsOf(tags: Readonly<Record<string, string>>): readonly JsonObject[] {
  return Object.entries(tags).map(([key, value]) => ({ Key: key, Value: value }));
}

function timeOf(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

function presentOnly(members: Readonly<Record<string, string | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter((member): member is [string, string] => member[1] !== undefined),
  );
}

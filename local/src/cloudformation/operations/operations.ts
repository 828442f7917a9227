// CloudFormation's own API: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html
import type { JsonArray, JsonObject } from '../../foundation/json';
import type { Operation, ServiceApi } from '../../foundation/service-api';
import type { Principal } from '../../iam/iam';
import { capabilityOf, requireCapability } from '../capabilities';
import type { Stack } from '../stack';
import { doesNotExist, validationError } from '../stack-refusal';
import { parseTemplate } from '../template/template';
import {
  describeChangeSet,
  describeEvent,
  describeProblem,
  describeResource,
  describeStack,
  detailResource,
  summarizeChangeSet,
  summarizeResource,
  summarizeStack,
} from './descriptions';
import {
  authorize,
  flag,
  objectIn,
  type OperationContext,
  optionalText,
  refusedAsInvalid,
  requiredText,
  stackRequestOf,
  templateBodyOf,
  templateIn,
  texts,
} from './operation-context';

/** Elements of one page. AWS answers up to a megabyte. */
const PAGE = 100;

type Handler<Services> = (
  context: OperationContext<Services>,
  input: JsonObject,
  caller: Principal,
) => JsonObject | Promise<JsonObject>;

/** CloudFormation as SDK clients reach it. */
export function cloudFormationApi<Services>(context: OperationContext<Services>): ServiceApi {
  const handlers: Readonly<Record<string, Handler<Services>>> = {
    CreateStack: createStack,
    UpdateStack: updateStack,
    DeleteStack: deleteStack,
    ContinueUpdateRollback: continueUpdateRollback,
    DescribeStacks: describeStacks,
    ListStacks: listStacks,
    DescribeStackEvents: describeStackEvents,
    DescribeEvents: describeEvents,
    DescribeStackResource: describeStackResource,
    DescribeStackResources: describeStackResources,
    ListStackResources: listStackResources,
    ListExports: listExports,
    ListImports: listImports,
    GetTemplate: getTemplate,
    ValidateTemplate: validateTemplate,
    CreateChangeSet: createChangeSet,
    DescribeChangeSet: describeOneChangeSet,
    ListChangeSets: listChangeSets,
    ExecuteChangeSet: executeChangeSet,
    DeleteChangeSet: deleteChangeSet,
    UpdateTerminationProtection: updateTerminationProtection,
  };
  const operations = Object.entries(handlers).map(([name, handler]): [string, Operation] => [
    name,
    (input, caller) => {
      return refusedAsInvalid(async () => {
        authorize(context, caller, name, optionalText(input, 'StackName'));
        return handler(context, input, caller);
      });
    },
  ]);
  return {
    signingName: 'cloudformation',
    protocol: {
      kind: 'query',
      version: '2010-05-15',
      namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    },
    operations: Object.fromEntries(operations),
  };
}

async function createStack<Services>(context: OperationContext<Services>, input: JsonObject): Promise<JsonObject> {
  const request = stackRequestOf(context, input);
  requireCapability((await context.stacks.check(request)).blueprint.plans, request.capabilities ?? []);
  const { stack } = await context.stacks.create(request);
  return { StackId: stack.stackId };
}

async function updateStack<Services>(context: OperationContext<Services>, input: JsonObject): Promise<JsonObject> {
  context.stacks.find(requiredText(input, 'StackName'));
  const request = stackRequestOf(context, input);
  requireCapability((await context.stacks.check(request)).blueprint.plans, request.capabilities ?? []);
  const { stack } = await context.stacks.update(request);
  return { StackId: stack.stackId };
}

function deleteStack<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  stacks.delete(requiredText(input, 'StackName'), {
    retained: texts(input, 'RetainResources'),
    clientRequestToken: optionalText(input, 'ClientRequestToken'),
  });
  return {};
}

function continueUpdateRollback<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  const token = optionalText(input, 'ClientRequestToken');
  stacks.continueRollback(requiredText(input, 'StackName'), texts(input, 'ResourcesToSkip'), token);
  return {};
}

function describeStacks<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  const name = optionalText(input, 'StackName');
  if (name !== undefined) return { Stacks: [describeStack(stacks.find(name))] };
  const live = stacks.all().filter(({ isDeleted }) => !isDeleted);
  return page('Stacks', live, input, describeStack);
}

function listStacks<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  const wanted = texts(input, 'StackStatusFilter');
  const found = stacks.all().filter(({ status }) => wanted.length === 0 || wanted.includes(status));
  return page('StackSummaries', found, input, summarizeStack);
}

function describeStackEvents<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  const name = requiredText(input, 'StackName');
  const stack = stacks.all().find((each) => each.stackId === name || (each.stackName === name && !each.isDeleted));
  // https://github.com/serverless/serverless/issues/13165
  if (!stack) throw validationError(`Stack [${name}] does not exist`);
  return page('StackEvents', stack.events, input, (event) => describeEvent(stack, event));
}

/** What the validation found, and what happened to the stack. */
function describeEvents<Services>({ stacks, changeSets }: OperationContext<Services>, input: JsonObject): JsonObject {
  const [name, changeSetName] = [optionalText(input, 'StackName'), optionalText(input, 'ChangeSetName')];
  if (changeSetName !== undefined) {
    const { stack, problems } = changeSets.find(changeSetName, name);
    return page('OperationEvents', problems, input, (problem) => describeProblem(stack, problem));
  }
  // The sentence is chosen.
  if (name === undefined) throw validationError('StackName or ChangeSetName must be specified.');
  const stack = existing(stacks.all(), name);
  const onlyFailed = flag(objectIn(input, 'Filters'), 'FailedEvents');
  const events = stack.events.filter(({ status }) => !onlyFailed || status.endsWith('_FAILED'));
  const shown = [
    ...stack.problems.map((problem) => describeProblem(stack, problem)),
    ...events.map((event) => ({ ...describeEvent(stack, event), EventType: 'STACK_EVENT' })),
  ];
  return page('OperationEvents', shown, input, (event) => event);
}

function describeStackResource<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  const stack = existing(stacks.all(), requiredText(input, 'StackName'));
  const logicalId = requiredText(input, 'LogicalResourceId');
  const resource = stack.resources.get(logicalId);
  if (!resource) throw validationError(`Resource ${logicalId} does not exist for stack ${stack.stackName}`);
  return { StackResourceDetail: detailResource(stack, resource) };
}

/** https://github.com/base2Services/aws-lambda-http-check/issues/9 */
function existing(stacks: readonly Stack[], name: string): Stack {
  const stack = stacks.find((each) => each.stackId === name || (each.stackName === name && !each.isDeleted));
  if (!stack) throw validationError(`Stack '${name}' does not exist`);
  return stack;
}

function describeStackResources<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  const [name, physicalId] = [optionalText(input, 'StackName'), optionalText(input, 'PhysicalResourceId')];
  const logicalId = optionalText(input, 'LogicalResourceId');
  const stack =
    name === undefined
      ? stacks.all().find(({ resources }) => [...resources.values()].some((each) => each.physicalId === physicalId))
      : stacks.find(name);
  if (!stack) throw doesNotExist(physicalId ?? '');
  const found = [...stack.resources.values()].filter((each) => logicalId === undefined || each.logicalId === logicalId);
  return { StackResources: found.map((resource) => describeResource(stack, resource)) };
}

function listStackResources<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  const { resources } = stacks.find(requiredText(input, 'StackName'));
  return page('StackResourceSummaries', [...resources.values()], input, summarizeResource);
}

function listExports<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  return page('Exports', stacks.exports(), input, ({ name, value, stack }) => ({
    ExportingStackId: stack.stackId,
    Name: name,
    Value: value,
  }));
}

function listImports<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  const name = requiredText(input, 'ExportName');
  const importers = stacks.importers(name).map(({ stackName }) => stackName);
  // The sentence is chosen.
  if (importers.length === 0) throw validationError(`Export '${name}' is not imported by any stack.`);
  return { Imports: importers };
}

function getTemplate<Services>({ stacks, changeSets }: OperationContext<Services>, input: JsonObject): JsonObject {
  const [name, changeSet] = [optionalText(input, 'StackName'), optionalText(input, 'ChangeSetName')];
  const body =
    changeSet === undefined
      ? stacks.find(requiredText(input, 'StackName')).state.source?.templateBody
      : changeSets.find(changeSet, name).request.templateBody;
  return { TemplateBody: body ?? '', StagesAvailable: ['Original', 'Processed'] };
}

async function validateTemplate<Services>(context: OperationContext<Services>, input: JsonObject): Promise<JsonObject> {
  const template = templateIn(templateBodyOf(context, input));
  const { description, parameters } = parseTemplate(template);
  const capability = await capabilityIn(context, template);
  return {
    Parameters: [...parameters].map(([ParameterKey, { Default, NoEcho, Description }]) => ({
      ParameterKey,
      NoEcho: NoEcho === true || NoEcho === 'true',
      ...(typeof Default === 'string' && { DefaultValue: Default }),
      ...(typeof Description === 'string' && { Description }),
    })),
    ...(description !== undefined && { Description: description }),
    Capabilities: capability === undefined ? [] : [capability],
    ...(capability !== undefined && {
      CapabilitiesReason: `The following resource(s) require capabilities: [${capability}]`,
    }),
    DeclaredTransforms: [],
  };
}

/** Parameters without a default have no value yet: then only the template's form is checked. */
async function capabilityIn<Services>({ stacks }: OperationContext<Services>, template: JsonObject) {
  const { parameters } = parseTemplate(template);
  if ([...parameters.values()].some(({ Default }) => Default === undefined)) return undefined;
  const { blueprint } = await stacks.check({ stackName: 'validated', template });
  return capabilityOf(blueprint.plans);
}

async function createChangeSet<Services>(context: OperationContext<Services>, input: JsonObject): Promise<JsonObject> {
  const kind = optionalText(input, 'ChangeSetType') ?? 'UPDATE';
  if (kind !== 'CREATE' && kind !== 'UPDATE') {
    throw validationError(`The engine has no change sets of the type ${kind}; it has CREATE and UPDATE.`);
  }
  const { id, stack } = await context.changeSets.create({
    name: requiredText(input, 'ChangeSetName'),
    kind,
    description: optionalText(input, 'Description'),
    request: stackRequestOf(context, input),
  });
  return { Id: id, StackId: stack.stackId };
}

function describeOneChangeSet<Services>({ changeSets }: OperationContext<Services>, input: JsonObject): JsonObject {
  return describeChangeSet(changeSets.find(requiredText(input, 'ChangeSetName'), optionalText(input, 'StackName')));
}

function listChangeSets<Services>({ stacks, changeSets }: OperationContext<Services>, input: JsonObject): JsonObject {
  const stack = stacks.find(requiredText(input, 'StackName'));
  return page('Summaries', changeSets.of(stack), input, summarizeChangeSet);
}

async function executeChangeSet<Services>(
  { changeSets }: OperationContext<Services>,
  input: JsonObject,
): Promise<JsonObject> {
  const [name, stackName] = [requiredText(input, 'ChangeSetName'), optionalText(input, 'StackName')];
  await changeSets.execute(name, stackName, optionalText(input, 'ClientRequestToken'));
  return {};
}

/** Nothing happens when there is none, as long as there is the stack. */
function deleteChangeSet<Services>({ stacks, changeSets }: OperationContext<Services>, input: JsonObject): JsonObject {
  const [name, stackName] = [requiredText(input, 'ChangeSetName'), optionalText(input, 'StackName')];
  const stack = stackName === undefined ? undefined : existing(stacks.all(), stackName);
  const isThere = stack === undefined || changeSets.of(stack).some((each) => each.name === name || each.id === name);
  if (isThere) changeSets.delete(name, stackName);
  return {};
}

function updateTerminationProtection<Services>({ stacks }: OperationContext<Services>, input: JsonObject): JsonObject {
  const stack = stacks.find(requiredText(input, 'StackName'));
  stack.terminationProtection = flag(input, 'EnableTerminationProtection');
  return { StackId: stack.stackId };
}

/** A page of a list, and the token of the next one, which is the number of what came before it. */
function page<Item>(
  member: string,
  items: readonly Item[],
  input: JsonObject,
  describe: (item: Item) => JsonObject,
): JsonObject {
  const token = optionalText(input, 'NextToken') ?? '0';
  if (!/^\d+$/.test(token)) throw validationError('The NextToken is not valid.');
  const start = Number(token);
  const shown: JsonArray = items.slice(start, start + PAGE).map(describe);
  return { [member]: shown, ...(start + PAGE < items.length && { NextToken: String(start + PAGE) }) };
}

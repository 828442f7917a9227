// GraphQL APIs as targets: https://docs.aws.amazon.com/eventbridge/latest/userguide/target-appsync.html
import type { GraphQlResponse } from '../../appsync/appsync';
import { isJsonObject, type JsonObject } from '../../foundation/json';
import { DeliveryFailure } from '../delivery/delivery-failure';
import { MAX_GRAPHQL_OPERATION_LENGTH } from '../limits';
import { optionalText, refuseOthers } from '../members';
import { validationError } from '../validation-error';
import { assume, requiredRole, requireSameRegion, type TargetKind } from './target-kind';

const RESOURCE = 'endpoints/graphql-api/';

/** An AppSync API, by its `GraphQLEndpointArn`: EventBridge calls a mutation with the input as its variables. */
export const appSyncTarget: TargetKind = {
  takes: ({ service, resource }) => service === 'appsync' && resource.startsWith(RESOURCE),
  create: (definition, { region, iam, appSync }) => {
    requireSameRegion(definition, region);
    const roleArn = requiredRole(definition);
    const operation = operationOf(definition.properties, definition.id);
    return ({ input, ruleArn }) => {
      const caller = assume(roleArn, ruleArn, iam);
      const variables = variablesOf(input.value());
      const call = { endpointArn: definition.arn, operation, variables, caller };
      const response = appSync().invokeMutation(call);
      if (response instanceof Promise) return response.then(requireNoErrors);
      requireNoErrors(response);
      return undefined;
    };
  },
};

/** @throws DeliveryFailure `ERROR_FROM_TARGET` */
function requireNoErrors({ errors = [] }: GraphQlResponse): void {
  if (errors.length === 0) return;
  throw new DeliveryFailure('ERROR_FROM_TARGET', errors.map(({ message }) => message).join(' '));
}

function operationOf(properties: JsonObject, id: string): string {
  const parameters = properties['AppSyncParameters'];
  if (!isJsonObject(parameters)) throw validationError(`AppSyncParameters is required for target ${id}.`);
  refuseOthers(parameters, ['GraphQLOperation'], `AppSyncParameters of target ${id}`);
  const operation = optionalText(parameters, 'GraphQLOperation') ?? '';
  if (operation.length > 0 && operation.length <= MAX_GRAPHQL_OPERATION_LENGTH) return operation;
  throw validationError(
    `GraphQLOperation of target ${id} must have from 1 to ${MAX_GRAPHQL_OPERATION_LENGTH} characters.`,
  );
}

function variablesOf(input: unknown): JsonObject {
  if (isJsonObject(input)) return input;
  throw new DeliveryFailure('INVALID_JSON', 'The variables of a GraphQL operation must be a JSON object.');
}

// What is to be run: one operation of the document in the editor, with its variables.
import { GraphQLError, Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import { dataIn } from '../board/structured-data';
import { isRecord } from '../settings/settings';

/** An operation that can be sent. */
export interface Operation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly isSubscription: boolean;
}

/** Why nothing can be sent: the message is a sentence. */
export class OperationError extends Error {}

/**
 * The operation around the cursor; the first one, if it is around none.
 * @param cursor characters before it
 * @throws OperationError
 */
export function operationIn(query: string, variables: string, cursor: number): Operation {
  const values = variables.trim() === '' ? {} : dataIn(variables);
  if (!isRecord(values)) throw new OperationError('The variables are no JSON object.');
  const operations = operationsOf(query);
  const chosen = operations.find(({ loc }) => loc && loc.start <= cursor && cursor <= loc.end) ?? operations[0];
  if (!chosen) throw new OperationError('There is no operation: write a query, a mutation or a subscription.');
  const operationName = chosen.name?.value;
  return {
    ...{ query, variables: values, isSubscription: chosen.operation === OperationTypeNode.SUBSCRIPTION },
    ...(operationName !== undefined && { operationName }),
  };
}

function operationsOf(query: string): readonly OperationDefinitionNode[] {
  try {
    return parse(query).definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const line = error.locations?.[0]?.line;
    throw new OperationError(`${line === undefined ? '' : `Line ${line}: `}${error.message}`, { cause: error });
  }
}

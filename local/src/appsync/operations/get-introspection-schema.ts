// GetIntrospectionSchema: https://docs.aws.amazon.com/appsync/latest/APIReference/API_GetIntrospectionSchema.html
import { GraphQLSchema, introspectionFromSchema, printSchema, specifiedDirectives } from 'graphql';
import { AwsError } from '../../foundation/errors';
import type { JsonObject, JsonValue } from '../../foundation/json';
import type { GraphqlApi } from '../graphql-api';

/**
 * The answer for an API: `schema` is the whole body, SDL or the JSON of an introspection.
 * @param format `SDL` or `JSON`
 * @param includeDirectives `false` leaves AppSync's directives out of the SDL
 * @throws AwsError `BadRequestException` for another format
 */
export function describeSchema(api: GraphqlApi, format: JsonValue | undefined, includeDirectives: boolean): JsonObject {
  if (format === 'JSON') return { schema: JSON.stringify(introspectionFromSchema(api.schema.executable)) };
  if (format !== 'SDL') throw new AwsError('BadRequestException', 'The format must be SDL or JSON.');
  return { schema: includeDirectives ? api.schemaText : printSchema(withoutDirectives(api.schema.executable)) };
}

function withoutDirectives(schema: GraphQLSchema): GraphQLSchema {
  return new GraphQLSchema({ ...schema.toConfig(), directives: specifiedDirectives });
}

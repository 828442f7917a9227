// The schema as the API tells it, for the editor to complete and check by.
import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import type { Credential } from '../credential/credential';
import { isRecord } from '../settings/settings';
import { request } from './request';

/** @returns nothing where the stage lets no client read it (`introspection` in stages.yml), or nothing answers */
export async function readSchema(credential: Credential): Promise<GraphQLSchema | undefined> {
  try {
    const { content } = await request({ query: getIntrospectionQuery(), variables: {} }, credential);
    return isRecord(content) && isRecord(content['data'])
      ? buildClientSchema(content['data'] as unknown as IntrospectionQuery)
      : undefined;
  } catch {
    return undefined;
  }
}

// AppSync's directives: who may see a field, and which mutations a subscription listens to.
import { getDirectiveValues, GraphQLDirective, GraphQLList, GraphQLString, type ConstDirectiveNode } from 'graphql';
import type { AuthMode } from '../authorization/auth-modes';

/**
 * The directives that AppSync adds to every schema: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html.
 * `@aws_auth` is not among them, because it needs a Cognito user pool as the only mode.
 */
export const DIRECTIVES = `
  directive @aws_api_key on FIELD_DEFINITION | OBJECT
  directive @aws_iam on FIELD_DEFINITION | OBJECT
  directive @aws_lambda on FIELD_DEFINITION | OBJECT
  directive @aws_oidc on FIELD_DEFINITION | OBJECT
  directive @aws_cognito_user_pools(cognito_groups: [String]) on FIELD_DEFINITION | OBJECT
  directive @aws_subscribe(mutations: [String]) on FIELD_DEFINITION
`;

const MODES: ReadonlyMap<string, AuthMode> = new Map([
  ['aws_api_key', 'API_KEY'],
  ['aws_iam', 'AWS_IAM'],
  ['aws_lambda', 'AWS_LAMBDA'],
  ['aws_oidc', 'OPENID_CONNECT'],
  ['aws_cognito_user_pools', 'AMAZON_COGNITO_USER_POOLS'],
]);

const AWS_SUBSCRIBE = new GraphQLDirective({
  name: 'aws_subscribe',
  locations: [],
  args: { mutations: { type: new GraphQLList(GraphQLString) } },
});

type Definition = { readonly directives?: readonly ConstDirectiveNode[] | undefined } | null | undefined;

/** By definition: every request asks for the modes of its fields. */
const KNOWN_MODES = new WeakMap<NonNullable<Definition>, ReadonlySet<AuthMode> | 'none'>();

/** The modes that a type or field names; `undefined` when it names none. */
export function modesOf(definition: Definition): ReadonlySet<AuthMode> | undefined {
  if (!definition) return undefined;
  const modes = KNOWN_MODES.get(definition) ?? namedModes(definition) ?? 'none';
  KNOWN_MODES.set(definition, modes);
  return modes === 'none' ? undefined : modes;
}

function namedModes(definition: NonNullable<Definition>): ReadonlySet<AuthMode> | undefined {
  const modes = (definition.directives ?? []).flatMap(({ name }) => MODES.get(name.value) ?? []);
  return modes.length > 0 ? new Set(modes) : undefined;
}

/** The mutation fields that `@aws_subscribe` names. */
export function subscribedMutations(definition: Definition): readonly string[] {
  const values = getDirectiveValues(AWS_SUBSCRIBE, { directives: definition?.directives ?? [] });
  const mutations: unknown = values?.['mutations'];
  return Array.isArray(mutations) ? mutations.filter((name) => typeof name === 'string') : [];
}

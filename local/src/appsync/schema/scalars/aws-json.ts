// AWSJSON: JSON text for clients, the parsed value for resolvers.
import { GraphQLScalarType, Kind } from 'graphql';
import { InvalidScalar } from './scalar';

const KIND = 'JSON';

/**
 * Every value is written as JSON text on the way out, a bare string too, so that what was parsed on the way in
 * comes out the same: https://github.com/aws-amplify/amplify-cli/pull/5705
 */
export const awsJson = new GraphQLScalarType({
  name: 'AWSJSON',
  serialize: (value) => {
    // A function or `undefined` has no JSON, whatever the types say.
    const text: unknown = JSON.stringify(value);
    if (typeof text !== 'string') throw new InvalidScalar(value, KIND);
    return text;
  },
  parseValue: parse,
  parseLiteral: (literal) => parse(literal.kind === Kind.STRING ? literal.value : undefined),
});

function parse(text: unknown): unknown {
  if (typeof text !== 'string') throw new InvalidScalar(text, KIND);
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidScalar(text, KIND);
  }
}

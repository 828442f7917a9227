// The modes that templates give to APIs, and what belongs to them.
import type { Properties } from '../../cloudformation/properties';
import type { LambdaAuthorizerDefinition } from '../authorization/auth-modes';
import { MAX_AUTHORIZER_TTL } from '../limits';

/** The modes that the engine has. */
export const AUTH_MODES = ['API_KEY', 'AWS_IAM', 'AWS_LAMBDA'] as const;

const AUTHORIZER_MEMBERS = ['AuthorizerUri', 'AuthorizerResultTtlInSeconds', 'IdentityValidationExpression'];

/** @param provider what names the mode AWS_LAMBDA, beside which the configuration stands */
export function authorizerOf(provider: Properties): LambdaAuthorizerDefinition {
  const config = provider.required.inside('LambdaAuthorizerConfig', AUTHORIZER_MEMBERS);
  const identityValidationExpression = config.text('IdentityValidationExpression');
  requireExpression(config, identityValidationExpression);
  return {
    functionArn: config.required.text('AuthorizerUri'),
    resultTtl: config.integer('AuthorizerResultTtlInSeconds', { min: 0, max: MAX_AUTHORIZER_TTL }) ?? 0,
    identityValidationExpression,
  };
}

function requireExpression(config: Properties, expression: string | undefined): void {
  try {
    if (expression !== undefined) RegExp(expression);
  } catch {
    throw config.invalid('IdentityValidationExpression', `is not a regular expression: ${String(expression)}`);
  }
}

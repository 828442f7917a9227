// The modes in which an API knows its callers.

/** How a caller proves who it is: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html */
export type AuthMode = 'API_KEY' | 'AWS_IAM' | 'AWS_LAMBDA' | 'OPENID_CONNECT' | 'AMAZON_COGNITO_USER_POOLS';

/** The function behind AWS_LAMBDA: https://docs.aws.amazon.com/appsync/latest/APIReference/API_LambdaAuthorizerConfig.html */
export interface LambdaAuthorizerDefinition {
  readonly functionArn: string;
  /** Seconds for which an answer holds; 0 for not at all. */
  readonly resultTtl: number;
  /** A regular expression that a token must match before the function is asked. */
  readonly identityValidationExpression?: string | undefined;
}

// What a distribution is made of: https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html

/** What every origin has. */
interface AnyOrigin {
  readonly id: string;
  readonly domainName: string;
  /** Before the path of every request; empty, or with a slash at its beginning and none at its end. */
  readonly path: string;
  /** Headers that every request to the origin gets: name and value. */
  readonly customHeaders: readonly (readonly [string, string])[];
  /** How often CloudFront tries to connect. */
  readonly connectionAttempts: number;
}

/** Any HTTP server. */
export interface CustomOrigin extends AnyOrigin {
  readonly kind: 'custom';
  readonly protocolPolicy: 'http-only' | 'https-only' | 'match-viewer';
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly sslProtocols: readonly string[];
  /** Seconds that CloudFront waits for an answer, and between two parts of it. */
  readonly readTimeout: number;
  /** Seconds that a connection is kept without a request. */
  readonly keepaliveTimeout: number;
}

/** A bucket. */
export interface S3Origin extends AnyOrigin {
  readonly kind: 's3';
  /** With it, CloudFront signs what it asks of the bucket. */
  readonly originAccessControlId: string | undefined;
}

/** Where answers come from. */
export type Origin = CustomOrigin | S3Origin;

/** What is done with requests to some paths. */
export interface Behavior {
  /** Such as `/assets/*`; absent for the default behaviour. */
  readonly pathPattern: string | undefined;
  readonly targetOriginId: string;
  readonly viewerProtocolPolicy: 'allow-all' | 'https-only' | 'redirect-to-https';
  readonly allowedMethods: readonly string[];
  readonly cachePolicyId: string;
  readonly originRequestPolicyId: string | undefined;
  readonly responseHeadersPolicyId: string | undefined;
  /** The version of the function that is asked before the origin. */
  readonly originRequestFunctionArn: string | undefined;
}

/** A new distribution. */
export interface DistributionDefinition {
  /** Does it serve anybody? */
  readonly isEnabled: boolean;
  readonly aliases: readonly string[];
  readonly certificateArn: string | undefined;
  /** What `/` stands for, without a slash; empty for nothing. */
  readonly defaultRootObject: string;
  readonly origins: readonly Origin[];
  /** In their order: the first whose pattern fits decides. */
  readonly behaviors: readonly Behavior[];
  readonly defaultBehavior: Behavior;
}

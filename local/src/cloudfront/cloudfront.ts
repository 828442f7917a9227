// CloudFront as CloudFormation and whoever runs the engine see it. One for all regions.
import type { RequestListener } from 'node:http';
import type { Endpoint } from '../foundation/host-names';
import type { Region } from '../foundation/region';
import type { Lambda } from '../lambda/lambda';
import type { S3 } from '../s3/s3';
import type { TlsIdentity } from '../foundation/http/server';
import type { DistributionDefinition } from './distributions/distribution';
import type { ResponseHeadersPolicyDefinition } from './distributions/response-headers-policy';

/** A distribution that was created. */
export interface Distribution {
  /** Such as `EDFDVBD6EXAMPLE`. */
  readonly id: string;
  readonly arn: string;
  /** Such as `d111111abcdef8.cloudfront.net`. */
  readonly domainName: string;
}

/** Where the stack of a distribution is. */
export interface Home {
  readonly region: Region;
  readonly lambda: Lambda;
  readonly s3: S3;
}

/** An edge location: where viewers near an AWS region arrive. */
export interface EdgeLocation extends Endpoint {
  /** The AWS region that the edge is near, and in which Lambda@Edge runs for it. */
  readonly location: string;
  /** `https://localhost:8443` */
  readonly url: string;
  /** Queries that the edge's resolver has sent to Route 53. */
  readonly dnsQueries: number;
  stop(): Promise<void>;
}

/** What an edge location is made of. */
export interface EdgeLocationOptions {
  readonly location: string;
  /** Three letters, as in `x-amz-cf-pop`. */
  readonly airport: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls: TlsIdentity;
  /** Answers requests to paths below `/.local/`, which are the engine's own. */
  readonly control?: RequestListener;
}

/** The account's distributions and policies. */
export interface CloudFront {
  /**
   * @param home where the stack is: the functions and the buckets of the distribution are there
   * @throws AwsError `NoSuchOrigin`, `InvalidViewerCertificate`, `InvalidLambdaFunctionAssociation`, … ; UserError
   *   `UNSUPPORTED_VALUE` for managed policies and buckets that the engine does not have
   */
  createDistribution(definition: DistributionDefinition, home: Home): Distribution;
  /** Serves viewers by the new definition from now on. @throws as above, and AwsError `NoSuchDistribution` */
  updateDistribution(id: string, definition: DistributionDefinition, home: Home): void;
  /** Its edge locations serve nobody any more. @throws AwsError `NoSuchDistribution` */
  deleteDistribution(id: string): void;
  /** @throws AwsError `OriginAccessControlAlreadyExists` */
  createOriginAccessControl(name: string): { readonly id: string };
  /** @throws AwsError `NoSuchOriginAccessControl` or `OriginAccessControlAlreadyExists` */
  renameOriginAccessControl(id: string, name: string): void;
  /** @throws AwsError `NoSuchOriginAccessControl`, or `OriginAccessControlInUse` */
  deleteOriginAccessControl(id: string): void;
  /** @throws AwsError `ResponseHeadersPolicyAlreadyExists` */
  createResponseHeadersPolicy(definition: ResponseHeadersPolicyDefinition): { readonly id: string };
  /** Distributions that use it add its headers from now on. @throws AwsError `NoSuchResponseHeadersPolicy` or `ResponseHeadersPolicyAlreadyExists` */
  updateResponseHeadersPolicy(id: string, definition: ResponseHeadersPolicyDefinition): void;
  /** @throws AwsError `NoSuchResponseHeadersPolicy`, or `ResponseHeadersPolicyInUse` */
  deleteResponseHeadersPolicy(id: string): void;
  /** The distributions, in the order of their creation. */
  distributions(): readonly Distribution[];
  /**
   * Starts an edge location that serves the first distribution that is enabled.
   * @throws UserError `PORT_TAKEN`
   */
  startEdge(options: EdgeLocationOptions): Promise<EdgeLocation>;
}

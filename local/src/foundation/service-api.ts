// API operations of AWS services, as the AWS endpoint calls them for SDK clients.
import type { Principal } from '../iam/iam';
import type { JsonObject } from './json';

/**
 * One API operation: takes the request's members, answers the response's.
 * @throws AwsError what AWS answers instead
 */
export type Operation = (input: JsonObject, caller: Principal) => Promise<JsonObject>;

/** A request whose signature was verified. */
export interface ApiRequest {
  readonly method: string;
  /** As received, with its query string. */
  readonly path: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What an operation answers over HTTP. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** How an SDK client calls a service. */
export type Protocol =
  | {
      /** POST of a form with `Action` and `Version`, answered in XML: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
      readonly kind: 'query';
      /** Such as `2010-05-15`. */
      readonly version: string;
      /** The XML namespace of the answers. */
      readonly namespace: string;
    }
  | {
      /** Method, path, query and headers together name the operation, and bodies are bytes, as in S3. */
      readonly kind: 'http';
      readonly answer: (request: ApiRequest, caller: Principal) => Promise<ApiAnswer>;
    }
  | {
      /** POST to `/`, the operation named in `X-Amz-Target`: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
      readonly kind: 'json';
      /** `application/x-amz-json-1.0` or `-1.1` */
      readonly version: '1.0' | '1.1';
      /** What stands before the dot of `X-Amz-Target`. */
      readonly target: string;
    }
  | {
      /** Method and path name the operation: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
      readonly kind: 'rest-json';
      /** Operation by `METHOD /path/{Member}`; a label and a query parameter become members of the input. */
      readonly routes: Readonly<Record<string, string>>;
    }
  | {
      /** As above, with answers in XML: https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html. The engine reads no bodies. */
      readonly kind: 'rest-xml';
      readonly routes: Readonly<Record<string, string>>;
      /** The XML namespace of the answers. */
      readonly namespace: string;
    };

/**
 * An operation whose request and answer are more than their members: a body that is a document of the caller's, headers, a status.
 * @param labels of the path and parameters of the query
 * @throws AwsError what AWS answers instead
 */
export type WholeOperation = (labels: JsonObject, request: ApiRequest, caller: Principal) => Promise<ApiAnswer>;

/** The operations of one service, as SDK clients reach them. */
export interface ServiceApi {
  /** The name in the SigV4 credential scope, such as `events`. */
  readonly signingName: string;
  readonly protocol: Protocol;
  readonly operations: Readonly<Record<string, Operation>>;
  /** Operations by `METHOD /path/{Member}`, for services whose protocol has routes. */
  readonly wholeOperations?: Readonly<Record<string, WholeOperation>>;
  /** The member of an operation's answer that is the whole body: https://smithy.io/2.0/spec/http-bindings.html#httppayload-trait */
  readonly payloads?: Readonly<Record<string, string>>;
}

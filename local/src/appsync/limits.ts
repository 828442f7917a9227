// AppSync's limits and timings, and those of this engine where AWS names none.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

/** Bytes of a schema: quota "Schema document size", https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_SCHEMA_BYTES = MEBIBYTE;

/** API keys of one API: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_API_KEYS = 50;

/** Milliseconds that a key is valid by default: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApiKey.html */
export const API_KEY_DEFAULT_LIFE = 7 * DAY;

/** Milliseconds that a key must hold at least: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApiKey.html */
export const API_KEY_MIN_LIFE = DAY;

/** Milliseconds that a key may hold at most: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApiKey.html */
export const API_KEY_MAX_LIFE = 365 * DAY;

/** Milliseconds to which AppSync rounds a key's end down: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApiKey.html */
export const API_KEY_ROUNDING = HOUR;

/** Environment variables of one API: https://docs.aws.amazon.com/appsync/latest/APIReference/API_PutGraphqlApiEnvironmentVariables.html */
export const MAX_ENVIRONMENT_VARIABLES = 50;

/** Characters of an environment variable's value; source as above. */
export const MAX_ENVIRONMENT_VALUE_LENGTH = 512;

/** The name of an environment variable: at least two characters, the first a letter; source as above. */
export const ENVIRONMENT_NAME = /^[A-Za-z]\w+$/;

/** The deepest `queryDepthLimit`: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateGraphqlApi.html */
export const MAX_QUERY_DEPTH_LIMIT = 75;

/** Resolvers that one request may run when the API sets no limit, and the highest limit; source as above. */
export const MAX_RESOLVER_COUNT = 10_000;

/** Functions of one pipeline: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_PIPELINE_FUNCTIONS = 10;

/** Bytes of the headers that resolvers add to one response: https://docs.aws.amazon.com/appsync/latest/devguide/http-helpers-in-utils-http-js.html */
export const MAX_RESPONSE_HEADER_BYTES = 4 * KIBIBYTE;

/** Events of one `PutEvents`: https://docs.aws.amazon.com/appsync/latest/devguide/resolver-reference-eventbridge-js.html */
export const MAX_PUT_EVENTS = 10;

/**
 * Milliseconds that an HTTP endpoint may take, quota "Request execution time": https://docs.aws.amazon.com/general/latest/gr/appsync.html
 */
export const MAX_HTTP_TIME = 30 * SECOND;

/** Milliseconds for which a connection to an endpoint of this machine is kept. Ours: half of what its server waits. */
export const HTTP_AGENT_TIMEOUT = 30 * SECOND;

/** Bytes of an endpoint's answer. Ours: AppSync's quota for one evaluated response, https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_HTTP_RESPONSE_BYTES = 5 * MEBIBYTE;

/** Bytes of an HTTP request. AWS documents no number; this one is far above what EventBridge or a subscription could carry. */
export const MAX_REQUEST_BYTES = 5 * MEBIBYTE;

/**
 * Milliseconds after which no further resolver of a request runs, quota "Request execution time":
 * https://docs.aws.amazon.com/general/latest/gr/appsync.html
 */
export const MAX_EXECUTION_TIME = 30 * SECOND;

/**
 * Bytes of an answer. AppSync's quota for one evaluated response is 5 MB (https://docs.aws.amazon.com/general/latest/gr/appsync.html);
 * what it does to an answer that is larger as a whole is not documented.
 */
export const MAX_RESPONSE_BYTES = 5 * MEBIBYTE;

/** Levels to which a request's JSON is nested. Ours: the default of Jackson, which reads JSON for most of Java. */
export const MAX_REQUEST_DEPTH = 1000;

/** Characters of a sentence about a request, which may repeat what the caller wrote. Ours. */
export const MAX_SENTENCE_LENGTH = 1000;

/** Bytes of an HTTP request's headers. AWS documents no number; this one is above what CloudFront lets through to an API. */
export const MAX_REQUEST_HEADER_BYTES = 32 * KIBIBYTE;

/** Characters of a GraphQL document, graphql-java's default: https://www.graphql-java.com/documentation/limits */
export const MAX_DOCUMENT_LENGTH = MEBIBYTE;

/** Tokens of a GraphQL document; source as above. */
export const MAX_DOCUMENT_TOKENS = 15_000;

/**
 * Errors that are told of one document, as of graphql-java:
 * https://github.com/graphql-java/graphql-java/blob/master/src/main/java/graphql/validation/Validator.java
 */
export const MAX_VALIDATION_ERRORS = 100;

/**
 * Pairs of fields of a document that have the same name in the response, each of which is compared when it is validated.
 * Ours: a document within its other limits makes a hundred million, and the API would stand still for seconds.
 */
export const MAX_EQUAL_FIELD_PAIRS = 2_000_000;

/** Fields below one field that resolvers are told of. Ours: a document within its limit can select many millions. */
export const MAX_SELECTED_PATHS = 20_000;

/** Fields of an operation that is answered by a plan. Ours: nested fragments unfold to many millions; clients select some dozens. */
export const MAX_PLANNED_FIELDS = 1_000;

/** Characters of what is kept of a selection set. Ours: most are far shorter. */
export const MAX_KEPT_SELECTION_LENGTH = 2_000;

/** Characters of the documents that an API keeps parsed. Ours: enough for every client of a team, and some 50 MB. */
export const CACHED_DOCUMENT_CHARACTERS = 200_000;

/** Characters of the longest document that is kept parsed. Ours. */
export const MAX_CACHED_DOCUMENT_LENGTH = 10_000;

/** Milliseconds that a Lambda authorizer may take: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html */
export const AUTHORIZER_TIMEOUT = 10 * SECOND;

/** Seconds for which an authorizer's answer may hold at most: https://docs.aws.amazon.com/appsync/latest/APIReference/API_LambdaAuthorizerConfig.html */
export const MAX_AUTHORIZER_TTL = 3600;

/** Milliseconds in which `identityValidationExpression` says whether a token is one. Chosen: a pattern may take years for a short text. */
export const MAX_TOKEN_PATTERN_TIME = 100;

/** Bytes of an authorizer's answer from which on it is not kept: https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html */
export const MAX_CACHED_AUTHORIZATION_BYTES = 1_048_576;

/** Answers of an authorizer that are kept, and their bytes together. Ours, so that memory stays bounded. */
export const MAX_CACHED_AUTHORIZATIONS = 10_000;
export const MAX_CACHED_AUTHORIZATIONS_BYTES = 32 * MEBIBYTE;

/** Bytes of an authorizer's `resolverContext`; source as above. */
export const MAX_RESOLVER_CONTEXT_BYTES = 5 * MEBIBYTE;

/** Milliseconds between two `ka`: https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html */
export const KEEP_ALIVE_INTERVAL = MINUTE;

/** Milliseconds without `ka` after which a client gives up: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
export const CONNECTION_TIMEOUT = 5 * MINUTE;

/** Milliseconds in which a client must send `connection_init`. AWS names none; Amplify waits half as long for the answer. */
export const CONNECTION_INIT_TIMEOUT = 30 * SECOND;

/** Milliseconds in which a message that a client has begun must be complete. AWS names none. */
export const MESSAGE_TIMEOUT = 30 * SECOND;

/** Milliseconds after which AppSync ends a connection: https://docs.aws.amazon.com/appsync/latest/devguide/real-time-websocket-client.html */
export const CONNECTION_LIFE = DAY;

/** Subscriptions of one connection, quota L-AA33EB36: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_SUBSCRIPTIONS_PER_CONNECTION = 200;

/** Characters of a subscription's id. AppSync Events documents the number: https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-websocket-protocol.html */
export const MAX_SUBSCRIPTION_ID_LENGTH = 128;

/** Characters of all requests to which a connection is subscribed. Ours: a thousand for each, and memory stays bounded. */
export const MAX_SUBSCRIBED_LENGTH = 1000 * MAX_SUBSCRIPTIONS_PER_CONNECTION;

/** Messages of one connection that are being published at a time, and their characters together. Ours, so that memory stays bounded. */
export const MAX_PUBLISHES_IN_FLIGHT = 100;
export const MAX_PUBLISHES_IN_FLIGHT_LENGTH = 8 * MEBIBYTE;

/**
 * Bytes of a subscription's payload; a larger one is not delivered.
 * "240 KB" without saying whether of 1,000 or 1,024 bytes, so the smaller reading holds:
 * https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-data.html
 */
export const MAX_PAYLOAD_BYTES = 240_000;

/**
 * Bytes of one event. "240 KB", counted after its handler, is read as above:
 * https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-limits.html
 */
export const MAX_EVENT_BYTES = 240_000;

/** Events of one publish: https://docs.aws.amazon.com/appsync/latest/eventapi/publish-http.html */
export const MAX_EVENTS_PER_PUBLISH = 5;

/** Segments of a channel, its namespace's included: https://docs.aws.amazon.com/appsync/latest/eventapi/event-api-concepts.html */
export const MAX_CHANNEL_SEGMENTS = 5;

/** Channel namespaces of one API: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_CHANNEL_NAMESPACES = 50;

/** Event APIs of one region: https://docs.aws.amazon.com/general/latest/gr/appsync.html */
export const MAX_EVENT_APIS = 50;

/** Characters of a namespace's code: https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateChannelNamespace.html */
export const MAX_NAMESPACE_CODE_LENGTH = 32_768;

/**
 * Bytes of a frame from a client of an Event API. AWS documents no number; five events of 240 KB, as text in JSON and larger before
 * their handler, fit.
 */
export const MAX_EVENT_FRAME_BYTES = 4 * MEBIBYTE;

/** Bytes of a frame from a client. AWS documents no number. */
export const MAX_CLIENT_FRAME_BYTES = MEBIBYTE;

/** Bytes that may wait for a client which does not read, before it is disconnected. Ours, so that memory stays bounded. */
export const MAX_UNSENT_BYTES = 8 * MEBIBYTE;

/** Groups of a filter: https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html */
export const MAX_FILTER_GROUPS = 10;

/** Distinct fields in the `filters` of one group; source as above. */
export const MAX_FILTER_FIELDS = 5;

/** Values of `in` and `notIn`; source as above. */
export const MAX_IN_VALUES = 5;

/** Values of `containsAny`; source as above. */
export const MAX_CONTAINS_ANY_VALUES = 20;

/** Characters of a string in a filter; source as above. */
export const MAX_FILTER_STRING_LENGTH = 256;

/** Levels of a filter's field name, `a.b.c.d.e`; source as above. */
export const MAX_FILTER_FIELD_DEPTH = 5;

/** Distinct calls of `invalidateSubscriptions` in one request: https://docs.aws.amazon.com/appsync/latest/devguide/extensions-js.html */
export const MAX_INVALIDATIONS = 5;

/** A custom domain name: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-appsync-domainname.html */
export const DOMAIN_NAME = /^(\*[a-z\d-]*\.)?([a-z\d-]+\.)+[a-z\d-]+$/;

/** Characters of a custom domain name; source as above. */
export const MAX_DOMAIN_NAME_LENGTH = 253;

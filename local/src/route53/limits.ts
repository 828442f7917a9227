// The limits of Route 53 and of DNS, each with its unit and its source.

/** Characters of a domain name: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html */
export const MAX_NAME_LENGTH = 255;

/** Characters between two dots: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html */
export const MAX_LABEL_LENGTH = 63;

/** Characters of one string of a TXT value: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#TXTFormat */
export const MAX_TEXT_LENGTH = 255;

/** Characters of a set identifier: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
export const MAX_SET_IDENTIFIER_LENGTH = 128;

/** The greatest weight: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
export const MAX_WEIGHT = 255;

/** Seconds: https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html */
export const MAX_TTL = 2_147_483_647;

/** Records in a multivalue answer: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html */
export const MAX_MULTIVALUE_ANSWERS = 8;

/** Health checks under a calculated one: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export const MAX_CHILD_HEALTH_CHECKS = 255;

/** The number of a calculated check's healthy children: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export const MAX_HEALTH_THRESHOLD = 256;

/** Seconds between two checks of an endpoint, and those of a check that does not say: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export const REQUEST_INTERVALS: readonly number[] = [10, 30];
export const DEFAULT_REQUEST_INTERVAL = 30;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export const MAX_FAILURE_THRESHOLD = 10;
export const DEFAULT_FAILURE_THRESHOLD = 3;

/** https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export const MAX_PORT = 65_535;

/** Characters of a path, and of what must be in an answer: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
export const MAX_ENDPOINT_TEXT_LENGTH = 255;

/** Bytes of an answer that are searched: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html */
export const MAX_SEARCHED_BYTES = 5_120;

/** Milliseconds for the connection, then for the status, then for the body: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html */
export const CONNECT_TIMEOUT = 4_000;
export const STATUS_TIMEOUT = 2_000;
export const BODY_TIMEOUT = 2_000;

/**
 * Seconds for which the address of an AWS endpoint holds, where an alias leads to it. AWS's own, which an alias cannot set:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export const ALIAS_TTL = 60;

/** Bytes of an answer to a query that does not say more: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4 */
export const MIN_PACKET_SIZE = 512;

// What Route 53 refuses in a health check: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
import {
  MAX_CHILD_HEALTH_CHECKS,
  MAX_ENDPOINT_TEXT_LENGTH,
  MAX_FAILURE_THRESHOLD,
  MAX_HEALTH_THRESHOLD,
  MAX_NAME_LENGTH,
  MAX_PORT,
  REQUEST_INTERVALS,
} from './limits';
import type { EndpointDefinition, EndpointType, HealthCheckDefinition } from './route53';
import { invalidInput } from './route53-error';

const ENDPOINT_TYPES: readonly string[] = [
  'HTTP',
  'HTTPS',
  'HTTP_STR_MATCH',
  'HTTPS_STR_MATCH',
] satisfies EndpointType[];

/** Does a health check of the type ask an endpoint? */
export function asksEndpoint(type: HealthCheckDefinition['type']): type is EndpointType {
  return ENDPOINT_TYPES.includes(type);
}

/** @throws AwsError `InvalidInput` */
export function validateHealthCheck(definition: HealthCheckDefinition): void {
  const { type, alarm, endpoint, childHealthChecks = [], healthThreshold = 0 } = definition;
  require((type === 'CLOUDWATCH_METRIC') ===
    (alarm !== undefined), 'AlarmIdentifier goes with CLOUDWATCH_METRIC only.');
  require((type === 'CALCULATED') === childHealthChecks.length > 0, 'ChildHealthChecks goes with CALCULATED only.');
  require(childHealthChecks.length <= MAX_CHILD_HEALTH_CHECKS, `at most ${MAX_CHILD_HEALTH_CHECKS} ChildHealthChecks.`);
  requireRange('HealthThreshold', healthThreshold, 0, MAX_HEALTH_THRESHOLD);
  if (asksEndpoint(type)) validateEndpoint(type, endpoint ?? {});
  else require(endpoint === undefined, `${type} asks no endpoint.`);
}

function validateEndpoint(type: EndpointType, endpoint: EndpointDefinition): void {
  const { hostName, port = 1, path = '', searchString, requestInterval, failureThreshold = 1 } = endpoint;
  require(hostName !== undefined, 'FullyQualifiedDomainName or IPAddress must be specified.');
  requireLength('FullyQualifiedDomainName', hostName ?? '', MAX_NAME_LENGTH);
  requireRange('Port', port, 1, MAX_PORT);
  requireLength('ResourcePath', path, MAX_ENDPOINT_TEXT_LENGTH);
  require(type.endsWith('_STR_MATCH') ===
    (searchString !== undefined &&
      searchString !== ''), 'SearchString goes with HTTP_STR_MATCH and HTTPS_STR_MATCH only.');
  requireLength('SearchString', searchString ?? '', MAX_ENDPOINT_TEXT_LENGTH);
  require(requestInterval === undefined ||
    REQUEST_INTERVALS.includes(requestInterval), `RequestInterval must be ${REQUEST_INTERVALS.join(' or ')}.`);
  requireRange('FailureThreshold', failureThreshold, 1, MAX_FAILURE_THRESHOLD);
}

function requireLength(member: string, text: string, max: number): void {
  require(text.length <= max, `${member} has at most ${max} characters.`);
}

function requireRange(member: string, value: number, min: number, max: number): void {
  require(value >= min && value <= max, `${member} must be from ${min} to ${max}.`);
}

function require(holds: boolean, sentence: string): void {
  if (!holds) throw invalidInput(`Invalid parameter : ${sentence}`);
}

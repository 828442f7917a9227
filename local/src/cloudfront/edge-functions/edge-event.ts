// The event of an origin-request function: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-event-structure.html
import type { JsonObject } from '../../foundation/json';
import type { Distribution } from '../cloudfront';
import type { OriginRequest, OriginTarget } from '../origins/origin-request';

/** What a function is asked. */
export function originRequestEvent(
  { id, domainName }: Distribution,
  requestId: string,
  { clientIp, headers, method, querystring, target, uri }: OriginRequest,
): JsonObject {
  const config = {
    distributionDomainName: domainName,
    distributionId: id,
    eventType: 'origin-request',
    requestId,
  };
  const request = { clientIp, headers, method, origin: originOf(target), querystring, uri };
  return { Records: [{ cf: { config, request } }] };
}

function originOf(target: OriginTarget): JsonObject {
  const { domainName, path, customHeaders } = target;
  if (target.kind === 's3') return { s3: { authMethod: 'none', customHeaders, domainName, path } };
  const { keepaliveTimeout, port, protocol, readTimeout, sslProtocols } = target;
  return {
    custom: { customHeaders, domainName, keepaliveTimeout, path, port, protocol, readTimeout, sslProtocols },
  };
}

// Lambda@Edge, at origin-request: unwraps, asks, wraps. It writes no log: a request has credentials in it.
import { resolveTxt } from 'node:dns/promises';
import { type EdgeResponse, type OriginRequest, requestOf } from './cloudfront-event';
import { config } from './config';
import { type Clock, HealthyRegions } from './healthy-regions';
import { withRetransmission } from './retransmission';
import { needsRegion, route } from './route';

const SECOND = 1000;

// Not the monotonic clock, which may stand still while Lambda has the environment frozen.
const clock: Clock = {
  now: Date.now,
  after: (delay, task) => {
    const timer = setTimeout(task, delay);
    return () => clearTimeout(timer);
  },
};

const { recordName, ttl, origins } = config;
const lookUp =
  recordName === undefined
    ? undefined
    : new HealthyRegions({
        ask: async () => withRetransmission(async () => resolveTxt(recordName), clock),
        clock,
        ttl: ttl * SECOND,
        regions: Object.keys(origins),
      });

/** Answers CloudFront. The function was associated without the request's body. */
export async function handler(event: unknown): Promise<OriginRequest | EdgeResponse> {
  const request = requestOf(event);
  const healthyRegions = lookUp && needsRegion(request) ? await lookUp.get() : [];
  return route(request, { config, executingRegion: process.env['AWS_REGION'], healthyRegions });
}

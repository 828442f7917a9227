// An edge location: takes viewers' requests, asks the function, and asks the origin.
import { createHash } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Clock } from '../../foundation/clock';
import type { Endpoint, Hosts } from '../../foundation/host-names';
import type { EdgeFunction, EdgeVersion } from '../../lambda/lambda';
import type { Log } from '../../foundation/log';
import type { Malformation } from '../../foundation/http/malformed-request';
import type { Route53 } from '../../route53/route53';
import { admit } from './admission';
import { askBucket } from '../origins/bucket-origin';
import { EndpointAgent } from '../../foundation/http/endpoint-agent';
import { askOrigin, type OriginAnswer } from '../origins/custom-origin';
import { originRequestEvent } from '../edge-functions/edge-event';
import { pairsOf, rawHeadersOf } from '../edge-functions/edge-headers';
import { type EdgeResult, edgeResultOf, type GeneratedResponse } from '../edge-functions/edge-result';
import { type Exchange, newRequestId } from './exchange';
import { watchIdle } from './idle-watch';
import { MILLISECONDS, ORIGIN_TIMEOUT } from '../limits';
import { type OriginRequest, originRequestOf } from '../origins/origin-request';
import { passBody } from '../../foundation/http/pass-body';
import { pageOf, Refusal, refusals } from './refusal';
import type { Route, ServedDistribution } from '../distributions/served-distribution';
import { type Marks, marksOf, type Pairs, viewerHeaders } from './viewer-answer';
import { connectEnds, switchingProtocols } from './websocket';

/** What an edge is made of. */
export interface EdgeSurroundings {
  /** The AWS region that it is near. */
  readonly location: string;
  /** Three letters. */
  readonly airport: string;
  readonly distribution: ServedDistribution;
  /** The port of 127.0.0.1 on which the resolver of the location answers. */
  readonly dnsPort: number;
  readonly route53: Route53;
  readonly hosts: Hosts;
  readonly clock: Clock;
  readonly log: Log;
}

const HASH_LENGTH = 32;

/** Serves one distribution. */
export class Edge {
  readonly #surroundings: EdgeSurroundings;
  readonly #agent = new EndpointAgent({ keepAlive: true, timeout: ORIGIN_TIMEOUT.keepalive * MILLISECONDS });
  /** By ARN: those of the versions that the distribution names, each from the first time that it is asked. */
  readonly #functions = new Map<string, EdgeFunction>();
  readonly #via: string;

  constructor(surroundings: EdgeSurroundings) {
    this.#surroundings = surroundings;
    const { distribution, location } = surroundings;
    const hash = createHash('sha256').update(`${distribution.id} ${location}`).digest('hex').slice(0, HASH_LENGTH);
    this.#via = `${hash}.cloudfront.net (CloudFront)`;
  }

  /** Answers a viewer, whatever happens. */
  async serve(exchange: Exchange): Promise<void> {
    try {
      await this.#serve(exchange);
    } catch (error) {
      if (exchange.response.destroyed) return;
      if (error instanceof Refusal) this.#refuse(exchange, error);
      else {
        this.#surroundings.log.fault(error);
        exchange.request.socket.destroy();
      }
    }
  }

  /** The whole answer to bytes that are not an HTTP request. */
  answerMalformed(why: Malformation): string {
    const refusal = refusals.malformed(why);
    const { headers, page } = this.#pageOf(refusal, newRequestId(), '1.1');
    const lines = [...headers, ['connection', 'close']].map(([name, value]) => `${name}: ${value}`);
    return `${[`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`, ...lines].join('\r\n')}\r\n\r\n${page}`;
  }

  /** Ends the functions and the connections to origins. */
  async stop(): Promise<void> {
    this.#agent.destroy();
    await Promise.all([...this.#functions.values()].map((each) => each.stop()));
  }

  async #serve(exchange: Exchange): Promise<void> {
    if (this.#surroundings.distribution.isEnded) {
      // On AWS its name leads nowhere any more.
      exchange.request.socket.destroy();
      return;
    }
    const { route, uri, querystring } = admit(exchange.request, this.#surroundings.distribution);
    const asked = originRequestOf(exchange.request, route, { uri, querystring, via: this.#via });
    const result = await this.#askFunction(exchange, route, asked);
    if (exchange.response.destroyed) return;
    if (result.kind === 'response') this.#sendGenerated(exchange, route, result.response);
    else if (result.request.target.kind === 's3') this.#sendObject(exchange, route, result.request);
    else await this.#passOn(exchange, route, result.request);
  }

  /** The origin's name must resolve before the function is asked, and the one that it names afterwards as well. */
  async #askFunction({ requestId }: Exchange, route: Route, asked: OriginRequest): Promise<EdgeResult> {
    const called = route.edgeVersion && this.#functionOf(route.edgeVersion);
    if (!called) return { kind: 'request', request: asked };
    this.#endpointOf(asked);
    const { distribution } = this.#surroundings;
    const { functionError, payload } = await called.invoke(originRequestEvent(distribution, requestId, asked));
    if (functionError !== undefined) {
      const { errorType, errorMessage, trace = [] } = payload;
      this.#tell(requestId, [`${errorType}: ${errorMessage}`, ...trace.slice(1)].join('\n'));
      throw refusals.functionFailed();
    }
    try {
      return edgeResultOf(payload, asked);
    } catch (error) {
      if (error instanceof Refusal) this.#tell(requestId, `Validation error: ${error.message}`);
      throw error;
    }
  }

  #functionOf(version: EdgeVersion): EdgeFunction {
    const known = this.#functions.get(version.arn);
    if (known) return known;
    const { distribution, dnsPort, location, log } = this.#surroundings;
    for (const [arn, outdated] of this.#functions) {
      if (distribution.routes.some(({ edgeVersion }) => edgeVersion?.arn === arn)) continue;
      this.#functions.delete(arn);
      outdated.retire().catch((error: unknown) => log.fault(error));
    }
    const replica = version.replicate({ location, dnsPort });
    this.#functions.set(version.arn, replica);
    return replica;
  }

  /** As CloudFront writes into the log of the region where the function ran. */
  #tell(requestId: string, line: string): void {
    const { distribution, location, log } = this.#surroundings;
    log.info(`${location} /aws/cloudfront/LambdaEdge/${distribution.id} (${requestId}) ERROR ${line}`);
  }

  /** The endpoint behind the origin's name; AWS looks it up where the edge is. */
  #endpointOf({ target: { domainName } }: OriginRequest): Endpoint {
    const { hosts, location, route53 } = this.#surroundings;
    const name = route53.canonicalName(domainName, location);
    const endpoint = name === undefined ? undefined : hosts.endpointOf(name);
    if (endpoint === undefined) throw refusals.originName();
    return endpoint;
  }

  async #passOn(exchange: Exchange, route: Route, request: OriginRequest): Promise<void> {
    const { target } = request;
    if (target.kind !== 'custom') throw new Error('A bucket is not a server.');
    const { clock } = this.#surroundings;
    const { requestId, response: viewer, upgrade } = exchange;
    const answer = await askOrigin(request, target, {
      endpoint: this.#endpointOf(request),
      agent: this.#agent,
      attempts: route.origin.connectionAttempts,
      clock,
      requestId,
      body: hasBody(request) && !upgrade ? exchange.request : undefined,
      isWebSocket: upgrade !== undefined,
      viewer,
    });
    if (answer.upgraded && upgrade) this.#connect(exchange, route, answer);
    else this.#stream(exchange, route, { answer, readTimeout: target.readTimeout });
  }

  #connect(exchange: Exchange, route: Route, { response, upgraded }: OriginAnswer): void {
    const { upgrade } = exchange;
    if (!upgraded || !upgrade || upgrade.socket.destroyed) {
      upgraded?.socket.destroy();
      return;
    }
    const headers = pairsOf(response.rawHeaders);
    const switching = headers.filter(([name]) => /^(?:connection|upgrade)$/i.test(name));
    const others = this.#viewerHeaders(exchange, route, { status: 101, headers });
    exchange.response.detachSocket(upgrade.socket);
    upgrade.socket.write(switchingProtocols([...switching, ...others]));
    connectEnds(upgrade, upgraded, this.#surroundings.clock);
  }

  #stream(
    exchange: Exchange,
    route: Route,
    { answer: { response: answer }, readTimeout }: { readonly answer: OriginAnswer; readonly readTimeout: number },
  ): void {
    const { response } = exchange;
    const { statusCode: status = 502, statusMessage, rawHeaders } = answer;
    const headers = this.#viewerHeaders(exchange, route, { status, headers: pairsOf(rawHeaders) });
    response.writeHead(status, statusMessage, rawHeadersOf(headers));
    if (!answer.complete) this.#watch(answer, response, readTimeout);
    passBody(answer, response);
  }

  /** An answer that is still on its way. @param readTimeout seconds */
  #watch(answer: IncomingMessage, response: ServerResponse, readTimeout: number): void {
    const watch = watchIdle(this.#surroundings.clock, readTimeout * MILLISECONDS, () => answer.destroy());
    answer.on('data', () => watch.touch());
    answer.once('close', () => {
      watch.stop();
      // A viewer whose answer breaks off hears it by the end of the connection.
      if (!answer.complete) response.destroy();
    });
    response.once('close', () => answer.destroy());
  }

  #sendObject(exchange: Exchange, route: Route, request: OriginRequest): void {
    const { target } = request;
    if (target.kind !== 's3') throw new Error('A server is not a bucket.');
    const { distribution } = this.#surroundings;
    const answer = askBucket(request, target, { distribution, route, requestId: exchange.requestId });
    this.#send(exchange, route, answer);
  }

  #sendGenerated(exchange: Exchange, route: Route, { body, headers, status, statusDescription }: GeneratedResponse) {
    const given = Object.entries(headers).flatMap(([name, values]) =>
      name === 'content-length' ? [] : values.map(({ key, value }) => [key, value] as const),
    );
    const length: Pairs = [['Content-Length', String(body.length)]];
    this.#send(exchange, route, { status, statusDescription, headers: [...given, ...length], body });
  }

  #send(
    exchange: Exchange,
    route: Route,
    answer: {
      readonly status: number;
      readonly statusDescription?: string | undefined;
      readonly headers: Pairs;
      readonly body: Buffer;
    },
  ): void {
    const { request, response } = exchange;
    const headers = rawHeadersOf(this.#viewerHeaders(exchange, route, answer));
    if (answer.statusDescription === undefined) response.writeHead(answer.status, headers);
    else response.writeHead(answer.status, answer.statusDescription, headers);
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  #refuse({ request, requestId, response }: Exchange, refusal: Refusal): void {
    if (response.headersSent) {
      request.socket.destroy();
      return;
    }
    const { headers, page } = this.#pageOf(refusal, requestId, request.httpVersion);
    // CloudFront ends the connection after a request that is too long.
    const closing: Pairs = refusal.status === TOO_LARGE ? [['connection', 'close']] : [];
    response.writeHead(refusal.status, rawHeadersOf([...headers, ...closing]));
    response.end(request.method === 'HEAD' ? undefined : page);
  }

  #pageOf(
    refusal: Refusal,
    requestId: string,
    httpVersion: string,
  ): { readonly headers: Pairs; readonly page: string } {
    const page = pageOf(refusal, requestId);
    const headers: Pairs = [
      ['server', 'CloudFront'],
      ['content-type', 'text/html'],
      ['content-length', String(Buffer.byteLength(page))],
      ...(refusal.location === undefined ? [] : [['location', refusal.location] as const]),
      ...marksOf(this.#marks(requestId), httpVersion, refusal.outcome),
    ];
    return { headers, page };
  }

  #viewerHeaders({ request, requestId }: Exchange, route: Route, answer: { status: number; headers: Pairs }): Pairs {
    return viewerHeaders(answer, { request, route, marks: this.#marks(requestId) });
  }

  #marks(requestId: string): Marks {
    return { via: this.#via, pop: `${this.#surroundings.airport}50-P1`, requestId };
  }
}

const TOO_LARGE = 413;

function hasBody({ headers }: OriginRequest): boolean {
  return headers['transfer-encoding'] !== undefined || headers['content-length'] !== undefined;
}

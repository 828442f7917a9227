// Events over HTTP: https://docs.aws.amazon.com/appsync/latest/eventapi/publish-http.html
import type { IncomingMessage } from 'node:http';
import { readBody } from '../../foundation/http/request-body';
import { isJsonObject, jsonIn, type JsonObject } from '../../foundation/json';
import type { Entrance, Paths } from '../http/api-host-names';
import { type HttpAnswer, notFound, type OverHttp, refusal } from '../http/http-answers';
import { originOf } from '../http/origin';
import { MAX_REQUEST_BYTES } from '../limits';
import type { EventApi } from './event-api';
import { EventError } from './event-error';
import { shownFor } from './shown';

const PATHS: Paths = { loopback: ['/event'], domain: ['/event'], http: ['/event'], realtime: [] };

/** Takes what clients publish. */
export function eventOverHttp(api: EventApi): OverHttp {
  return async (request, entrance) => {
    try {
      return await published(api, request, entrance);
    } catch (error) {
      if (error instanceof EventError) return refusal(error.status, error.errorType, error.message);
      throw error;
    }
  };
}

/** Whom a namespace lets in is known only from the body, which is read before the caller is. */
async function published(api: EventApi, request: IncomingMessage, entrance: Entrance): Promise<HttpAnswer> {
  const { url: path = '/', method = '' } = request;
  const [pathname = ''] = path.split('?');
  if (method !== 'POST' || !PATHS[entrance.kind].includes(pathname)) return notFound();
  const origin = originOf(request, entrance);
  const body = await readBody(request, MAX_REQUEST_BYTES);
  const asked = requestIn(body.toString());
  const channel = typeof asked['channel'] === 'string' ? asked['channel'] : undefined;
  const credentials = {
    ...{ method, path, headers: origin.headers, body: () => Promise.resolve(body) },
    ...shownFor('EVENT_PUBLISH', channel),
  };
  return { status: 200, body: await api.publish(asked, { credentials, origin }) };
}

/** What cannot be read names no channel, and is refused for that as soon as the caller is known. */
function requestIn(text: string): JsonObject {
  const request = jsonIn(text);
  return isJsonObject(request) ? request : {};
}

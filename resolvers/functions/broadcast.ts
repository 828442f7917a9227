// The step of `broadcastFromBus` that publishes the message to the region's Event API, signed as its broadcaster.
import { type Context, type HTTPRequest, runtime, util } from '@aws-appsync/utils';
import type { Message } from '../lib/schema';

const OK = 200;

/** What an Event API answers: https://docs.aws.amazon.com/appsync/latest/eventapi/publish-http.html */
type Published = { failed: unknown[] };

export function request(ctx: Context): HTTPRequest<string> {
  if (ctx.stash['isTaken']) runtime.earlyReturn(null, { skipTo: 'END' });
  const message: Message = ctx.stash['message'];
  return {
    method: 'POST',
    resourcePath: '/event',
    params: {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ channel: `/${message.name}`, events: [JSON.stringify(message)] }),
    },
  };
}

export function response(ctx: Context): Message {
  if (ctx.error) util.error(`The Event API could not be reached: ${ctx.error.message}`, 'EventApiUnavailable');
  const { statusCode, body }: { statusCode: number; body: string } = ctx.result;
  if (statusCode !== OK || (JSON.parse(body) as Published).failed.length > 0) {
    util.error(`The Event API did not take the message: ${statusCode} ${body}`, 'EventApiUnavailable');
  }
  return ctx.stash['message'];
}

// Reads, from the region's own table, what was published in a channel, or in those that a pattern covers.
import { type Context, type DynamoDBQueryRequest, util } from '@aws-appsync/utils';
import { query } from '@aws-appsync/utils/dynamodb';
import { recalls, requireRecallable } from 'stage-history/recalling';
import { prefixOf } from './lib/channel';
import { BY_POSITION, BY_TREE, type HistoryItem, messageOf, streamOf, treeOf } from './lib/history';
import { isGiven } from './lib/message';
import { oldestPosition, positionAt, requirePosition } from './lib/position';
import { quoted } from './lib/quoted';
import type { MessagePage, QueryHistoryArgs } from './lib/schema';

/** Messages in a page, unless the caller says how many, and at most. */
const PAGE = 100;
const MAX_PAGE = 1000;
/** An AWS region's name. */
const REGION = '^[a-z]{2}(-[a-z]{1,16}){1,3}-[0-9]{1,2}$';
const MAX_REGION_LENGTH = 32;

export function request(ctx: Context<QueryHistoryArgs>): DynamoDBQueryRequest {
  const { name, region, after, since, last, limit } = ctx.args;
  requireRecallable(name, ctx.env, ctx.identity);
  const hours = JSON.parse(ctx.env['HISTORY_HOURS'] ?? '0') as number;
  if (hours === 0) util.error('This stage keeps no history; its setting "history" says so.', 'HistoryOff');
  if (prefixOf(name) === '') {
    util.error(
      'There is no history of "*"; ask for that of a channel, or of a pattern such as "news/*".',
      'HistoryOff',
    );
  }
  requireRegion(region);
  if (isGiven(after)) requirePosition(after);
  if (isGiven(last) && isGiven(limit)) util.error('Give "last" or "limit", not both.', 'InvalidPage');

  const from = [
    oldestPosition(hours),
    isGiven(after) ? after.toUpperCase() : '',
    isGiven(since) ? positionAt(util.time.parseISO8601ToEpochMilliSeconds(since)) : '',
  ].sort();
  const position = { gt: from[2] ?? '' };
  const order = { limit: sizeOf(last ?? limit), scanIndexForward: !isGiven(last) };
  if (prefixOf(name) === null) {
    return query({ index: BY_POSITION, query: { stream: { eq: streamOf(region, name) }, position }, ...order });
  }
  const tree = treeOf(region, name.split('/')[0] ?? '');
  return query({ index: BY_TREE, query: { tree: { eq: tree }, position }, ...order });
}

export function response(ctx: Context<QueryHistoryArgs>): MessagePage {
  if (ctx.error) util.error(`The history could not be read: ${ctx.error.message} Try again.`, 'HistoryUnavailable');
  const { name, region, last } = ctx.args;
  const items: HistoryItem[] = ctx.result.items;
  // A deeper pattern shares its index with its neighbours.
  const messages = items.filter((item) => recalls(name, item.channel)).map((item) => messageOf(item, region));
  const newest = isGiven(last) ? items[0] : items[items.length - 1];
  return {
    messages: isGiven(last) ? messages.reverse() : messages,
    hasMore: isGiven(ctx.result.nextToken),
    next: newest?.position ?? null,
  };
}

/** Ends the request with the error `InvalidRegion` unless it can be an AWS region. */
function requireRegion(region: string): void {
  if (region.length <= MAX_REGION_LENGTH && util.matches(REGION, region)) return;
  util.error(`${quoted(region)} is not an AWS region; give the "region" of messages.`, 'InvalidRegion');
}

/** Ends the request with the error `InvalidPage` unless a page can have so many messages. */
function sizeOf(wanted: number | null | undefined): number {
  const size = wanted ?? PAGE;
  if (size < 1 || size > MAX_PAGE) {
    util.error(`A page has 1 to ${MAX_PAGE} messages, not ${size}.`, 'InvalidPage');
  }
  return size;
}

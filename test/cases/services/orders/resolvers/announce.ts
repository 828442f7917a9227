// Puts the order on the bus.
import { type Context, type PutEventsRequest, util } from '@aws-appsync/utils';

interface Args {
  readonly sku: string;
  readonly quantity: number;
}

interface Order extends Args {
  readonly id: string;
  readonly total: number;
}

interface Answer {
  readonly FailedEntryCount: number;
}

export function request(ctx: Context<Args, { amount: number; order: Order }>): PutEventsRequest {
  const { sku, quantity } = ctx.args;
  const order = { id: util.autoId(), sku, quantity, total: ctx.stash.amount * quantity };
  ctx.stash.order = order;
  return { operation: 'PutEvents', events: [{ source: 'shop', detailType: 'order.placed', detail: order }] };
}

export function response(ctx: Context<Args, { order: Order }, object, object, Answer>): Order {
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  if (ctx.result.FailedEntryCount > 0) util.error('The order was not taken.', 'NotTaken');
  return ctx.stash.order;
}

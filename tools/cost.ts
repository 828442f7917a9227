// `npm run cost`: what messages cost in AWS, by list price.
import { billOf, PRICE_LIST, type PriceName, type PricedItem } from './cost/bill';
import { COST, loadOf } from './cost/load';
import { tableOf } from './table';
import { runCommand, terminal } from './terminal';

const NOT_COUNTED = `Not counted: the free tier and volume discounts, calls of the Lambda authorizer (its answers are cached), logs, alarms,
X-Ray, Route 53, heartbeats, and the page. Clients call through the front door, each for one message; backends call EventBridge.
Taxes are extra.`;

function rowOf({ name, quantity, price, perMillion, perMonth }: PricedItem): readonly string[] {
  return [name, number(quantity), unitPriceOf(price), money(perMillion), money(perMonth)];
}

function unitPriceOf(name: PriceName): string {
  const { price, per } = PRICE_LIST.prices[name];
  return per === 1 ? String(price) : `${price} / ${number(per)}`;
}

/** What is not certain about the prices, and where each comes from. */
function notesOf(): readonly string[] {
  return Object.values(PRICE_LIST.prices).map((entry) => {
    const seen = 'seen' in entry ? `, as read at ${entry.seen}` : '';
    const doubt = 'doubt' in entry ? ` Not certain: ${entry.doubt}.` : '';
    return `- ${entry.of}: ${entry.source}${seen}.${doubt}`;
  });
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });
}

function money(value: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

runCommand(module, COST, async (line) => {
  const load = loadOf(line);
  const { items, total } = billOf(load);
  const header = ['Item', 'a month', `${PRICE_LIST.currency} each`, 'per million messages', 'per month'];
  const sum = ['all', '', '', money(total.perMillion), money(total.perMonth)];
  terminal.info(tableOf(header, [...items.map(rowOf), sum]));
  terminal.info(`\n${NOT_COUNTED}\n\nList prices of ${PRICE_LIST.date}:`);
  for (const note of notesOf()) terminal.info(note);
  return Promise.resolve();
});

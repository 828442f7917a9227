// `npm run cost`: what messages cost in AWS, by list price.
import { billOf, PRICE_LIST, type PricedItem } from './cost/bill';
import { COST, loadOf } from './cost/load';
import { cellsOf, money, notesOf } from './cost/printed';
import { tableOf } from './table';
import { runCommand, terminal } from './terminal';

const NOT_COUNTED = `Not counted: the free tier and volume discounts, calls of the Lambda authorizer (its answers are cached), logs, alarms,
X-Ray, Route 53, heartbeats, and the page. Clients call through the front door, each for one message; backends call EventBridge.
Taxes are extra.`;

function rowOf(item: PricedItem): readonly string[] {
  return [...cellsOf(item), money(item.perMillion), money(item.perMonth)];
}

runCommand(module, COST, async (line) => {
  const load = loadOf(line);
  const { items, total } = billOf(load);
  const header = ['Item', 'a month', `${PRICE_LIST.currency} each`, 'per million messages', 'per month'];
  const sum = ['all', '', '', money(total.perMillion), money(total.perMonth)];
  terminal.info(tableOf(header, [...items.map(rowOf), sum]));
  terminal.info(`\n${NOT_COUNTED}\n\nList prices of ${PRICE_LIST.date}:`);
  for (const note of notesOf(items)) terminal.info(note);
  return Promise.resolve();
});

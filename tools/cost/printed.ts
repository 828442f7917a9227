// How a bill is printed.
import { type Item, PRICE_LIST, type PriceName } from './bill';

/** Of an item: its name, its quantity and the price of one. */
export function cellsOf({ name, quantity, price }: Item): readonly string[] {
  return [name, number(quantity), unitPriceOf(price)];
}

/** What is not certain about the prices of these items, and where each comes from. */
export function notesOf(items: readonly Item[]): readonly string[] {
  const used = new Set<string>(items.map(({ price }) => price));
  return Object.entries(PRICE_LIST.prices)
    .filter(([name]) => used.has(name))
    .map(([, entry]) => {
      const seen = 'seen' in entry ? `, as read at ${entry.seen}` : '';
      const read = 'read' in entry ? ` on ${entry.read}` : '';
      const doubt = 'doubt' in entry ? ` Not certain: ${entry.doubt}.` : '';
      return `- ${entry.of}: ${entry.source}${seen}${read}.${doubt}`;
    });
}

export function money(value: number): string {
  return value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function unitPriceOf(name: PriceName): string {
  const { price, per } = PRICE_LIST.prices[name];
  return per === 1 ? String(price) : `${price} / ${number(per)}`;
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });
}

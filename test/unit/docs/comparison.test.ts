// The prices in docs/COMPARISON.md that this project can count itself.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { billOf } from '../../../tools/cost/bill';

const COMPARISON = readFileSync(path.join(__dirname, '../../../docs/COMPARISON.md'), 'utf8');

it.each([
  [10, 'Global Pub/Sub, 3 regions', undefined],
  [1_000, 'Global Pub/Sub, 3 regions', undefined],
  [100_000, 'Global Pub/Sub, 3 regions', undefined],
  [10, 'the same, at its Events door', 1],
  [1_000, 'the same, at its Events door', 1],
  [100_000, 'the same, at its Events door', 1],
])('says what a million messages to %i subscribers cost: %s', (subscribers, row, atEvents) => {
  const { total } = billOf({
    regions: 3,
    subscribers,
    messagesPerSecond: 10,
    byBackends: 0,
    atEvents,
    bytes: 512,
  });

  const [own = ''] = COMPARISON.split('\n').filter((line) => line.startsWith(`| ${row}`));
  const price = total.perMillion.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  expect(own.split('|').map((cell) => cell.trim())).toContain(price);
});

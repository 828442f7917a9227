// The table that the benchmark prints.
import { ROWS } from '../../../bench/rows';
import { tableOfScores } from '../../../bench/scores';
import type { Turn } from '../../../bench/contest';

const HEADER = ['', 'engine', 'beside', 'ratio', 'range', 'wanted', 'floor', 'is it met?', 'lost', 'twice', 'clients'];

function aTurn(overrides: Partial<Turn> = {}): Turn {
  return { figure: 1, lost: 0, duplicates: 0, clients: 0.5, ...overrides };
}

function rowOf(id: string) {
  const row = ROWS.find((candidate) => candidate.id === id);
  if (!row) throw new Error(`There is no row ${id}.`);
  return row;
}

function cellsOf(table: string): string[][] {
  const lines = table.split('\n').map((line) => line.split('|').slice(1, -1));
  return lines.map((cells) => cells.map((cell) => cell.trim()));
}

it('takes the median of the ratios within the rounds, and what was lost in all of them', () => {
  const rounds = [
    [aTurn({ figure: 300, lost: 1 }), aTurn({ figure: 100 })],
    [aTurn({ figure: 200 }), aTurn({ figure: 100, duplicates: 2 })],
    [aTurn({ figure: 250 }), aTurn({ figure: 200, clients: 0.97 })],
  ];

  const [header, , cells] = cellsOf(tableOfScores([{ row: rowOf('fan-out-1000'), rounds }]));

  const figures = ['250 deliveries/s', '100', '2.00 ×', '1.25–3.00', '2.5 ×', '2 ×', 'at its floor', '1', '2', '97 %'];
  expect(header).toEqual(HEADER);
  expect(cells).toEqual(['fan-out to 1,000, 8 in flight, beside `ws`', ...figures]);
});

it('limits the seconds of a start themselves', () => {
  const [, , cells] = cellsOf(tableOfScores([{ row: rowOf('start'), rounds: [[aTurn({ figure: 6.4, clients: 0 })]] }]));

  expect(cells?.slice(1, 8)).toEqual(['6.4 s', '', '', '6.40–6.40', '3 s', '5 s', '**no**']);
});

it('says why a row was not measured', () => {
  const score = { row: rowOf('simulator'), rounds: [], problem: 'not installed: npm failed' };

  expect(tableOfScores([score])).toMatch(/not installed: npm failed .* not measured/);
});

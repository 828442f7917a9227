// What several rounds of a row came to, as a row of a Markdown table.
import { tableOf } from '../tools/table';
import type { Turn } from './contest';
import type { Row } from './rows';
import { summaryOf, verdictOf } from './statistics';

/** A row that was measured, or why it was not. */
export interface Score {
  readonly row: Row;
  /** Each round has a turn of every side. */
  readonly rounds: readonly (readonly Turn[])[];
  readonly problem?: string;
}

const HEADER = ['', 'engine', 'beside', 'ratio', 'range', 'wanted', 'floor', 'is it met?', 'lost', 'twice', 'clients'];
const VERDICTS = { wanted: 'as wanted', floor: 'at its floor', short: '**no**' } as const;
const PERCENT = 100;

export function tableOfScores(scores: readonly Score[]): string {
  return tableOf(HEADER, scores.map(cellsOf));
}

function cellsOf({ row, rounds, problem }: Score): readonly string[] {
  const limits = [limitOf(row, row.wanted), limitOf(row, row.floor)];
  if (problem !== undefined) return [row.title, problem, '', '', '', ...limits, 'not measured', '', '', ''];
  const turns = rounds.flat();
  const [engine, beside] = [0, 1].map((side) => summaryOf(rounds.flatMap((round) => round[side]?.figure ?? [])).median);
  const { median, least, most } = summaryOf(rounds.map(ratioOf));
  return [
    row.title,
    `${figureOf(engine)} ${row.unit}`,
    ...(row.isAlone ? ['', ''] : [figureOf(beside), `${median.toFixed(2)} ×`]),
    `${least.toFixed(2)}–${most.toFixed(2)}`,
    ...limits,
    VERDICTS[verdictOf(median, row)],
    String(turns.reduce((sum, { lost }) => sum + lost, 0)),
    String(turns.reduce((sum, { duplicates }) => sum + duplicates, 0)),
    `${(PERCENT * Math.max(...turns.map(({ clients }) => clients))).toFixed(0)} %`,
  ];
}

/** Of the first side to the second; the first one's figure where there is no other. */
function ratioOf([subject, yardstick]: readonly Turn[]): number {
  return (subject?.figure ?? NaN) / (yardstick?.figure ?? 1);
}

function limitOf({ isAlone, unit }: Row, limit: number): string {
  return isAlone ? `${limit} ${unit}` : `${limit} ×`;
}

function figureOf(value = NaN): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

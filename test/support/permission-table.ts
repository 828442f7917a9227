// The tables of docs/PERMISSIONS.md, which are the input of their test.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './packages/templates';

/** What a cell can say; docs/PERMISSIONS.md says what each means. */
const VERDICTS = ['yes', 'unauthorized', 'denied', 'field', 'channel', 'namespace'] as const;
/** What a credential gets for an operation on a channel. */
export type Verdict = (typeof VERDICTS)[number];

/** A cell, taken apart: one credential, one operation, one channel. */
export interface Cell {
  readonly credential: string;
  readonly operation: string;
  readonly channel: string;
  readonly verdict: Verdict;
}

/** The channels of the cells, in the order in which a cell with three verdicts names them. */
export const CHANNELS = ['own', 'other', 'unlisted'] as const;

/**
 * Reads the table below a heading.
 * @throws Error for a table that is not there, or that says what no cell can say
 */
export function permissionTable(heading: string): readonly Cell[] {
  const { header, rows } = tableBelow(heading);
  return rows.flatMap(([credential = '', ...cells]) =>
    header.slice(1).flatMap((operation, index) => {
      const verdicts = verdictsOf(cells[index] ?? '');
      return CHANNELS.map((channel, place) => ({
        credential,
        operation: operation.replaceAll('`', ''),
        channel,
        verdict: verdicts.length === 1 ? theFirst(verdicts) : (verdicts[place] ?? theFirst(verdicts)),
      }));
    }),
  );
}

/** A cell of the table of patterns: what a list or a token has, what is asked for, and what that gets. */
export interface PatternCell {
  readonly entry: string;
  readonly asked: string;
  readonly verdict: 'yes' | 'channel' | 'invalid';
}

/** The table of patterns. @throws Error for one that is not there */
export function patternTable(): readonly PatternCell[] {
  const { header, rows } = tableBelow('Patterns');
  return rows.flatMap(([entry = '', ...cells]) =>
    header.slice(1).map((asked, index) => ({
      entry: entry.replaceAll('`', ''),
      asked: asked.replaceAll('`', ''),
      verdict: cells[index] as PatternCell['verdict'],
    })),
  );
}

function tableBelow(heading: string) {
  const text = readFileSync(path.join(ROOT, 'docs/PERMISSIONS.md'), 'utf8');
  const section = text.split(/^## /m).find((candidate) => candidate.startsWith(`${heading}\n`));
  const [header, , ...rows] = (section?.split('\n') ?? []).filter((line) => line.startsWith('|')).map(cellsOf);
  if (!header || rows.length === 0) throw new Error(`docs/PERMISSIONS.md has no table below "${heading}".`);
  return { header, rows };
}

function cellsOf(line: string): string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function verdictsOf(cell: string): readonly Verdict[] {
  const verdicts = cell.split(', ').map((word) => {
    const verdict = VERDICTS.find((candidate) => candidate === word);
    if (!verdict)
      throw new Error(`docs/PERMISSIONS.md: a cell says "${word}", which is none of ${VERDICTS.join(', ')}.`);
    return verdict;
  });
  if (verdicts.length === 1 || verdicts.length === CHANNELS.length) return verdicts;
  throw new Error(`docs/PERMISSIONS.md: the cell "${cell}" has neither one verdict nor ${CHANNELS.length}.`);
}

function theFirst(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  if (!first) throw new Error('A cell is empty.');
  return first;
}

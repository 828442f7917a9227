// A problem in words.
import type { ReactNode } from 'react';
import type { Problem } from './connection/problem';

/** What happened, of which type it is, and what to do. */
export function ProblemNote({ problem, children }: { readonly problem: Problem; readonly children?: ReactNode }) {
  return (
    <div className="note" data-tone="bad" role="alert">
      <p>
        <strong>{problem.sentence}</strong> <code>{problem.type}</code>
      </p>
      <p>{problem.remedy}</p>
      {children}
    </div>
  );
}

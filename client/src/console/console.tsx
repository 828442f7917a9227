// A GraphQL editor that runs with the visitor's credential. It is loaded when it is first looked at.
import { useEffect, useRef, useState } from 'react';
import type { EditorView } from '@codemirror/view';
import { updateSchema } from 'cm6-graphql';
import { dataBlock } from '../board/structured-data';
import { isName } from '../channels/channel-list';
import type { SessionState } from '../connection/session-state';
import type { PlanetView } from '../planet-view';
import { openEditor } from './editor';
import { type Example, examplesFor } from './example';
import { type Outcome, run } from './run';
import { readSchema } from './schema';
import './console.css';

/** Who runs what is written, and where examples lead. */
export interface ConsoleProps {
  readonly view: PlanetView;
  readonly session: SessionState;
}

const NOTHING: Outcome = { isRunning: false, summary: '', contents: [] };

/** The editor, the variables, and what came of the last run. */
export default function Console({ view, session }: ConsoleProps) {
  // As they were when the editor was opened: what is written is not changed by what the page listens to.
  const [examples] = useState(() => examplesFor([...session.channels.keys()].find(isName) ?? '', firstRegion(view)));
  const [variables, setVariables] = useState(examples[0]?.variables ?? '');
  const [outcome, setOutcome] = useState(NOTHING);
  const stop = useRef<() => void>(undefined);
  useEffect(() => () => stop.current?.(), []);

  const runWritten = () => {
    stop.current?.();
    const { doc = '', selection } = editor.current?.state ?? {};
    const written = { document: doc.toString(), variables, cursor: selection?.main.head ?? 0 };
    stop.current = run(written, { ...view.access, onOutcome: setOutcome });
  };
  const { element, editor, hasSchema } = useEditor(view, examples[0]?.document ?? '', runWritten);
  const choose = ({ document, variables: values }: Example) => {
    const { current } = editor;
    current?.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: document } });
    setVariables(values);
  };

  return (
    <div className="console">
      <div className="board-tools">
        <select
          className="button"
          aria-label="Example"
          value=""
          onChange={({ target }) => {
            const chosen = examples.find(({ title }) => title === target.value);
            if (chosen) choose(chosen);
          }}
        >
          <option value="">Examples …</option>
          {examples.map(({ title }) => (
            <option key={title}>{title}</option>
          ))}
        </select>
        <p className="muted">{hasSchema === false && 'This stage does not tell its schema: nothing is completed.'}</p>
        {outcome.isRunning ? (
          <button
            type="button"
            className="button"
            onClick={() => {
              stop.current?.();
              setOutcome({ ...outcome, isRunning: false, summary: 'Stopped' });
            }}
          >
            Stop
          </button>
        ) : (
          <button type="button" className="button primary" title="Ctrl-Enter in the editor" onClick={runWritten}>
            Run
          </button>
        )}
      </div>
      <div className="console-editor" ref={element} />
      <label className="console-variables">
        <span className="muted">Variables, as JSON</span>
        <textarea rows={3} spellCheck={false} value={variables} onChange={({ target }) => setVariables(target.value)} />
      </label>
      <div className="console-result" role="region" aria-label="Result" tabIndex={0}>
        <p className="muted" role="status">
          {outcome.summary}
        </p>
        {outcome.contents.map((content, index) => (
          <pre key={outcome.contents.length - index}>{typeof content === 'string' ? content : dataBlock(content)}</pre>
        ))}
      </div>
    </div>
  );
}

function firstRegion({ visit }: PlanetView): string {
  return visit.settings.regions[0]?.name ?? '';
}

/** An editor in an element. @returns hasSchema `undefined` until that is known */
function useEditor(view: PlanetView, document: string, onRun: () => void) {
  const element = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>(undefined);
  const [hasSchema, setHasSchema] = useState<boolean>();
  const running = useRef(onRun);
  useEffect(() => {
    running.current = onRun;
  });
  useEffect(() => {
    if (!element.current) return undefined;
    const opened = openEditor(element.current, { document, onRun: () => running.current() });
    editor.current = opened;
    void readSchema(view.access.credential).then((schema) => {
      setHasSchema(schema !== undefined);
      if (schema) updateSchema(opened, schema);
    });
    return () => opened.destroy();
  }, [view, document]);
  return { element, editor, hasSchema };
}

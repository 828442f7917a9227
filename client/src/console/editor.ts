// CodeMirror with GraphiQL's mode for GraphQL: colours, completion and mistakes by the schema.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { graphql } from 'cm6-graphql';

/** What an editor begins with, and what it tells. */
export interface EditorOptions {
  readonly document: string;
  /** Told that the operation is to be run: Ctrl-Enter, or Cmd-Enter on a Mac. */
  readonly onRun: () => void;
}

/** The page's colours, as its stylesheet has them. */
const theme = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--ground)', color: 'var(--text)', fontSize: '13px' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
  '.cm-content': { caretColor: 'var(--text)', padding: '8px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
  '.cm-gutters': { border: '0', backgroundColor: 'transparent', color: 'var(--muted)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--accent-soft)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)' },
  '.cm-tooltip': { border: '1px solid var(--line)', backgroundColor: 'var(--panel)', color: 'var(--text)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionInfo': { maxWidth: '40ch' },
});

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.number, tags.bool], color: 'var(--good)' },
  { tag: [tags.typeName, tags.atom, tags.definitionKeyword], color: 'var(--accent)' },
  { tag: tags.variableName, color: 'var(--wait)' },
  { tag: tags.comment, color: 'var(--muted)', fontStyle: 'italic' },
]);

/**
 * Opens an editor in an element, below a shadow root: there CodeMirror's styles are objects, and no elements, which the page's policy
 * forbids.
 */
export function openEditor(element: HTMLElement, { document, onRun }: EditorOptions): EditorView {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  const run = () => {
    onRun();
    return true;
  };
  return new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: document,
      extensions: [
        Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
        ...[lineNumbers(), history(), bracketMatching(), closeBrackets(), autocompletion(), EditorView.lineWrapping],
        graphql(),
        // Tab leads out of the editor, as it does everywhere on the page.
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        ...[theme, syntaxHighlighting(colours)],
        EditorView.contentAttributes.of({ 'aria-label': 'GraphQL document' }),
      ],
    }),
  });
}

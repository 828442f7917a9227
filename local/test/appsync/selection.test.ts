import { Kind, parse, type SelectionSetNode } from 'graphql';
import { Selection } from '../../src/appsync/execution/selection';

/** A document's selection, and the selection set of its operation. */
function aSelection(text: string): { readonly selection: Selection; readonly set: SelectionSetNode | undefined } {
  const document = parse(text);
  const operation = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  return { selection: new Selection(document, {}), set: operation?.selectionSet };
}

/** Fragments each of which holds a field with the next one twice. */
function nestedTwice(levels: number, field: (level: number) => string): string {
  const fragments = Array.from({ length: levels }, (_, level) => `fragment f${level} on T { ${field(level + 1)} }`);
  return ['{ ...f0 }', ...fragments, `fragment f${levels} on T { leaf }`].join(' ');
}

test('A field that is selected twice is one field with both selections', () => {
  const { selection, set } = aSelection('{ a { b } ...more } fragment more on Query { a { c } }');

  const picked = selection.filtered(set, { a: { b: 1, c: 2, d: 3 } });

  expect(picked).toEqual({ a: { b: 1, c: 2 } });
  expect(selection.infoOf(set).selectionSetList).toEqual(['a', 'a/b', 'a/c']);
});

test('A fragment that is spread twice in one place counts once', () => {
  const { selection, set } = aSelection(nestedTwice(40, (level) => `...f${level} ...f${level}`));

  expect(selection.fieldsOf(set)).toHaveLength(1);
});

test('A field that is selected twice on every level has one path on every level', () => {
  const { selection, set } = aSelection(nestedTwice(40, (level) => `a { ...f${level} } a { ...f${level} }`));

  expect(selection.infoOf(set).selectionSetList).toHaveLength(41);
});

test('More paths than any client needs are refused', () => {
  const { selection, set } = aSelection(nestedTwice(40, (level) => `a { ...f${level} } b: a { ...f${level} }`));

  expect(() => selection.infoOf(set).selectionSetList).toThrow('A field selects more than 20000 fields below it.');
});

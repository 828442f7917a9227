// What a document selects: fields with their fragments unfolded.
import {
  BREAK,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  print,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { isJsonObject, type JsonObject, type JsonValue } from '../../foundation/json';
import { ResolverError } from './graphql-error';
import { MAX_KEPT_SELECTION_LENGTH, MAX_SELECTED_PATHS } from '../limits';

/** Fields with the same key, of which there is one at least. */
type Fields = readonly [FieldNode, ...FieldNode[]];

/** What a resolver is told of a field's selection set. */
export interface SelectionInfo {
  readonly selectionSetList: readonly string[];
  readonly selectionSetGraphQL: string;
}

const NOTHING_SELECTED: SelectionInfo = { selectionSetList: [], selectionSetGraphQL: '' };

/** A document whose fragments can be looked up, and the variables that decide what is skipped. */
export class Selection {
  readonly #infos = new WeakMap<SelectionSetNode, SelectionInfo>();
  readonly #fields = new WeakMap<SelectionSetNode, readonly FieldNode[]>();
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #variables: JsonObject;

  /** @param variables coerced */
  constructor(document: DocumentNode, variables: JsonObject) {
    this.#variables = variables;
    this.#fragments = new Map(
      document.definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [],
      ),
    );
  }

  /** The fields of a selection set, those of fragments of every type among them. */
  fieldsOf(selectionSet: SelectionSetNode | undefined): readonly FieldNode[] {
    if (!selectionSet) return [];
    const fields = this.#fields.get(selectionSet) ?? this.#unfolded(selectionSet, new Set());
    this.#fields.set(selectionSet, fields);
    return fields;
  }

  /**
   * A selection set as text, and every field in it as a path such as `author/name`.
   * @throws ResolverError when there are more than any client needs: nested aliases can make them many millions
   */
  infoOf(selectionSet: SelectionSetNode | undefined): SelectionInfo {
    if (!selectionSet) return NOTHING_SELECTED;
    const known = this.#infos.get(selectionSet);
    if (known) return known;
    const selectionSetList: string[] = [];
    this.#collectPaths([selectionSet], '', selectionSetList);
    const info = { selectionSetList, selectionSetGraphQL: print(selectionSet) };
    const length = selectionSetList.reduce((sum, path) => sum + path.length, info.selectionSetGraphQL.length);
    if (length <= MAX_KEPT_SELECTION_LENGTH) this.#infos.set(selectionSet, info);
    return info;
  }

  /** Leaves of a raw value only what is selected: AppSync filters the `data` of `util.error` so. */
  filtered(selectionSet: SelectionSetNode | undefined, value: JsonValue): JsonValue {
    return this.#picked(selectionSet ? [selectionSet] : [], value);
  }

  #collectPaths(sets: readonly SelectionSetNode[], prefix: string, paths: string[]): void {
    for (const [key, fields] of this.#grouped(sets, responseKey)) {
      if (paths.length === MAX_SELECTED_PATHS) throw tooManyPaths();
      paths.push(`${prefix}${key}`);
      this.#collectPaths(selectionSetsOf(fields), `${prefix}${key}/`, paths);
    }
  }

  #picked(sets: readonly SelectionSetNode[], value: JsonValue): JsonValue {
    if (sets.length === 0) return value;
    if (Array.isArray(value)) return value.map((item: JsonValue) => this.#picked(sets, item));
    if (!isJsonObject(value)) return value;
    // Without a prototype, so that a field may have any name.
    const picked: Record<string, JsonValue> = emptyRecord();
    for (const [name, fields] of this.#grouped(sets, (field) => field.name.value)) {
      const inner = Object.hasOwn(value, name) ? value[name] : undefined;
      if (inner !== undefined) picked[name] = this.#picked(selectionSetsOf(fields), inner);
    }
    return picked;
  }

  /** Fields that come together in the response, as `{ a { b } a { c } }` is one `a`. */
  #grouped(sets: readonly SelectionSetNode[], keyOf: (field: FieldNode) => string): ReadonlyMap<string, Fields> {
    const groups = new Map<string, [FieldNode, ...FieldNode[]]>();
    const seen = new Set<string>();
    for (const field of sets.flatMap((set) => this.#unfolded(set, seen))) {
      const group = groups.get(keyOf(field));
      if (group) group.push(field);
      else groups.set(keyOf(field), [field]);
    }
    return groups;
  }

  /** @param seen the fragments that were unfolded already: spreading one again adds nothing, but could take for ever */
  #unfolded(selectionSet: SelectionSetNode | undefined, seen: Set<string>): readonly FieldNode[] {
    return (selectionSet?.selections ?? []).flatMap((node) => {
      if (this.#isSkipped(node)) return [];
      if (node.kind === Kind.FIELD) return [node];
      if (node.kind === Kind.INLINE_FRAGMENT) return this.#unfolded(node.selectionSet, seen);
      const { value: name } = node.name;
      if (seen.has(name)) return [];
      seen.add(name);
      return this.#unfolded(this.#fragments.get(name)?.selectionSet, seen);
    });
  }

  #isSkipped(node: SelectionNode): boolean {
    if (!node.directives?.length) return false;
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.#variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, node, this.#variables);
    return skip?.['if'] === true || include?.['if'] === false;
  }
}

/** May what a document selects depend on variables? */
export function hasDirectives(document: DocumentNode): boolean {
  let isFound = false;
  visit(document, {
    [Kind.DIRECTIVE]: () => {
      isFound = true;
      return BREAK;
    },
  });
  return isFound;
}

/** The name under which a field's value stands in the response. */
export function responseKey(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

function selectionSetsOf(fields: Fields): readonly SelectionSetNode[] {
  return fields.flatMap(({ selectionSet }) => selectionSet ?? []);
}

function tooManyPaths(): ResolverError {
  return new ResolverError(
    `A field selects more than ${MAX_SELECTED_PATHS} fields below it.`,
    'LimitExceededException',
  );
}

function emptyRecord(): Record<string, JsonValue> {
  return Object.create(null) as Record<string, JsonValue>;
}

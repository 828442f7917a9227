// What a document selects: fields with their fragments unfolded.
import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isJsonObject, type JsonObject, type JsonValue } from '../json';

/** A document whose fragments can be looked up, and the variables that decide what is skipped. */
export class Selection {
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
    return (selectionSet?.selections ?? []).flatMap((node) => this.#unfolded(node));
  }

  /** `ctx.info.selectionSetList`: every field below, as paths such as `author/name`. */
  pathsOf(selectionSet: SelectionSetNode | undefined): readonly string[] {
    const paths = this.fieldsOf(selectionSet).flatMap((field) => {
      const key = responseKey(field);
      return [key, ...this.pathsOf(field.selectionSet).map((path) => `${key}/${path}`)];
    });
    return [...new Set(paths)];
  }

  /** Turns a response back into the fields of the types: no aliases, and only what was selected. */
  unaliased(selectionSet: SelectionSetNode | undefined, value: JsonValue): JsonValue {
    if (!selectionSet) return value;
    if (Array.isArray(value)) return value.map((item: JsonValue) => this.unaliased(selectionSet, item));
    if (!isJsonObject(value)) return value;
    return this.#picked(selectionSet, value, responseKey);
  }

  /** Leaves of a raw value only what is selected: AppSync filters the `data` of `util.error` so. */
  filtered(selectionSet: SelectionSetNode | undefined, value: JsonValue): JsonValue {
    if (!selectionSet) return value;
    if (Array.isArray(value)) return value.map((item: JsonValue) => this.filtered(selectionSet, item));
    if (!isJsonObject(value)) return value;
    return this.#picked(selectionSet, value, (field) => field.name.value);
  }

  #picked(selectionSet: SelectionSetNode, value: JsonObject, keyOf: (field: FieldNode) => string): JsonObject {
    // Without a prototype, so that a field may have any name.
    const picked: Record<string, JsonValue> = emptyRecord();
    for (const field of this.fieldsOf(selectionSet)) {
      const key = keyOf(field);
      const inner = Object.hasOwn(value, key) ? value[key] : undefined;
      if (inner === undefined) continue;
      picked[field.name.value] =
        keyOf === responseKey ? this.unaliased(field.selectionSet, inner) : this.filtered(field.selectionSet, inner);
    }
    return picked;
  }

  #unfolded(node: SelectionNode): readonly FieldNode[] {
    if (this.#isSkipped(node)) return [];
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return this.fieldsOf(node.selectionSet);
    return this.fieldsOf(this.#fragments.get(node.name.value)?.selectionSet);
  }

  #isSkipped(node: SelectionNode): boolean {
    if (!node.directives?.length) return false;
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.#variables);
    const include = getDirectiveValues(GraphQLIncludeDirective, node, this.#variables);
    return skip?.['if'] === true || include?.['if'] === false;
  }
}

/** The name under which a field's value stands in the response. */
export function responseKey(field: FieldNode): string {
  return field.alias?.value ?? field.name.value;
}

function emptyRecord(): Record<string, JsonValue> {
  return Object.create(null) as Record<string, JsonValue>;
}
